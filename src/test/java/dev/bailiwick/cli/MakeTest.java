package dev.bailiwick.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code make} builds, and what it asks before it does. */
class MakeTest {
    private static final String BUILT = "maven";

    @TempDir
    private Path folder;

    @BeforeEach
    void project() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.exists(Path.of(path, "make"))),
                "there is no make");
        Files.copy(Path.of("Makefile"), folder.resolve("Makefile"));
        for (String file : List.of("pom.xml", ".mvn/jvm.config", "src/main/java/A.java", "src/main/java/B.java")) {
            Files.createDirectories(folder.resolve(file).resolveSibling("."));
            Files.writeString(folder.resolve(file), "as it was");
        }
        program("java", "echo java >>asked; echo 'openjdk version \"25.0.3\"' >&2");
        program("mvn", """
                echo maven $MAVEN_OPTS >>asked
                mkdir -p target/bailiwick/bin target/bailiwick/lib
                printf '#!/bin/sh\\necho bailiwick $*\\n' >target/bailiwick/bin/bailiwick
                chmod +x target/bailiwick/bin/bailiwick""");
        assertThat(asked()).contains(BUILT);
    }

    @Test
    void whatIsUnchangedIsNotBuiltAndNothingIsAsked() throws Exception {
        assertThat(make("status")).isEqualTo("bailiwick status\n");
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatWasChangedIsBuilt() throws Exception {
        for (String file : List.of("pom.xml", ".mvn/jvm.config", "src/main/java/B.java")) {
            Files.writeString(folder.resolve(file), "as it is");
            assertThat(asked()).as(file).contains(BUILT);
            assertThat(asked()).as("once").isEmpty();
        }
    }

    @Test
    void aChangeFromBeforeTheBuildIsSeenToo() throws Exception {
        Path older = Files.writeString(folder.resolve("older"), "from a backup");
        Files.setLastModifiedTime(older, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Path source = folder.resolve("src/main/java/A.java");
        Files.copy(older, source, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(asked()).contains(BUILT);
    }

    @Test
    void whatCameAndWentIsBuilt() throws Exception {
        Path added = folder.resolve("src/main/java/inner/C.java");
        Files.createDirectories(added.resolveSibling("."));
        Files.writeString(added, "new");
        assertThat(asked()).as("added").contains(BUILT);
        Files.delete(added);
        assertThat(asked()).as("removed").contains(BUILT);
        Files.move(folder.resolve("src/main/java/A.java"), folder.resolve("src/main/java/Z.java"));
        assertThat(asked()).as("renamed").contains(BUILT);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatChangesWhileItIsBuiltIsBuiltNext() throws Exception {
        program("mvn", "echo maven >>asked; echo changed >>src/main/java/A.java");
        Files.writeString(folder.resolve("src/main/java/B.java"), "as it is");
        assertThat(asked()).contains(BUILT);
        assertThat(asked()).contains(BUILT);
    }

    @Test
    void aNewerJavaIsToldToPassOverWhatMavensLibrariesDo() throws Exception {
        Files.writeString(folder.resolve("pom.xml"), "as it is");
        assertThat(asked()).containsExactly("java", BUILT);
        assertThat(Files.readString(folder.resolve("asked"))).contains("maven --sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void aBuildThatFailsIsTriedAgain() throws Exception {
        program("mvn", "echo maven >>asked; exit 1");
        Files.writeString(folder.resolve("src/main/java/B.java"), "as it is");
        assertThat(asked()).contains(BUILT);
        assertThat(asked()).contains(BUILT);
    }

    /** What {@code make build} asks: Java for its version, Maven to build. */
    private List<String> asked() throws IOException {
        Path asked = folder.resolve("asked");
        Files.deleteIfExists(asked);
        make("build");
        List<String> lines = Files.exists(asked) ? Files.readAllLines(asked) : List.of();
        List<String> first = new ArrayList<>();
        lines.forEach(line -> first.add(line.split(" ", 2)[0]));
        return first;
    }

    private String make(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("make", "--no-print-directory"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        List.of("JAVA_HOME", "MAVEN", "MAVEN_OPTS", "MAKEFLAGS", "MAKELEVEL", "DOMAIN", "ARGS")
                .forEach(builder.environment()::remove);
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private void program(String name, String text) throws IOException {
        Path program = folder.resolve("bin").resolve(name);
        Files.createDirectories(program.resolveSibling("."));
        Files.writeString(program, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
