package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
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

/** The installed program as a process of its own, and what becomes of a run when it is told to stop, or killed. */
@Timeout(90)
class SignalIT {
    private static final String SLEEPERS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;
    private @Nullable Process process;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int);\nSELECT pg_sleep(30);", "DROP TABLE b;");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts the program; it runs until the server sleeps. */
    private Process start(String... arguments) throws IOException, InterruptedException {
        Process started = begin(arguments);
        waitFor("1", 30_000);
        return started;
    }

    private Process begin(String... arguments) throws IOException {
        Path program = Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"), "bin", "bailiwick")
                .toAbsolutePath();
        assumeTrue(Files.isExecutable(program), "the distribution is not built");
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(java.util.List.of(arguments));
        builder.directory(folder.toFile());
        builder.environment().put("DATABASE_URL", db.url());
        builder.redirectOutput(folder.resolve("out.txt").toFile());
        builder.redirectError(folder.resolve("err.txt").toFile());
        Process started = builder.start();
        process = started;
        return started;
    }

    private void waitFor(String sleepers, int milliseconds) throws InterruptedException, IOException {
        for (int i = 0; i < milliseconds / 20 && !db.query(SLEEPERS).equals(sleepers); i++) {
            Thread.sleep(20);
        }
        assertThat(db.query(SLEEPERS)).as(said()).isEqualTo(sleepers);
    }

    private String said() throws IOException {
        return (Files.readString(folder.resolve("out.txt")) + Files.readString(folder.resolve("err.txt")))
                .replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "INT,130"})
    void aSignalCancelsTheStatementAndNothingOfItStands(String signal, int exit) throws Exception {
        Process running = start("migrate");
        long begin = System.nanoTime();

        new ProcessBuilder("kill", "-" + signal, String.valueOf(running.pid()))
                .start()
                .waitFor();

        assertThat(running.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(10_000);
        assertThat(running.exitValue()).as(said()).isEqualTo(exit);
        assertThat(said())
                .contains(
                        "002_b.sql was cancelled",
                        "nothing of it stands",
                        "1 file before it",
                        "bailiwick migrate shop");
        waitFor("0", 2_000);
        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_a.sql|t\n002_b.sql|f");
        assertThat(db.query("SELECT to_regclass('shop.b') IS NULL")).isEqualTo("t");
        goesOn();
    }

    @Test
    void filesOfAFirstInstallationThatShareATransactionAreCancelledTogether() throws Exception {
        db.execute("CREATE TABLE public.p (id int PRIMARY KEY)");
        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id int REFERENCES public.p);", "DROP TABLE b;");
        try (Connection person = db.connect();
                Statement lock = person.createStatement()) {
            lock.execute("BEGIN; LOCK TABLE public.p");
            Process running = begin("migrate");
            String waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'";
            for (int i = 0; i < 1_500 && !db.query(waits).equals("1"); i++) {
                Thread.sleep(20);
            }

            new ProcessBuilder("kill", "-INT", String.valueOf(running.pid()))
                    .start()
                    .waitFor();

            assertThat(running.waitFor(15, TimeUnit.SECONDS)).isTrue();
            assertThat(running.exitValue()).as(said()).isEqualTo(130);
        }
        assertThat(said())
                .contains(
                        "002_b.sql was cancelled, and 2 files with it that shared a transaction",
                        "nothing of the 2 files stands, from 001_a.sql on",
                        "bailiwick migrate shop");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("0");
        assertThat(db.query("SELECT to_regclass('shop.b') IS NULL")).isEqualTo("t");
        goesOn();
    }

    @Test
    void aKilledProgramsStatementIsStoppedByTheServer() throws Exception {
        Process running = start("migrate");

        running.destroyForcibly().waitFor();

        waitFor("0", 8_000);
        assertThat(db.query("SELECT filename FROM shop.schema_migrations")).isEqualTo("001_a.sql");
        assertThat(db.query("SELECT to_regclass('shop.b') IS NULL")).isEqualTo("t");
        goesOn();
    }

    @Test
    void aSignalWhileWaitingForAnotherRunnerEndsTheWait() throws Exception {
        Process first = start("migrate");
        ProcessBuilder builder = new ProcessBuilder(
                first.info().command().isPresent()
                        ? Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"), "bin", "bailiwick")
                                .toAbsolutePath()
                                .toString()
                        : "bailiwick",
                "migrate");
        builder.directory(folder.toFile()).environment().put("DATABASE_URL", db.url());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("second.txt").toFile());
        Process second = builder.start();
        try {
            for (int i = 0;
                    i < 500 && !Files.readString(folder.resolve("second.txt")).contains("waiting");
                    i++) {
                Thread.sleep(20);
            }
            assertThat(Files.readString(folder.resolve("second.txt"))).contains("waiting for another runner");

            new ProcessBuilder("kill", "-TERM", String.valueOf(second.pid()))
                    .start()
                    .waitFor();

            assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(143);
            assertThat(first.isAlive()).isTrue();
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    private void goesOn() {
        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query(
                        "SELECT string_agg(filename, ' ' ORDER BY id), bool_and(success) FROM shop.schema_migrations"))
                .isEqualTo("001_a.sql 002_b.sql|t");
    }
}
