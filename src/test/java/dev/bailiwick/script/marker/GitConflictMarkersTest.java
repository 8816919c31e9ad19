package dev.bailiwick.script.marker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bailiwick.model.failure.Finding;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitConflictMarkersTest {
    private static final String CONFLICT = "<<<<<<< HEAD\nSELECT 1;\n=======\nSELECT 2;\n>>>>>>> other\n";

    @Test
    void aConflictIsTheOnlyThingSaid() {
        assertThat(migration("-- migrate:up\n" + CONFLICT)).containsExactly("2:1 a conflict that git left there");
        assertThat(migration("-- migrate:up\r\n" + CONFLICT.replace("\n", "\r\n")))
                .hasSize(1);
        assertThat(migration("-- migrate:up\n" + CONFLICT + CONFLICT)).hasSize(2);
        assertThat(migration("-- migrate:up\n" + CONFLICT.replace("=======", "||||||| base\n=======")))
                .hasSize(1);
        assertThat(seed(CONFLICT.strip())).containsExactly("1:1 a conflict that git left there");
    }

    @Test
    void itIsOneInABodyAndInAStringToo() {
        assertThat(migration("-- migrate:up\nDO $$\n" + CONFLICT + "$$;\n")).hasSize(1);
        assertThat(seed("SELECT '\n" + CONFLICT + "';\n")).hasSize(1);
    }

    @Test
    void oneOrTwoOfTheLinesAreNone() {
        for (String text : List.of(
                "SELECT '\n=======\n';",
                "SELECT '\n<<<<<<< HEAD\n';",
                "SELECT '\n<<<<<<< HEAD\n=======\n';",
                "SELECT '\n<<<<<<< HEAD\n>>>>>>> other\n';",
                "SELECT '\n=======\n<<<<<<< HEAD\n>>>>>>> other\n';",
                "SELECT '\n <<<<<<< HEAD\n=======\n>>>>>>> other\n';",
                "SELECT '\n<<<<<<< HEAD\n======= x\n>>>>>>> other\n';",
                "/*\nHeading\n=======\n*/ SELECT 1;")) {
            assertThatCode(() -> MigrationParser.parseSeed("s.sql", Text.of(text)))
                    .as(text)
                    .doesNotThrowAnyException();
        }
    }

    private static List<String> migration(String text) {
        return found(catchThrowableOfType(
                InvalidScriptException.class, () -> MigrationParser.parse("1_a.sql", "1_a.sql", text)));
    }

    private static List<String> seed(String text) {
        return found(catchThrowableOfType(
                InvalidScriptException.class, () -> MigrationParser.parseSeed("s.sql", Text.of(text))));
    }

    private static List<String> found(InvalidScriptException e) {
        return e.findings().stream().map(GitConflictMarkersTest::shown).toList();
    }

    private static String shown(Finding finding) {
        return finding.where().line() + ":" + finding.where().column() + " " + finding.what();
    }
}
