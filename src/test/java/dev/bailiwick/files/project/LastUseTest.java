package dev.bailiwick.files.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastUseTest {
    private static final String SERVER = " a b=c:d#e!f\\g\th ยา (DATABASE_URL)";
    private static final String DATABASE = "[::1]:5432/odd #name\\=x";

    @TempDir
    private Path project;

    @Test
    void whatIsRememberedIsThereTheNextTime() throws Exception {
        LastUse first = new LastUse(project, DATABASE);
        first.usedWith(SERVER);
        first.ran("hr", false, Instant.ofEpochMilli(1_000));
        assertThat(first.keep()).isTrue();

        LastUse next = new LastUse(project, DATABASE);
        assertThat(next.server()).isEqualTo(SERVER);
        assertThat(next.appliedNothing("hr")).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    @Test
    void theFileIsWrittenAsJavaWritesProperties() throws Exception {
        LastUse use = new LastUse(project, DATABASE);
        use.usedWith(SERVER);
        use.ran("hr", false, Instant.ofEpochMilli(1_000));
        assertThat(use.keep()).isTrue();

        Properties same = new Properties();
        same.setProperty("server", SERVER);
        same.setProperty("applied-nothing " + DATABASE + " hr", "1000");
        StringWriter written = new StringWriter();
        same.store(written, null);
        assertThat(Files.readAllLines(project.resolve(".bailiwick/last-use.properties")))
                .containsExactlyElementsOf(written.toString()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .sorted()
                        .toList());
    }
}
