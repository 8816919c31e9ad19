package dev.bailiwick.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script that starts the program, on machines that have little else. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("src/main/launcher/bailiwick");

    @TempDir
    private Path folder;

    @BeforeEach
    void distribution() throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.copy(LAUNCHER, folder.resolve("bin/bailiwick"));
        Files.createDirectories(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/bailiwick.jar"), "");
    }

    @Test
    void onlyJavaHasToBeOnThePath() throws Exception {
        assertThat(start(Map.of("PATH", java("17.0.9")))).isEqualTo("started version\n");
        assertThat(start(Map.of("PATH", "/nowhere", "BAILIWICK_JAVA", java("21") + "/java")))
                .isEqualTo("started version\n");
        assertThat(Files.readString(LAUNCHER)).doesNotContain("/dev/null");
    }

    @Test
    void withoutJavaItSaysSo() throws Exception {
        assertThat(start(Map.of("PATH", "/nowhere"))).contains("no Java found", "or set JAVA_HOME");
        assertThat(start(Map.of("PATH", java("17"), "BAILIWICK_JAVA", "/nowhere/java")))
                .contains("there is no program /nowhere/java");
    }

    @Test
    void anOlderJavaIsNamed() throws Exception {
        assertThat(start(Map.of("PATH", java("1.8.0_302")))).contains("/java is Java 8; version 17 or newer");
        assertThat(start(Map.of("PATH", java("11.0.2")))).contains("is Java 11;");
    }

    /** A folder with a program that says it is a Java of this version. */
    private String java(String version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("java-" + version));
        Path java = bin.resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                [ "$1" = -version ] && { echo 'openjdk version "%s" 2026-01-01' >&2; exit; }
                for last; do :; done
                echo "started $last"
                """.formatted(version));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin.toString();
    }

    private String start(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                List.of("/bin/sh", folder.resolve("bin/bailiwick").toString(), "version"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
