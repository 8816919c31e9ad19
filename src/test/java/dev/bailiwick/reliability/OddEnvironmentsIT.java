package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever language, time zone, encoding or home the machine has: the same output, history, checksums and files. */
@Timeout(120)
class OddEnvironmentsIT {
    private static final String THAI = "โครงการ ๑ ที่ดี";

    /** What the plain environment gave, once for all. */
    private static @Nullable String expected;

    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void project() throws IOException {
        folder = Files.createDirectories(temporary.resolve(THAI));
        Cli.in(folder)
                .migration(
                        "hr",
                        "20260101000001_งบ_II.sql",
                        "CREATE TABLE \"ตารางİıI\" (i int, t text DEFAULT 'ก ä 💊 ı');",
                        "DROP TABLE \"ตารางİıI\";")
                .migration(
                        "hr",
                        "20260101000002_title.sql",
                        "create table title (id int);\nDO $$ BEGIN RAISE NOTICE 'İıI ก %', 1234.5; END $$;",
                        "drop table title;")
                .file("sql/hr/domain.properties", "requires =\nlock_timeout = 5MS\n".replace("MS", "s"))
                .file("sql/hr/seeds/010_x.sql", "\\copy title FROM 'ข้อมูล ๑.csv'\n")
                .file("sql/hr/seeds/ข้อมูล ๑.csv", "1\n2\n");
    }

    @AfterAll
    static void forget() {
        expected = null;
    }

    /** What a short life with Bailiwick looks like: all that is said, the history, the files, the catalog. */
    private String life(Installed installed) throws IOException, InterruptedException {
        try (TestDatabase db = TestDatabase.empty()) {
            Installed there = installed.with("DATABASE_URL", db.url());
            List<List<String>> commands = List.of(
                    List.of("new", "hr", "create_i", "--kind", "entity"),
                    List.of("migrate", "hr", "--to", "20260101000002_title.sql"),
                    List.of("seed"),
                    List.of("status", "--dir", folder.toString()),
                    List.of("rollback", "hr", "--steps", "1"));
            List<String> life = new ArrayList<>();
            for (List<String> command : commands) {
                Cli.Result result = there.run(command.toArray(String[]::new));
                life.add(String.join(" ", command) + "\n" + result.transcript());
            }
            life.add(db.query(
                    "SELECT filename, batch, checksum, success, source FROM hr.schema_migrations ORDER BY id"));
            life.add(
                    db.query(
                            "SELECT action, filename, checksum, applied.at FROM hr.schema_migrations_log,"
                                    + " LATERAL (SELECT abs(extract(epoch FROM now() - logged_at)) < 3600 AS at) AS applied ORDER BY id"));
            life.add(db.query("SELECT relname FROM pg_class WHERE relnamespace = 'hr'::regnamespace ORDER BY 1"));
            life.add(db.query("SELECT abs(extract(epoch FROM now() - applied_at)) < 3600 FROM hr.schema_migrations"));
            try (Stream<Path> files = Files.walk(folder.resolve("sql"))) {
                files.map(file -> folder.relativize(file).toString()).sorted().forEach(life::add);
            }
            return String.join("\n", life)
                    .replace(db.name(), "<database>")
                    .replace(temporary.toString(), "")
                    .replaceAll(" +", " ")
                    .strip();
        }
    }

