package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvFileTest {

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("A=b", "b"),
                arguments("A = b", "b"),
                arguments("  A=b  ", "b"),
                arguments("export A=b", "b"),
                arguments("export\tA=b", "b"),
                arguments("A=", ""),
                arguments("A=\nB=c", ""),
                arguments("A=a b  c ", "a b  c"),
                arguments("A=b # comment", "b"),
                arguments("A=b\t# comment", "b"),
                arguments("A= # comment", ""),
                arguments("A=b#c", "b#c"),
                arguments("A=#b", "#b"),
                arguments("A=b=c", "b=c"),
                arguments("A=it's", "it's"),
                arguments("A=b\\n", "b\\n"),
                arguments("A=${B}$C", "${B}$C"),
                arguments("A='b # c'", "b # c"),
                arguments("A='b\\n\"$C'", "b\\n\"$C"),
                arguments("A=''", ""),
                arguments("A='b' # comment", "b"),
                arguments("A='b'# comment", "b"),
                arguments("A=\"b # c\"", "b # c"),
                arguments("A=\"b\\nc\"", "b\nc"),
                arguments("A=\"\\\"b\\\"\"", "\"b\""),
                arguments("A=\"b\\\\n\"", "b\\n"),
                arguments("A=\"\\$B ${C}\"", "$B ${C}"),
                arguments("A=\"b\\d\\t\"", "b\\d\\t"),
                arguments("A=\"b\nB=c\nd\" # comment", "b\nB=c\nd"),
                arguments("A='b\nc'", "b\nc"),
                arguments("A=b\nA=c", "c"),
                arguments("# A=c\n\n   # A=d\nA=b", "b"),
                arguments("\uFEFFA=b", "b"),
                arguments("A=b\r\nB=c\r\n", "b"),
                arguments("A=\"b\"\r\nB=c\r\n", "b"),
                arguments("A=b # c\r\nB=c\r\n", "b"),
                arguments("A=é😀", "é😀"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsTheValueOfA(String text, String expected) {
        assertThat(EnvFile.parse(".env", text)).containsEntry("A", expected);
    }

    @Test
    void goesOnBehindEveryKindOfValue() {
        assertThat(EnvFile.parse(".env", "A=1\nB='2'\nC=\"3\" # c\n\n#\nD=\nE_1.x-y=5"))
                .isEqualTo(Map.of("A", "1", "B", "2", "C", "3", "D", "", "E_1.x-y", "5"));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments(
                        "A=1\nDATABASE_HOST: db",
                        ".env:2:14 | DATABASE_HOST: db | DATABASE_HOST is followed by a colon instead of =",
                        "write DATABASE_HOST=value"),
                arguments(
                        "DATABASE_PASSWORD: hunter2",
                        ".env:1:18 | DATABASE_PASSWORD: **** | DATABASE_PASSWORD is followed by a colon instead of =",
                        "write DATABASE_PASSWORD=value"),
                arguments(
                        "export PGPASSWORD",
                        ".env:1:18 | **** | PGPASSWORD is not followed by =",
                        "write PGPASSWORD=value"),
                arguments(
                        "PGPASSWORD hunter2",
                        ".env:1:12 | PGPASSWORD **** | PGPASSWORD is not followed by =",
                        "write PGPASSWORD=value"),
                arguments(
                        "hunter2 hunter3",
                        ".env:1:9 | **** | the key is not followed by =",
                        "write KEY=value, or # in front of a comment"),
                arguments(
                        "=hunter2",
                        ".env:1:1 | **** | this line is not KEY=value",
                        "write KEY=value, or # in front of a comment"),
                arguments(
                        "1A=b",
                        ".env:1:1 | **** | this line is not KEY=value",
                        "write KEY=value, or # in front of a comment"),
                arguments(
                        "\n  A='b",
                        ".env:2:5 |   A='b | the quote that opens the value of A is never closed",
                        "close it"),
                arguments(
                        "A=\"b\\\"",
                        ".env:1:3 | A=\"b\\\" | the quote that opens the value of A is never closed",
                        "close it"),
                arguments(
                        "DATABASE_URL=\"postgresql://u:hunter2@h/d\" x",
                        ".env:1:42 | DATABASE_URL=**** | something follows the closing quote of DATABASE_URL",
                        "write \\\" for a quote within double quotes"),
                arguments(
                        "SITE='it's'",
                        ".env:1:10 | SITE='it's' | something follows the closing quote of SITE",
                        "use double quotes for a ' within"),
                arguments(
                        "DB='postgresql://u:hunter2@h/d' x",
                        ".env:1:32 | DB='postgresql://u:****@h/d' x | something follows the closing quote of DB",
                        "use double quotes for a ' within"),
                arguments(
                        "CERT='a\nhunter2=' x",
                        ".env:2:10 | **** | something follows the closing quote of CERT",
                        "use double quotes for a ' within"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedLineIsShownWithoutItsSecret(String text, String what, String next) {
        assertThat(Machine.complaint(() -> EnvFile.parse(".env", text)))
                .containsExactly(what, next)
                .noneMatch(said -> said.contains("hunter"));
    }

    @Test
    void aFileThatIsNotUtf8IsAnErrorAndNotAPasswordWithQuestionMarks(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve(".env"), "PGPASSWORD=müde".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Machine.complaint(() -> EnvFile.read(file, ".env")))
                .containsExactly(".env is not UTF-8 text", "save .env as UTF-8, without changing its content");
    }

    @Test
    void aMissingFileOrAFolderHasNoVariables(@TempDir Path folder) {
        assertThat(EnvFile.read(folder, ".env")).isEmpty();
        assertThat(EnvFile.read(folder.resolve(".env"), ".env")).isEmpty();
    }
}
