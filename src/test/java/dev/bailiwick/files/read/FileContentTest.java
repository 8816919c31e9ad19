package dev.bailiwick.files.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileContentTest {
    private static final Charset THAI = Charset.forName("x-windows-874");

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private static List<String> problems(byte[] bytes) {
        FileContent content = new FileContent(bytes);
        return content.problems("sql/hr/001_x.sql", content.text()).stream()
                .map(p -> p.what() + " @ " + p.where() + " > " + String.join(" > ", p.next()))
                .toList();
    }

    private static byte[] bytes(int... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int value : values) {
            bytes.write(value);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "'', d41d8cd98f00b204e9800998ecf8427e",
        "'SELECT 1;\n', 2bdf1665f56c0ce5b966d9c60a7f7eac",
        "'-- ยา\nCREATE TABLE a ();\n', 8a882073d9459cda64dc5235013f8c60",
    })
    void theChecksumOfAnOrdinaryFileIsWhatMd5sumPrints(String text, String sum) {
        assertThat(new FileContent(text.getBytes(UTF_8)).checksum()).isEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource({
        "'\uFEFFa', 'a'",
        "'a\r\nb', 'a\nb'",
        "'\r\n\r\n', '\n\n'",
        "'a\r\r\nb', 'a\r\nb'",
        "'\r', '\r'",
        "'a\rb', 'a\rb'",
        "'a\r', 'a\r'",
        "'\uFEFF\r\n', '\n'",
        "'a\uFEFF', 'a\uFEFF'",
        "'\uFEFF\uFEFFa', '\uFEFFa'",
        "'\n\r', '\n\r'",
        "'\uFEFF', ''",
    })
    void markAndLineEndsDoNotChangeTheChecksum(String text, String same) throws Exception {
        assertThat(new FileContent(text.getBytes(UTF_8)).checksum()).isEqualTo(md5(same.getBytes(UTF_8)));
    }

    @RepeatedTest(200)
    void theChecksumIsThatOfTheTextWithItsLineEndsReplaced(RepetitionInfo info) throws Exception {
        Random random = new Random(info.getCurrentRepetition());
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append("\r\n\r\nab\uFEFFย".charAt(random.nextInt(8)));
        }
        assertThat(new FileContent(text.toString().getBytes(UTF_8)).checksum())
                .isEqualTo(md5(text.toString().replace("\r\n", "\n").getBytes(UTF_8)));
    }

    @Test
    void thaiLettersAndAReplacementCharacterAreText() {
        assertThat(problems("SELECT 'ยา\uFFFD\uD83D\uDE00';".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void thaiInItsOldEncodingIsRecognised() {
        assertThat(problems("-- ok\nSELECT 'คลังยาโรงพยาบาล ราคา';\n".getBytes(THAI)))
                .containsExactly(
                        "sql/hr/001_x.sql is not UTF-8: byte 0xA4 at offset 14 @ sql/hr/001_x.sql:2:9 > it looks"
                                + " like TIS-620 or Windows-874: iconv -f CP874 -t UTF-8 sql/hr/001_x.sql >"
                                + " sql/hr/001_x.sql.utf8 && mv sql/hr/001_x.sql.utf8 sql/hr/001_x.sql");
    }

    @Test
    void latinInItsOldEncodingIsRecognised() {
        assertThat(problems("SELECT 'Müller, café';".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(
                        "sql/hr/001_x.sql is not UTF-8: byte 0xFC at offset 9 @ sql/hr/001_x.sql:1:10 > it looks"
                                + " like Latin-1 or Windows-1252: iconv -f CP1252 -t UTF-8 sql/hr/001_x.sql >"
                                + " sql/hr/001_x.sql.utf8 && mv sql/hr/001_x.sql.utf8 sql/hr/001_x.sql");
    }

    @Test
    void aBrokenCharacterInAUtf8FileIsPointedAtInCharacters() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("\uFEFF-- ยา\r\nกข".getBytes(UTF_8));
        bytes.writeBytes(bytes(0xE0, 0xB8));
        bytes.writeBytes("'\r\n".getBytes(UTF_8));
        assertThat(problems(bytes.toByteArray()))
                .containsExactly("sql/hr/001_x.sql is not UTF-8: byte 0xE0 at offset 20 @ sql/hr/001_x.sql:2:3 > other"
                        + " characters of it are UTF-8: write this one anew, in an editor that is set to UTF-8");
    }

    @Test
    void overlongFormsAndSurrogatesAreNotUtf8() {
        assertThat(problems(bytes('a', 0xC0, 0x80)).get(0)).contains("byte 0xC0 at offset 1");
        assertThat(problems(bytes('a', 0xED, 0xA0, 0x80)).get(0)).contains("byte 0xED at offset 1");
        assertThat(problems(bytes('a', 0xF5, 0x80, 0x80, 0x80)).get(0)).contains("byte 0xF5 at offset 1");
    }

    @Test
    void aWrongByteBehindALongTextIsFound() {
        byte[] bytes = ("ย\n".repeat(20_000) + "x").getBytes(UTF_8);
        bytes[bytes.length - 1] = (byte) 0xFF;
        assertThat(problems(bytes).get(0)).contains("byte 0xFF at offset 80000 @ sql/hr/001_x.sql:20001:1");
    }

    @Test
    void utf16IsRecognisedByItsMarkAndWithoutIt() {
        assertThat(problems(bytes(0xFF, 0xFE, 'a', 0)))
                .containsExactly("sql/hr/001_x.sql is UTF-16, by its first bytes FF FE; files are UTF-8 @"
                        + " sql/hr/001_x.sql:1:1 > iconv -f UTF-16 -t UTF-8 sql/hr/001_x.sql > sql/hr/001_x.sql.utf8 &&"
                        + " mv sql/hr/001_x.sql.utf8 sql/hr/001_x.sql");
        assertThat(problems(bytes(0xFE, 0xFF, 0, 'a')).get(0)).contains("UTF-16, by its first bytes FE FF");
        assertThat(problems(bytes('a', 0, 'b', 0)).get(0))
                .startsWith("sql/hr/001_x.sql holds a NUL byte (0x00) at offset 1, which no text of PostgreSQL can @"
                        + " sql/hr/001_x.sql:1:2 > it looks like UTF-16 without its mark: iconv -f UTF-16LE ");
        assertThat(problems(bytes(0, 'a', 0, 'b')).get(0)).contains("iconv -f UTF-16BE ");
    }

    @Test
    void aNulByteIsPointedAt() {
        assertThat(problems("-- ยา\nab\0".getBytes(UTF_8)))
                .containsExactly(
                        "sql/hr/001_x.sql holds a NUL byte (0x00) at offset 12, which no text of PostgreSQL can @"
                                + " sql/hr/001_x.sql:2:3 > take it out of the file");
    }
}