    static Stream<String> surroundings() {
        List<String> all = new ArrayList<>(List.of(
                "LC_ALL=tr_TR.UTF-8 BAILIWICK_JAVA_OPTS=-Duser.language=tr|-Duser.country=TR TZ=Asia/Kolkata HOME=",
                "LC_ALL=C BAILIWICK_JAVA_OPTS=-Duser.language=th|-Duser.country=TH|-Duser.variant=TH|-Dfile.encoding=ISO-8859-1"
                        + " TZ=Pacific/Kiritimati"));
        if (Proof.isLong()) {
            all.addAll(List.of(
                    "LC_ALL=POSIX BAILIWICK_JAVA_OPTS=-Duser.language=ar|-Duser.country=EG TZ=No/Where",
                    "LC_ALL= LANG= HOME=/proc/none TZ=<+1245>-12:45",
                    "LANG=th_TH.UTF-8 LC_ALL=",
                    "LC_ALL=nonsense",
                    "LC_CTYPE=POSIX LC_ALL=",
                    "LC_ALL=en_US.ISO-8859-1",
                    "BAILIWICK_JAVA_OPTS=-Duser.timezone=Asia/Kathmandu",
                    "BAILIWICK_JAVA_OPTS=-Duser.language=fa|-Duser.country=IR",
                    "BAILIWICK_JAVA_OPTS=-Duser.language=ja|-Duser.country=JP|-Duser.variant=JP",
                    "BAILIWICK_JAVA_OPTS=-Duser.language=de|-Duser.country=DE",
                    "BAILIWICK_JAVA_OPTS=-Duser.language=az",
                    "JAVA_TOOL_OPTIONS=-Duser.language=ar LC_ALL=",
                    "TZ=:/etc/passwd",
                    "PGTZ=Asia/Tokyo PGDATESTYLE=German PGCLIENTENCODING=LATIN1 PGOPTIONS=",
                    "HOME=/"));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("surroundings")
    void nothingIsDifferent(String variables) throws Exception {
        if (expected == null) {
            expected = life(Installed.in(folder));
            assertThat(expected)
                    .doesNotContain("[exit 1]", "[exit 2]", "[exit 4]", "[exit 6]")
                    .contains("İıI ก 1234.5");
            Files.deleteIfExists(folder.resolve("sql/hr/checksums.md5"));
            try (Stream<Path> made = Files.list(folder.resolve("sql/hr"))) {
                for (Path file : made.filter(path -> path.toString().contains("_create_i"))
                        .toList()) {
                    Files.delete(file);
                }
            }
        }
        Installed odd = Installed.in(folder);
        for (String variable : variables.split(" ")) {
            String[] pair = variable.split("=", 2);
            odd = odd.with(pair[0], pair[1].replace('|', ' '));
        }
        assertThat(life(odd).replaceAll("(?m)^! Picked up JAVA_TOOL_OPTIONS.*\n", ""))
                .isEqualTo(expected);
    }

    @Test
    void whatADriverOrAServerRefusesIsSaidInEnglish() throws Exception {
        try (TestDatabase db = TestDatabase.empty()) {
            for (String language : Proof.isLong() ? List.of("tr", "de", "ja") : List.of("tr")) {
                Cli.Result refused = Installed.in(folder)
                        .with("BAILIWICK_JAVA_OPTS", "-Duser.language=" + language)
                        .with("DATABASE_URL", db.url() + "?connect_timeout=5")
                        .run("connection", "--url", db.url().replaceAll("/[^/]*$", "/nowhere?sslmode=require"));
                assertThat(refused.exit()).as(refused.transcript()).isEqualTo(6);
                assertThat(refused.err())
                        .containsAnyOf("The server does not support SSL", "there is no database nowhere");
            }
        }
    }

    @Test
    void aProjectThatCanOnlyBeReadIsMigratedAllTheSame() throws Exception {
        Path home = Installed.home();
        boolean root = "root".equals(System.getProperty("user.name"));
        assumeTrue(!root || Files.isExecutable(Path.of("/usr/bin/setpriv")), "root may write everywhere");
        readOnly(folder, true);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (TestDatabase db = TestDatabase.empty()) {
            Installed there =
                    Installed.in(folder).with("DATABASE_URL", db.url()).with("HOME", "/nonexistent");
            for (String command : List.of("migrate", "status", "validate", "seal")) {
                List<String> words = new ArrayList<>();
                if (root) {
                    words.addAll(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
                }
                words.add(home.resolve("bin/bailiwick").toString());
                words.addAll(List.of(command.split(" ")));
                Cli.Result result = there.run(words);
                assumeTrue(!result.err().contains("Permission denied"), "nobody can't get to the distribution");
                if (command.equals("seal")) {
                    assertThat(result.exit()).as(result.transcript()).isEqualTo(3);
                    assertThat(result.err()).contains("cannot write sql/hr/checksums.md5: permission denied");
                } else {
                    assertThat(result.exit())
                            .as(command + "\n" + result.transcript())
                            .isZero();
                }
            }
        } finally {
            readOnly(folder, false);
        }
    }

    private static void readOnly(Path below, boolean only) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.toList()) {
                String mode =
                        Files.isDirectory(file) ? only ? "r-xr-xr-x" : "rwxr-xr-x" : only ? "r--r--r--" : "rw-r--r--";
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            }
        }
    }
}
