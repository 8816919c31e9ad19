package dev.bailiwick.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Other migrators, as package managers have them: dbmate from npm, Flyway from Maven's repository. */
final class Peers {
    private static final String DBMATE = "2.36.0";
    private static final String FLYWAY = "11.14.1";

    private final Testbed testbed;
    private final Path folder;

    Peers(Testbed testbed) {
        this.testbed = testbed;
        this.folder = testbed.folder().resolve("peers");
    }

    Command dbmate(Migrations migrations, String database) {
        testbed.folder("dbmate");
        for (int number : migrations.numbers()) {
            testbed.file("dbmate/" + migrations.name(number) + ".sql", migrations.text(number));
        }
        return new Command(
                testbed.folder(),
                Map.of(),
                List.of(
                        dbmateProgram().toString(),
                        "--url",
                        testbed.url(database) + "?sslmode=disable",
                        "--no-dump-schema",
                        "--migrations-dir",
                        "dbmate",
                        "migrate"));
    }

    Command flyway(Migrations migrations, String database) {
        testbed.folder("flyway");
        for (int number : migrations.numbers()) {
            testbed.file("flyway/V%d__t.sql".formatted(number), migrations.up(number));
        }
        return new Command(
                testbed.folder(),
                Map.of(),
                List.of(
                        Jdk.running().program("java"),
                        "-cp",
                        flywayClasspath(),
                        "FlywayPeer",
                        "jdbc:postgresql://127.0.0.1:" + testbed.server().port() + "/" + database,
                        testbed.server().user(),
                        testbed.server().password(),
                        "filesystem:flyway",
                        migrations.schema()));
    }

    /** Whether a program is on the PATH. */
    static boolean has(String program) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private Path dbmateProgram() {
        PathMatcher native_ = FileSystems.getDefault().getPathMatcher("glob:**/@dbmate/*/bin/dbmate");
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            testbed.file(
                    "peers/package.json", "{\"private\": true, \"dependencies\": {\"dbmate\": \"" + DBMATE + "\"}}\n");
            new Command(folder, Map.of(), List.of("npm", "install", "--no-fund", "--no-audit")).run();
        }
        try (Stream<Path> files = Files.walk(folder.resolve("node_modules"))) {
            return files.filter(native_::matches).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String flywayClasspath() {
        Path lib = folder.resolve("flyway");
        if (!Files.isDirectory(lib)) {
            testbed.file("peers/pom.xml", """
                    <project>
                      <modelVersion>4.0.0</modelVersion>
                      <groupId>peers</groupId><artifactId>peers</artifactId><version>1</version>
                      <dependencies>
                        <dependency>
                          <groupId>org.flywaydb</groupId><artifactId>flyway-database-postgresql</artifactId>
                          <version>%s</version>
                        </dependency>
                        <dependency>
                          <groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.14</version>
                        </dependency>
                      </dependencies>
                    </project>
                    """.formatted(FLYWAY));
            new Command(
                            folder,
                            Map.of(),
                            List.of(
                                    "mvn",
                                    "-q",
                                    "-B",
                                    "-ntp",
                                    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
                                    "-DoutputDirectory=" + lib))
                    .run();
        }
        Path classes = folder.resolve("classes");
        if (!Files.isDirectory(classes)) {
            Path source = testbed.file("peers/FlywayPeer.java", """
                    public class FlywayPeer {
                        public static void main(String[] a) {
                            org.flywaydb.core.Flyway.configure()
                                    .dataSource(a[0], a[1], a[2]).locations(a[3]).schemas(a[4]).load().migrate();
                        }
                    }
                    """);
            new Command(
                            folder,
                            Map.of(),
                            List.of(
                                    Jdk.running().program("javac"),
                                    "-cp",
                                    lib + "/*",
                                    "-d",
                                    classes.toString(),
                                    source.toString()))
                    .run();
        }
        return classes + ":" + lib + "/*";
    }
}
