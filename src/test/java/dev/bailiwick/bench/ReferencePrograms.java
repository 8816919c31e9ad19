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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs that nobody can be faster than: psql, and a Java program with the driver alone. */
final class ReferencePrograms {
    private final Testbed testbed;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final List<String> start;

    ReferencePrograms(Testbed testbed) {
        this.testbed = testbed;
        this.start = archived();
    }

    /** The files' up sections, for who takes nothing else. */
    Path folder(Migrations migrations) {
        for (int number : migrations.numbers()) {
            testbed.file("up/" + migrations.name(number) + ".sql", migrations.up(number));
        }
        return testbed.folder().resolve("up");
    }

    /** One psql that runs each file in a transaction of its own, and writes a row for it there. */
    Command psqlEach(Migrations migrations, String url) {
        String script = migrations.numbers().stream()
                .map(migrations::name)
                .map(name ->
                        "BEGIN;\n\\i up/" + name + ".sql\nINSERT INTO bench.done VALUES ('" + name + "');\nCOMMIT;\n")
                .collect(Collectors.joining("", SETUP, ""));
        testbed.file("each.sql", script);
        return psql(url, "each.sql");
    }

    /** One psql that runs all in one transaction. */
    Command psqlTogether(Migrations migrations, String url) {
        String script = migrations.numbers().stream()
                .map(migrations::name)
                .map(name -> "\\i up/" + name + ".sql\nINSERT INTO bench.done VALUES ('" + name + "');\n")
                .collect(Collectors.joining("", "BEGIN;\n" + SETUP, "COMMIT;\n"));
        testbed.file("together.sql", script);
        return psql(url, "together.sql");
    }

    private static final String SETUP = "CREATE SCHEMA bench;\nCREATE TABLE bench.done (filename text PRIMARY KEY);\n";

    private Command psql(String url, String file) {
        return new Command(
                testbed.folder(), Map.of(), List.of("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", file));
    }

    /** A Java program that sends one message for each file. */
    Command messages(Migrations migrations, String database) {
        return floor(jdbc(database), folder(migrations).toString());
    }

    /** A Java program that logs in and asks one query. */
    Command bare(String database) {
        return floor(jdbc(database));
    }

    private String jdbc(String database) {
        return "jdbc:postgresql://127.0.0.1:" + testbed.server().port() + "/" + database + "?user="
                + testbed.server().user() + "&password=" + testbed.server().password() + "&preferQueryMode=simple";
    }

    private Command floor(String... arguments) {
        List<String> words = new ArrayList<>(start);
        words.addAll(List.of(arguments));
        return new Command(testbed.folder(), Map.of(), words);
    }

    /** With an archive of its classes, of the best kind that this JDK has. */
    private List<String> archived() {
        Path jar = jar();
        String classpath = jar + ":" + driver();
        List<String> flags = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classpath);
        Path archive = testbed.folder().resolve("floor.archive");
        boolean cache = Runtime.version().feature() >= 25;
        testbed.empty("bench_floor");
        testbed.execute("bench_floor", "CREATE SCHEMA bench; CREATE TABLE bench.schema_migrations (id int)");
        List<String> recording =
                new ArrayList<>(List.of(java, (cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive));
        recording.addAll(flags);
        recording.addAll(List.of(BareDriver.class.getName(), jdbc("bench_floor")));
        new Command(testbed.folder(), Map.of(), recording).run();
        List<String> words =
                new ArrayList<>(List.of(java, (cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive));
        words.addAll(flags);
        words.add(BareDriver.class.getName());
        return words;
    }

    private Path jar() {
        Path jar = testbed.folder().resolve("floor.jar");
        String entry = BareDriver.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Files.readAllBytes(Path.of("target/test-classes").resolve(entry)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
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
