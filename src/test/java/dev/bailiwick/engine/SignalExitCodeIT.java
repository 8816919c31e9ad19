package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON's exit_code is the one that the process ends with, whatever a signal has interrupted. */
@Timeout(90)
class SignalExitCodeIT {
    private static final String SLEEPERS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private @Nullable Process process;

    @BeforeEach
    void project() throws Exception {
        Cli.in(folder)
                .migration("inside", "001_a.sql", "SELECT pg_sleep(30);", "")
                .file("sql/outside/001_a.sql", "-- migrate:up transaction:false\nSELECT 1;\nSELECT pg_sleep(30);\n")
                .file("sql/seeds/seeds/1.sql", "SELECT pg_sleep(30);");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private void start(String command) throws Exception {
        Path program = Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"), "bin", "bailiwick")
                .toAbsolutePath();
        assumeTrue(Files.isExecutable(program), "the distribution is not built");
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(List.of(command.split(" ")));
        builder.directory(folder.toFile()).environment().put("DATABASE_URL", db.url());
        builder.redirectOutput(folder.resolve("out.txt").toFile());
        builder.redirectError(folder.resolve("err.txt").toFile());
        process = builder.start();
        for (int i = 0; i < 1_500 && !db.query(SLEEPERS).equals("1"); i++) {
            Thread.sleep(20);
        }
        assertThat(db.query(SLEEPERS)).as(out() + err()).isEqualTo("1");
    }

    private Process running() {
        return Objects.requireNonNull(process);
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(running().pid()))
                .start()
                .waitFor();
    }

    private String out() throws Exception {
        return Files.readString(folder.resolve("out.txt"));
    }

    private String err() throws Exception {
        return Files.readString(folder.resolve("err.txt"));
    }

    @ParameterizedTest
    @CsvSource({
        "migrate inside,TERM,143",
        "migrate inside,HUP,129",
        "migrate inside --one-transaction,INT,130",
        "rehearse inside,INT,130",
        "rehearse inside,TERM,143",
        "migrate outside,INT,130",
        "migrate outside,TERM,143",
        "migrate outside,HUP,129",
        "seed seeds,TERM,143"
    })
    void theDocumentSaysWhatTheProcessEndsWith(String command, String signal, int exit) throws Exception {
        start(command + " --json");

        signal(signal);

        assertThat(running().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(running().exitValue()).isEqualTo(exit);
        assertThat(out()).contains("\"exit_code\": " + exit, "\"ok\": false").contains("cancel");
    }

    /** The threads are written to standard error, so that standard output stays one document. */
    @Test
    void sigquitWritesNothingIntoStandardOutput() throws Exception {
        start("migrate inside --json");

        signal("QUIT");
        Thread.sleep(1_000);
        signal("TERM");

        assertThat(running().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(out()).startsWith("{").doesNotContain("Full thread dump");
        assertThat(err()).contains("Full thread dump");
    }
}
