package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file whose name came out of another system's Unicode form is told from the one that the history knows. */
@Timeout(60)
class LookAlikeNamesIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "NFC, NFD, U+00E9 in the history and U+0065 U+0301 in the file's name",
        "NFD, NFC, U+0065 U+0301 in the history and U+00E9 in the file's name"
    })
    void theDifferenceIsToldInCodePoints(Normalizer.Form applied, Normalizer.Form now, String said) throws Exception {
        String before = Normalizer.normalize("001_caf\u00e9_a.sql", applied);
        String after = Normalizer.normalize("001_caf\u00e9_a.sql", now);
        Cli cli = Cli.in(folder).on(db).migration("ward", before, "SELECT 1;", "SELECT 2;");
        assertThat(cli.run("migrate", "-q").exit()).isZero();
        Path ward = folder.resolve("sql/ward");
        Files.move(ward.resolve(before), ward.resolve(after));

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(3);
        assertThat(refused.err())
                .contains("the history writes the name otherwise than the file: " + after
                        + ", which looks the same: from character 8 on it is " + said)
                .contains("--applied", "--pending");
    }
}
