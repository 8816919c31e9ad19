package dev.bailiwick.files.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.model.script.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that is read again and again says what the same text says that is held. */
class LargeFileTextTest {
    private static final String[] SCRAPS = {
        "a", ";", "\n", "\r\n", "\r", "$body$", "é", "ก", "漢", "😀", "INSERT INTO t "
    };

    @TempDir
    Path folder;

    private LargeFileText read(String text) throws IOException {
        return read(text.getBytes(UTF_8));
    }

    private LargeFileText read(byte[] bytes) throws IOException {
        return requireNonNull(there(bytes));
    }

    private @Nullable LargeFileText there(byte[] bytes) throws IOException {
        return LargeFileText.read(Files.write(folder.resolve("a.sql"), bytes));
    }

    private static String scraps(long seed, int length) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void isReadAsIfItWereHeld(long seed) throws IOException {
        String text = scraps(seed, 900_000) + "the last";
        LargeFileText file = read(text);
        Text held = Text.of(text);

        assertThat(file.toString()).isEqualTo(text);
        assertThat(file.checksum()).isEqualTo(new FileContent(text.getBytes(UTF_8)).checksum());
        assertThat(file.bytes()).isEqualTo(held.bytes());
        assertThat(new String(file.utf8(0, text.length()).readAllBytes(), UTF_8))
                .isEqualTo(text);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            int from = random.nextInt(text.length());
            int to = from + random.nextInt(text.length() - from);
            assertThat(file.charAt(from)).isEqualTo(text.charAt(from));
            assertThat(file.substring(from, to)).isEqualTo(text.substring(from, to));
            assertThat(file.indexOf('漢', from)).isEqualTo(text.indexOf('漢', from));
            assertThat(file.indexOf("the last", from)).isEqualTo(text.indexOf("the last", from));
            assertThat(file.startsWith("$body$", from)).isEqualTo(text.startsWith("$body$", from));
        }
    }

    @Test
    void findsWhatStandsAcrossTwoBlocks() throws IOException {
        for (int before = (1 << 18) - 12; before <= 1 << 18; before++) {
            String text = "x".repeat(before) + "$😀 body$" + "x".repeat(300_000);

            assertThat(read(text).indexOf("$😀 body$", 7)).isEqualTo(before);
            assertThat(read(text).indexOf("$ body$", 0)).isEqualTo(-1);
        }
    }

    @Test
    void leavesTheByteOrderMarkOut() throws IOException {
        LargeFileText file = read("\uFEFFSELECT 1;\r\n" + "x".repeat(400_000));

        assertThat(file.substring(0, 6)).isEqualTo("SELECT");
        assertThat(file.checksum())
                .isEqualTo(new FileContent(("SELECT 1;\n" + "x".repeat(400_000)).getBytes(UTF_8)).checksum());
        assertThat(file.bytes()).isEqualTo(file.length());
    }

    @Test
    void readsNothingThatMayBeNoText() throws IOException {
        assertThat(there(("x".repeat(300_000) + '\0').getBytes(UTF_8))).isNull();
        assertThat(there(("x".repeat(300_000) + "é").getBytes(ISO_8859_1))).isNull();
    }

    @Test
    void saysThatTheFileWasChanged() throws IOException {
        String text = "x".repeat(3_000_000);
        LargeFileText file = read(text);

        Files.writeString(folder.resolve("a.sql"), text.substring(1) + "y");

        assertThat(file.charAt(0)).isEqualTo('x');
        assertThatThrownBy(() -> file.charAt(2_999_999))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("it was changed while it was being read");
        assertThatThrownBy(() -> file.utf8(0, 3_000_000).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("it was changed while it was being read");
        Files.delete(folder.resolve("a.sql"));
        assertThatThrownBy(file::toString)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("it is gone");
    }

    @Test
    void checksumsDoNotDependOnHowTheBytesCome() {
        byte[] bytes = scraps(7, 3_000).getBytes(UTF_8);
        String whole = new Checksum().update(bytes, 0, bytes.length).hex();
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Checksum checksum = new Checksum();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + random.nextInt(9));
                checksum.update(bytes, at, to);
                at = to;
            }
            assertThat(checksum.hex()).isEqualTo(whole);
        }
    }
}
