package dev.bailiwick.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** {@link BareDriver} as a program, with an archive of its classes, of the best kind that its JDK has. */
final class DriverPrograms {
    static final String ONE_QUERY = "pgjdbc, one query";
    static final String DATABASE = "bench_driver";

    private final Testbed testbed;
    private final List<String> start;

    DriverPrograms(Testbed testbed, Jdk jdk) {
        this.testbed = testbed;
        this.start = archived(jdk);
    }

    /** Logs in and asks one query, of {@link #DATABASE} or of one that Bailiwick has migrated. */
    Command oneQuery(String database) {
        return program(jdbc(database));
    }

    /** Sends one message for each file. */
    Command messages(Path folder, String database) {
        return program(jdbc(database), folder.toString());
    }

    private String jdbc(String database) {
        return "jdbc:postgresql://127.0.0.1:" + testbed.server().port() + "/" + database + "?user="
                + testbed.server().user() + "&password=" + testbed.server().password() + "&preferQueryMode=simple";
    }

    private Command program(String... arguments) {
        List<String> words = new ArrayList<>(start);
        words.addAll(List.of(arguments));
        return new Command(testbed.folder(), Map.of(), words);
    }

    private List<String> archived(Jdk jdk) {
        boolean cache = jdk.feature() >= 25;
        Path archive = testbed.folder().resolve("driver-" + jdk.version() + ".archive");
        Path jar = jar(testbed.folder().resolve("driver-" + jdk.version() + ".jar"));
        List<String> flags =
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jar + ":" + driver(), mainClass());
        testbed.empty(DATABASE);
        testbed.execute(DATABASE, "CREATE SCHEMA bench; CREATE TABLE bench.schema_migrations (id int)");
        String record = (cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        List<String> recording = new ArrayList<>(List.of(jdk.program("java"), record));
        recording.addAll(flags);
        recording.add(jdbc(DATABASE));
        new Command(testbed.folder(), Map.of(), recording).run();
        String use = (cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
        List<String> words = new ArrayList<>(List.of(jdk.program("java"), use));
        words.addAll(flags);
        return words;
    }

    private static String mainClass() {
        return BareDriver.class.getName();
    }

    /** A class directory can't be archived. */
    private static Path jar(Path jar) {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            String entry = mainClass().replace('.', '/') + ".class";
            out.putNextEntry(new JarEntry(entry));
            out.write(Files.readAllBytes(Path.of("target/test-classes").resolve(entry)));
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path driver() {
        try (Stream<Path> libraries = Files.list(Path.of("target/bailiwick/lib"))) {
            return libraries
                    .filter(file -> file.getFileName().toString().startsWith("postgresql-"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
