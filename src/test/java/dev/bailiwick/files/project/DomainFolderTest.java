package dev.bailiwick.files.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.files.Disk;
import dev.bailiwick.files.read.FileContent;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.MigrationFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainFolderTest {
    @TempDir
    private Path folder;

    private Disk disk;

    @BeforeEach
    void disk() {
        disk = new Disk(folder).folders("sql/hr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20251205103000_create_enums.sql",
                "20251205_x.sql",
                "2025-12-05_x.sql",
                "1_x.sql",
                "001_x.sql",
                "000000000000000000000000000000001_x.sql",
                "001_a b.sql",
                "001_ตารางยา ที่หนึ่ง.sql",
                "001__.sql",
                "001_x.sql.sql",
                "001_it's \"quoted\" & $HOME;.sql",
                "001_\uD83D\uDE00.sql",
            })
    void acceptedNames(String name) {
        disk.files("sql/hr/" + name);
        assertThat(disk.names("hr")).containsExactly(name);
        assertThat(disk.read("hr").get(0).path()).isEqualTo(folder + "/sql/hr/" + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x.sql | its name does not begin with a version",
                "create_001.sql | its name does not begin with a version",
                "V1__x.sql | its name does not begin with a version",
                "_x.sql | its name does not begin with a version",
                "๑_x.sql | its name does not begin with a version",
                "001.sql | no _ stands behind its version 001",
                "001-x.sql | no _ stands behind its version 001",
                "1.2_x.sql | no _ stands behind its version 1",
                "2025-12_x.sql | no _ stands behind its version 2025",
                "2025-12-05-x.sql | no _ stands behind its version 2025-12-05",
                "001_.sql | nothing stands between its version and .sql",
                "001_ .sql | nothing stands between its version and .sql",
                ".001_x.sql | it is hidden, and a .sql file is never skipped in silence",
            })
    void anSqlFileOfAnotherNameIsNamedAndNotSkipped(String name, String why) {
        disk.files("sql/hr/" + name);
        assertThat(disk.refused("hr"))
                .containsExactly("sql/hr/" + name + " is no migration: " + why + " > rename it; accepted:"
                        + " 20251205103000_x.sql, 20251205_x.sql, 2025-12-05_x.sql, 001_x.sql");
    }

    @Test
    void theEndingIsWrittenInSmallLetters() {
        disk.files("sql/hr/001_x.SQL", "sql/hr/002_y z.Sql", "sql/hr/y.SQL");
        assertThat(disk.refused("hr"))
                .containsExactly(
                        "sql/hr/001_x.SQL is no migration: its name ends in .SQL, not in .sql > mv"
                                + " sql/hr/001_x.SQL sql/hr/001_x.sql",
                        "sql/hr/002_y z.Sql is no migration: its name ends in .Sql, not in .sql > mv 'sql/hr/002_y"
                                + " z.Sql' 'sql/hr/002_y z.sql'",
                        "sql/hr/y.SQL is no migration: its name ends in .SQL, not in .sql > rename it; accepted:"
                                + " 20251205103000_x.sql, 20251205_x.sql, 2025-12-05_x.sql, 001_x.sql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "001_x.sql~",
                "001_x.sql.orig",
                "001_x.sql.rej",
                "001_x.bak",
                "#001_x.sql#",
                "notes.txt",
                "README",
                "Makefile",
                "seeds",
                "001_x.sql ",
            })
    void whateverDoesNotBelongIsNamed(String name) {
        disk.files("sql/hr/" + name);
        assertThat(disk.refused("hr"))
                .containsExactly("sql/hr/" + name
                        + " is no migration and nothing else that belongs here > move or remove"
                        + " it: "
                        + ShellCommand.of("rm", folder + "/sql/hr/" + name).replace(folder + "/", "")
                        + " > a domain's folder holds migrations, seeds/, checksums.md5, domain.properties, README.md and"
                        + " hidden files");
    }

    @Test
    void whatMayLieBesideTheMigrations() {
        disk.files(
                "sql/hr/checksums.md5",
                "sql/hr/README.md",
                "sql/hr/.gitkeep",
                "sql/hr/.DS_Store",
                "sql/hr/.001_x.sql.swp",
                "sql/hr/._001_x.sql",
                "sql/hr/seeds/010_anything.sql",
                "sql/hr/seeds/more/x",
                "sql/hr/.idea/x.sql");
        disk.file("sql/hr/domain.properties", "").link("sql/hr/.#001_x.sql", "somebody@somewhere:4711");
        assertThat(disk.names("hr")).isEmpty();
    }

    @Test
    void otherFoldersDoNotBelong() {
        disk.folders("sql/hr/archive", "sql/hr/001_x.sql", "sql/hr/Seeds");
        assertThat(disk.refused("hr"))
                .containsExactly(
                        "sql/hr/001_x.sql is a folder, and no folder but seeds/ belongs in a domain > a domain of its own"
                                + " lies directly in sql/; else move or remove it",
                        "sql/hr/Seeds is a folder, and no folder but seeds/ belongs in a domain > a domain of its own"
                                + " lies directly in sql/; else move or remove it",
                        "sql/hr/archive is a folder, and no folder but seeds/ belongs in a domain > a domain of its own"
                                + " lies directly in sql/; else move or remove it");
    }

    @Test
    void filesComeInTheOrderOfTheirBytes() {
        List<String> names = new ArrayList<>(List.of(
                "0010_a.sql",
                "001_B.sql",
                "001_a.sql",
                "001_é.sql",
                "001_ยา.sql",
                "001_\uFF21.sql",
                "001_\uD83D\uDE00.sql",
                "2025-12-05_x.sql",
                "20251205_x.sql"));
        List<String> sorted = List.copyOf(names);
        Collections.shuffle(names, new Random(1));
        names.forEach(name -> disk.files("sql/hr/" + name));
        assertThat(disk.names("hr")).containsExactlyElementsOf(sorted);
    }

    @Test
    void namesThatDifferOnlyInCaseOrEncodingAreRefused() throws IOException {
        disk.files("sql/hr/001_x.sql", "sql/hr/001_X.sql", "sql/hr/002_\u00E9.sql", "sql/hr/002_e\u0301.sql");
        try (var list = Files.list(disk.path("sql/hr"))) {
            assumeTrue(list.count() == 4, "a disk that tells them apart");
        }
        assertThat(disk.refused("hr"))
                .containsExactly(
                        "sql/hr/001_X.sql and 001_x.sql differ only in upper and lower case: a checkout on macOS or"
                                + " Windows loses one of them > rename one of them",
                        "sql/hr/002_e\u0301.sql and 002_\u00E9.sql differ only in how their characters are encoded: a"
                                + " checkout on macOS or Windows loses one of them > rename one of them");
    }

    @Test
    void twoFilesMayHaveOneVersion() {
        disk.files("sql/hr/001_a.sql", "sql/hr/001_b.sql");
        assertThat(disk.names("hr")).hasSize(2);
    }

    @Test
    void invisibleCharactersInANameAreShown() {
        disk.files(
                "sql/hr/001_a\nb.sql", "sql/hr/002_a\u200Bb.sql", "sql/hr/003_a\u001Bb.sql", "sql/hr/004_a\u202Eb.sql");
        assertThat(disk.refused("hr"))
                .containsExactly(
                        "sql/hr/001_a\\nb.sql has invisible characters in its name > rename it; ls -b sql/hr shows it",
                        "sql/hr/002_a\\u200Bb.sql has invisible characters in its name > rename it; ls -b sql/hr shows"
                                + " it",
                        "sql/hr/003_a\\x1Bb.sql has invisible characters in its name > rename it; ls -b sql/hr shows it",
                        "sql/hr/004_a\\u202Eb.sql has invisible characters in its name > rename it; ls -b sql/hr shows"
                                + " it");
    }

    @Test
    void aNameThatIsNotUtf8IsShownInHex() throws Exception {
        String script = "cd \"$0\" && : > \"$(printf '001_caf\\351.sql')\"";
        int exit = new ProcessBuilder("sh", "-c", script, disk.path("sql/hr").toString())
                .start()
                .waitFor();
        assumeTrue(exit == 0, "a disk that takes such names");
        assertThat(disk.refused("hr"))
                .containsExactly(
                        "sql/hr/001_caf\\xE9.sql has a name that is not UTF-8 > rename it; ls -b sql/hr shows it");
    }

    @Test
    void linksLeadToFilesOfTheProjectOrNowhere() throws IOException {
        disk.file("p/lib/x.sql", "SELECT 1;")
                .files("outside.sql")
                .folders("p/sql/hr")
                .link("p/sql/hr/001_in.sql", "../../lib/x.sql");
        Project project = Project.at(disk.path("p"));
        assertThat(project.files(project.domain("hr")))
                .containsExactly(new MigrationFile(
                        "001_in.sql",
                        folder + "/p/sql/hr/001_in.sql",
                        "SELECT 1;",
                        new FileContent("SELECT 1;".getBytes(UTF_8)).checksum()));
        disk.link("p/sql/hr/002_out.sql", "../../../outside.sql")
                .link("p/sql/hr/003_gone.sql", "nowhere.sql")
                .link("p/sql/hr/004_round.sql", "004_round.sql")
                .link("p/sql/hr/005_folder.sql", "../../lib")
                .link("p/sql/hr/006_out.sql", "/etc/hosts");
        assertThat(new Disk(disk.path("p")).refused("hr"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("sql/hr/002_out.sql is a link that leaves the project > put the file itself"
                                        + " here"),
                        line -> assertThat(line)
                                .isEqualTo("sql/hr/003_gone.sql is a link that leads nowhere > ls -l"
                                        + " sql/hr/003_gone.sql"),
                        line -> assertThat(line).startsWith("cannot read sql/hr/004_round.sql: "),
                        line -> assertThat(line).startsWith("sql/hr/005_folder.sql is a folder"),
                        line -> assertThat(line)
                                .isEqualTo("sql/hr/006_out.sql is a link that leaves the project > put the file itself"
                                        + " here"));
        Files.delete(disk.path("p/sql/hr/006_out.sql"));
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsNotWaitedFor() throws Exception {
        int exit = new ProcessBuilder("mkfifo", disk.path("sql/hr/001_pipe.sql").toString())
                .start()
                .waitFor();
        assumeTrue(exit == 0);
        assertThat(disk.refused("hr"))
                .containsExactly("sql/hr/001_pipe.sql is no regular file > ls -l sql/hr/001_pipe.sql");
    }

    @Test
    void aFileThatMayNotBeReadIsSaid() throws IOException {
        disk.files("sql/hr/001_x.sql");
        Path file = disk.path("sql/hr/001_x.sql");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "not as root");
        assertThat(disk.refused("hr"))
                .containsExactly("cannot read sql/hr/001_x.sql: permission denied > ls -l sql/hr/001_x.sql > chmod u+r"
                        + " sql/hr/001_x.sql");
    }

    @Test
    void aFolderThatMayNotBeReadIsSaid() throws IOException {
        Path hr = disk.path("sql/hr");
        Files.setPosixFilePermissions(hr, PosixFilePermissions.fromString("--x------"));
        try {
            assumeFalse(Files.isReadable(hr), "not as root");
            assertThat(disk.refused("hr"))
                    .containsExactly("cannot read sql/hr: permission denied > ls -ld sql/hr > chmod u+rx sql/hr");
        } finally {
            Files.setPosixFilePermissions(hr, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFileThatNoHistoryCouldKeepIsRefusedUnread() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(disk.path("sql/hr/001_x.sql").toFile(), "rw")) {
            file.setLength((1L << 30) + 1);
        }
        assertThat(disk.refused("hr"))
                .containsExactly(
                        "sql/hr/001_x.sql is larger than 1 GB, and no field of PostgreSQL holds that > load the"
                                + " data another way, or cut the file");
    }

    @Test
    void anEmptyFileIsLeftToTheParser() {
        disk.file("sql/hr/001_x.sql", "");
        assertThat(disk.read("hr"))
                .containsExactly(new MigrationFile(
                        "001_x.sql", folder + "/sql/hr/001_x.sql", "", "d41d8cd98f00b204e9800998ecf8427e"));
    }

    @Test
    void theTextIsWhatTheFileSaysWithoutItsMark() {
        disk.file("sql/hr/001_x.sql", "\uFEFFSELECT 'ยา';\r\n\r\n");
        MigrationFile file = disk.read("hr").get(0);
        assertThat(file.text()).hasToString("SELECT 'ยา';\r\n\r\n");
        assertThat(file.checksum()).isEqualTo(new FileContent("SELECT 'ยา';\n\n".getBytes(UTF_8)).checksum());
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceInByteOrder() {
        disk.files("sql/hr/x.sql", "sql/hr/001_ok.sql", "sql/hr/notes.txt").folders("sql/hr/old");
        disk.file("sql/hr/002_bytes.sql", (byte) 0xE9);
        assertThat(disk.refused("hr"))
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).contains("002_bytes.sql is not UTF-8"),
                        line -> assertThat(line).contains("notes.txt"),
                        line -> assertThat(line).contains("old is a folder"),
                        line -> assertThat(line).contains("x.sql is no migration"));
    }

    @Test
    void thousandsOfFilesAreReadQuickly() {
        byte[] text = new byte[2000];
        Arrays.fill(text, (byte) ' ');
        for (int i = 0; i < 10_000; i++) {
            disk.file("sql/hr/%06d_x.sql".formatted(i), text);
        }
        long start = System.nanoTime();
        assertThat(disk.read("hr")).hasSize(10_000);
        assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
    }
}
