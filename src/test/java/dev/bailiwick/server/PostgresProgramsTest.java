package dev.bailiwick.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresProgramsTest {
    @TempDir
    Path folder;

    private static InputStream archive(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
            for (TarArchiveEntry entry : entries) {
                byte[] content = entry.isFile() ? "hello".getBytes(StandardCharsets.UTF_8) : new byte[0];
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static TarArchiveEntry file(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        return entry;
    }

    private static TarArchiveEntry link(String name, String target, byte kind) {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(target);
        return entry;
    }

    @Test
    void unpacksFilesLinksAndExecutability() throws IOException {
        Path target = folder.resolve("new");
        PostgresPrograms.unpack(
                archive(
                        file("bin/program", 0100755),
                        file("lib/data.1", 0100644),
                        link("lib/data", "data.1", TarConstants.LF_SYMLINK),
                        link("lib/up", "../bin/program", TarConstants.LF_SYMLINK),
                        link("lib/hard", "lib/data.1", TarConstants.LF_LINK)),
                target);

        assertThat(target.resolve("bin/program")).hasContent("hello").isExecutable();
        assertThat(Files.isExecutable(target.resolve("lib/data.1"))).isFalse();
        assertThat(target.resolve("lib/data")).isSymbolicLink().hasContent("hello");
        assertThat(target.resolve("lib/up")).isExecutable();
        assertThat(target.resolve("lib/hard")).hasContent("hello");
    }

    @ParameterizedTest
    @CsvSource({"../evil,", "/evil,", "a/../../evil,", "lib/link,../../evil", "lib/link,/evil"})
    void nothingGetsOutOfTheTarget(String name, String linkTarget) throws IOException {
        TarArchiveEntry entry =
                linkTarget == null ? file(name, 0100644) : link(name, linkTarget, TarConstants.LF_SYMLINK);

        assertThatThrownBy(() -> PostgresPrograms.unpack(archive(entry), folder.resolve("new")))
                .hasMessageContaining("leads out of its folder");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void devicesAreRefused() {
        assertThatThrownBy(() ->
                        PostgresPrograms.unpack(archive(link("null", "", TarConstants.LF_CHR)), folder.resolve("new")))
                .hasMessageContaining("no file");
    }

    @Test
    void aTruncatedArchiveIsAnError() throws IOException {
        byte[] whole = archive(file("a", 0100644)).readAllBytes();

        assertThatThrownBy(() -> PostgresPrograms.unpack(
                        new ByteArrayInputStream(whole, 0, whole.length - 20), folder.resolve("new")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theVersionIsTheOneOfTheBuild() {
        assertThat(PostgresPrograms.version()).matches("[0-9]+\\.[0-9]+");
        assertThat(PostgresPrograms.majorVersion()).matches("[0-9]+");
    }
}
