package dev.bailiwick.files.seed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {
    private static final String LINES = "1,one\n2,two\n".repeat(20_000);

    @TempDir
    Path folder;

    private DataFile plain() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), LINES).toRealPath();
        return new DataFile(file, "a.csv", Files.size(file));
    }

    @Test
    void isCountedAndSummedUpAsItIsRead() throws IOException {
        DataFile file = plain();
        List<Long> told = new ArrayList<>();
        try (DataFile.Data data = file.open((bytes, lines) -> told.addAll(List.of(bytes, lines)))) {
            assertThat(new String(data.readAllBytes(), UTF_8)).isEqualTo(LINES);
            assertThat(data.md5()).isEqualTo(file.md5((bytes, lines) -> {}));
        }
        assertThat(told).endsWith((long) LINES.length(), 40_000L);
    }

    @Test
    void packedDataAreUnpackedAndSummedUpAsTheyLieOnTheDisk() throws IOException {
        Path path = folder.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(LINES.getBytes(UTF_8));
        }
        DataFile file = new DataFile(path.toRealPath(), "a.csv.gz", Files.size(path));

        try (DataFile.Data data = file.open((bytes, lines) -> {})) {
            assertThat(new String(data.readAllBytes(), UTF_8)).isEqualTo(LINES);
            assertThat(data.md5()).isEqualTo(file.md5((bytes, lines) -> {}));
        }
        assertThat(file.place(2, "two").toString()).isEqualTo("a.csv.gz:2:3");
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNotTaken() throws IOException {
        DataFile file = plain();
        try (DataFile.Data data = file.open((bytes, lines) -> {})) {
            assertThat(data.read(new byte[100])).isEqualTo(100);
            Files.writeString(file.real(), LINES.substring(0, 1200));
            assertThatThrownBy(data::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("it was changed while it was read");
        }
    }

    @Test
    void whoWatchesCanStopTheSumming() throws IOException {
        DataFile file = plain();

        assertThatThrownBy(() -> file.md5((bytes, lines) -> {
                    throw new IOException("cancelled");
                }))
                .hasMessage("cancelled");
    }

    @Test
    void whoWatchesCanStopIt() throws IOException {
        try (DataFile.Data data = plain().open((bytes, lines) -> {
            throw new IOException("enough");
        })) {
            assertThatThrownBy(data::readAllBytes).hasMessage("enough");
        }
    }
}
