package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code help} prints is what picocli prints of all commands with all that they take, though only a part is made for it. */
class HelpTest {
    @TempDir
    private Path folder;

    @Test
    void theListOfCommandsIsThatOfAllCommands() {
        String all = says();

        assertThat(all).contains("  migrate ", "  help ", "Exit codes:", "--json");
        assertThat(says("help")).isEqualTo(all);
        assertThat(says("--no-color", "help")).isEqualTo(all);
    }

    @Test
    void theHelpOfACommandIsWhatItSaysItself() {
        for (String name : Commands.ALL.keySet()) {
            assertThat(says("help", name)).as(name).isEqualTo(says(name, "--help"));
        }
    }

    @Test
    void optionsOfAllCommandsStandBehindHelp() {
        assertThat(says("help", "--json")).startsWith("{");
        assertThat(says("help", "--no-color", "db")).isEqualTo(says("db", "--help"));
    }

    private String says(String... words) {
        Cli.Result result = TestProgram.run(folder, Map.of(), words);
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out();
    }
}
