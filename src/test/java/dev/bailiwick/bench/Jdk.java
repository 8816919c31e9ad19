package dev.bailiwick.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A Java that is installed. */
record Jdk(Path home, String version) {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    static Jdk running() {
        return new Jdk(Path.of(System.getProperty("java.home")), System.getProperty("java.version"));
    }

    /** The running one where it is of that version, else the first of those in {@code /usr/lib/jvm}. */
    static Optional<Jdk> of(int feature) {
        return Stream.concat(Stream.of(running()), installed().stream())
                .filter(jdk -> jdk.feature() == feature)
                .findFirst();
    }

    private static List<Jdk> installed() {
        if (!Files.isDirectory(INSTALLED)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.sorted()
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .filter(home -> Files.isReadable(home.resolve("release")))
                    .map(home -> new Jdk(home, version(home)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(Path home) {
        Properties release = new Properties();
        try (var text = Files.newBufferedReader(home.resolve("release"))) {
            release.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return release.getProperty("JAVA_VERSION", "0").replace("\"", "");
    }

    int feature() {
        return Runtime.Version.parse(version).feature();
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}
