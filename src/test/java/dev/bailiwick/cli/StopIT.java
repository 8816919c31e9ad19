package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no server ends at once where it is told to, and not when it is done. */
@Timeout(90)
class StopIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "TERM,143,lint",
        "INT,130,lint --format sarif",
        "TERM,143,validate --offline",
        "INT,130,validate --offline",
        "HUP,129,lint --json"
    })
    void aSignalEndsIt(String signal, int exit, String words) throws Exception {
        Path program = Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"), "bin", "bailiwick")
                .toAbsolutePath();
        assumeTrue(Files.isExecutable(program), "the distribution is not built");
        String tables = IntStream.range(0, 10_000)
                .mapToObj(i -> "CREATE TABLE t" + i + " (id serial, at timestamp);")
                .collect(Collectors.joining("\n"));
        Cli cli = Cli.in(folder);
        for (int i = 10; i < 40; i++) {
            cli.migration("inventory", "202601010000" + i + "_tables.sql", tables, "SELECT 1;");
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.SECONDS))
                    .as("it has more to do")
                    .isFalse();
            long begin = System.nanoTime();
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();

            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(4_000);
            assertThat(process.exitValue()).isEqualTo(exit);
            assertThat(Files.readString(folder.resolve("err.txt")))
                    .contains("stopped by a signal; nothing was changed");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
