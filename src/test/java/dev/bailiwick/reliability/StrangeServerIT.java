package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.FakeServer;
import dev.bailiwick.testing.FakeServer.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What listens is silent, floods us, or talks nonsense: it ends within a limit, and at once when it is told to. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class StrangeServerIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void itEndsWithinALimit(Behaviour behaviour) throws Exception {
        try (FakeServer server = FakeServer.that(behaviour)) {
            Cli cli = Cli.in(folder)
                    .on(server.url() + "&connect_timeout=3")
                    .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;");
            for (String command : List.of("migrate", "status --json", "wait --timeout 3s")) {
                long begin = System.nanoTime();

                Cli.Result result = cli.run(command.split(" "));

                assertThat(result.exit())
                        .as(command + "\n" + result.out() + result.err())
                        .isEqualTo(6);
                assertThat(result.out() + result.err())
                        .doesNotContain("a bug in", "\tat ", "secret")
                        .doesNotContain("out of memory");
                assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(20_000);
                if (command.endsWith("json")) {
                    assertThat(result.out()).contains("\"exit_code\": 6");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SILENT,TERM,143",
        "SILENT_BEHIND_LOGIN,TERM,143",
        "SILENT_BEHIND_LOGIN,HUP,129",
        "TRICKLES_LOGIN,TERM,143",
        "FLOODS,INT,130",
        "DRIPS,TERM,143"
    })
    void aSignalEndsItAtOnce(Behaviour behaviour, String signal, int exit) throws Exception {
        Path program = Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"), "bin", "bailiwick")
                .toAbsolutePath();
        assumeTrue(Files.isExecutable(program), "the distribution is not built");
        try (FakeServer server = FakeServer.that(behaviour)) {
            Cli.in(folder).migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;");
            ProcessBuilder builder = new ProcessBuilder(program.toString(), "migrate", "--json");
            builder.directory(folder.toFile()).environment().put("DATABASE_URL", server.url());
            builder.redirectOutput(folder.resolve("out.txt").toFile());
            builder.redirectError(folder.resolve("err.txt").toFile());
            Process process = builder.start();
            try {
                assertThat(process.waitFor(3, TimeUnit.SECONDS)).isFalse();
                long begin = System.nanoTime();

                new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor();

                assertThat(process.waitFor(8, TimeUnit.SECONDS)).isTrue();
                assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(5_000);
                assertThat(process.exitValue()).isEqualTo(exit);
                assertThat(Files.readString(folder.resolve("out.txt")))
                        .contains("\"exit_code\": " + exit, "\"command\": \"migrate\"");
                assertThat(Files.readString(folder.resolve("err.txt"))).doesNotContain("\tat ");
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
