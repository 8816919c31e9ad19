package dev.bailiwick.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes that the launcher starts Java with: there, of use, and never in the way. */
@Timeout(120)
class ArchiveIT {
    private static final Path DIST = Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"));

    @TempDir
    private Path folder;

    private Path copy = Path.of("");
    private @Nullable String java;

    @BeforeEach
    void distribution() throws IOException {
        assumeTrue(Files.isExecutable(DIST.resolve("bin/bailiwick")), "the distribution is not built");
        copy = folder.resolve("copy");
    }

    @Test
    void nearlyAllClassesComeFromTheArchiveOfTheBuild() throws Exception {
        List<String> loaded = loaded(DIST, "status", "--dir", folder.toString());

        long archived = loaded.stream()
                .filter(line -> line.contains("shared objects file"))
                .count();
        assertThat(archived)
                .as("classes.lst is out of date: make classes\n" + String.join("\n", loaded))
                .isGreaterThan(loaded.size() * 9L / 10);
    }

    @Test
    void whereAnotherJavaRunsUsOneIsMadeInTheUsersCacheBesideTheFirstCommand() throws Exception {
        copyWithoutArchive();

        List<Process> first = List.of(start(copy, "version"), start(copy, "version"));
        for (Process process : first) {
            assertThat(said(process)).startsWith("bailiwick ");
        }

        Path archive = awaitArchive();
        assertThat(loaded(copy, "version")).anyMatch(line -> line.contains("shared objects file"));
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertThat(said(start(copy, "version"))).as("one that was cut off").startsWith("bailiwick ");
        awaitArchive();
    }

    @Test
    void withoutAPlaceForItTheProgramRunsAllTheSame() throws Exception {
        copyWithoutArchive();
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");

        assertThat(said(start(copy, "version"))).startsWith("bailiwick ").hasLineCount(1);
    }

    @Test
    void whereItWasCopiedToOneIsMadeForThatPlace() throws Exception {
        copy(name -> true);

        List<Process> first = List.of(start(copy, "version"), start(copy, "version"));
        for (Process process : first) {
            assertThat(said(process)).startsWith("bailiwick ");
        }

        awaitArchive();
        assertThat(loaded(copy, "version")).anyMatch(line -> line.contains("shared objects file"));
    }

    @Test
    void whereItWasCopiedToWithItsTimesAnArchiveIsUsed() throws Exception {
        copy(name -> true, StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(said(start(copy, "version"))).startsWith("bailiwick ");

        // A newer Java takes the archive that came along; an older one gets its own.
        if (Runtime.version().feature() < 25) {
            awaitArchive();
        }
        assertThat(loaded(copy, "version")).anyMatch(line -> line.contains("shared objects file"));
    }

    @Test
    void whereTheProgramWasReplacedTheArchiveIsMadeAnew() throws Exception {
        copyWithoutArchive();
        said(start(copy, "version"));
        FileTime before = Files.getLastModifiedTime(awaitArchive());
        Path jar = copy.resolve("lib/bailiwick.jar");

        // Older than what it replaces, as one from a package is.
        Files.setLastModifiedTime(
                jar, FileTime.from(Files.getLastModifiedTime(jar).toInstant().minusSeconds(3600)));
        said(start(copy, "version"));

        assertThat(Files.getLastModifiedTime(awaitArchive())).isGreaterThan(before);
        assertThat(loaded(copy, "version")).anyMatch(line -> line.contains("shared objects file"));
    }

    @Test
    void onAMachineWithMuchMemoryTheArchiveIsUsedToo() throws Exception {
        List<String> loaded = loaded(DIST, "-XX:MaxRAM=128g", List.of("version"));

        assertThat(loaded).anyMatch(line -> line.contains("shared objects file"));
    }

    /** Linked classes are all there from the beginning: also those that the command doesn't need. */
    @Test
    void aNewerJavaGetsAnArchiveOfLinkedClasses() throws Exception {
        java = newerJava();
        copyWithoutArchive();

        said(start(copy, "version"));

        awaitArchive();
        assertThat(loaded(copy, "version"))
                .anyMatch(line ->
                        line.contains(" dev.bailiwick.db.login.Connector ") && line.contains("shared objects file"));
    }

    private static String newerJava() throws IOException {
        try (Stream<Path> homes =
                Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), installed().stream())) {
            Optional<Path> newer = homes.filter(home -> feature(home) >= 25).findFirst();
            assumeTrue(newer.isPresent(), "no Java 25 or newer is installed");
            return newer.orElseThrow().resolve("bin/java").toString();
        }
    }

    private static List<Path> installed() throws IOException {
        Path homes = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(homes)) {
            return List.of();
        }
        try (Stream<Path> listed = Files.list(homes)) {
            return listed.filter(home -> Files.isReadable(home.resolve("release")))
                    .toList();
        }
    }

    private static int feature(Path home) {
        Properties release = new Properties();
        try (var text = Files.newBufferedReader(home.resolve("release"))) {
            release.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Runtime.Version.parse(release.getProperty("JAVA_VERSION", "0").replace("\"", ""))
                .feature();
    }

    private void copyWithoutArchive() throws IOException {
        copy(name -> !name.contains(".jsa"));
    }

    private void copy(Predicate<String> which, CopyOption... how) throws IOException {
        for (String part : List.of("bin", "lib")) {
            Files.createDirectories(copy.resolve(part));
            try (Stream<Path> files = Files.list(DIST.resolve(part))) {
                for (Path file :
                        files.filter(name -> which.test(name.toString())).toList()) {
                    Files.copy(file, copy.resolve(part).resolve(file.getFileName()), how);
                }
            }
        }
    }

    private Path awaitArchive() throws Exception {
        while (true) {
            try (Stream<Path> files = Files.list(folder.resolve("cache/bailiwick"))) {
                List<Path> made = files.toList();
                boolean busy = made.stream().anyMatch(file -> file.toString().endsWith(".lock"));
                List<Path> archives = made.stream()
                        .filter(file -> file.toString().endsWith(".jsa"))
                        .toList();
                if (!busy && archives.size() == 1 && complete(archives.get(0))) {
                    assertThat(made).as("nothing else is left").hasSize(3);
                    return archives.get(0);
                }
            }
            Thread.sleep(50);
        }
    }

    private static boolean complete(Path archive) throws IOException {
        Path note = archive.resolveSibling(archive.getFileName() + ".for");
        return Files.exists(note) && Files.readString(note).startsWith(Files.size(archive) + " ");
    }

    /** Our classes as Java tells of them, each with where it comes from. */
    private List<String> loaded(Path dist, String... arguments) throws Exception {
        return loaded(dist, "-Xshare:auto", List.of(arguments));
    }

    /** @param option one more for Java */
    private List<String> loaded(Path dist, String option, List<String> arguments) throws Exception {
        Path log = folder.resolve("classes.log");
        said(start(dist, option + " -Xlog:class+load:file=" + log, arguments.toArray(String[]::new)));
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" dev.bailiwick.") && !line.contains("$$"))
                    .toList();
        }
    }

    private Process start(Path dist, String... arguments) throws IOException {
        return start(dist, null, arguments);
    }

    private Process start(Path dist, @Nullable String options, String[] arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(dist.resolve("bin/bailiwick").toAbsolutePath().toString());
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        if (java != null) {
            builder.environment().put("BAILIWICK_JAVA", java);
        }
        if (options != null) {
            builder.environment().put("BAILIWICK_JAVA_OPTS", options);
        }
        return builder.start();
    }

    private static String said(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
