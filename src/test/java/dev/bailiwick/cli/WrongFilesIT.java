package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wrong folder, a wrong name and a wrong file get; none of them makes anything in the DATABASE. */
class WrongFilesIT {
    private static final String FINE = "-- migrate:up\nSELECT 1;\n\n-- migrate:down\nSELECT 1;\n";
    private static final String LAST = "20251205000009_last.sql";

    @TempDir
    Path folder;

    private static final TestDatabase DATABASE = TestDatabase.empty();

    private Cli cli = Cli.in(Path.of(""));

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(DATABASE);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @AfterEach
    void nothingWasRun() {
        assertThat(DATABASE.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1"))
                .isEqualTo("information_schema\npublic");
        assertThat(DATABASE.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    private Said run(String... arguments) {
        return Said.of(cli.run(arguments));
    }

    private Said migrate() {
        return run("migrate");
    }

    /** A file in inventory, and a good one behind it that must not run either. */
    private WrongFilesIT inventory(String name, String content) {
        return inventory(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private WrongFilesIT inventory(String name, byte[] content) {
        cli.file("sql/inventory/" + name, content);
        cli.file("sql/inventory/" + LAST, FINE);
        return this;
    }

    // ---- folders

    @Test
    void aFolderWithoutSqlSaysHowToBegin() {
        migrate().fails(2, "there is no folder sql in ", "bailiwick domain public");
        run("validate").fails(2, "there is no folder sql in ");
        run("status", "--json").fails(2, "there is no folder sql in ");
    }

    @Test
    void theFolderAboveIsFound() throws IOException {
        cli.file("sql/inventory/001_a.sql", FINE);
        Files.createDirectories(folder.resolve("a/b"));
        run("status", "--dir", "a/b").fails(2, "there is no folder sql in ", "bailiwick --dir a/b/../.. …");
        run("status", "--dir", "nowhere").fails(2, "nowhere does not exist", "--dir takes the folder that holds sql/");
        run("status", "--dir", "sql/inventory/001_a.sql").fails(2, "001_a.sql is not a folder");
    }

    @Test
    void sqlThatIsAFileIsNoFolder() {
        cli.file("sql", "SELECT 1;");
        migrate().fails(2, "sql is not a folder: the domains live in it");
    }

    @Test
    void sqlWithoutDomainsSaysWhatToType() throws IOException {
        Files.createDirectories(folder.resolve("sql"));
        for (String command : List.of("migrate", "status", "validate")) {
            run(command).fails(2, "sql has no domains", "bailiwick domain public");
        }
        run("validate", "--offline").fails(2, "sql has no domains");
        run("rollback", "inventory").fails(2, "there is no domain inventory", "sql has no folders yet");
    }

    @Test
    void aDomainWithoutFilesIsNothingToDo() throws IOException {
        Files.createDirectories(folder.resolve("sql/inventory"));
        migrate().succeeds("nothing to do");
        run("rollback", "inventory").succeeds("nothing to roll back");
        run("rollback", "inventory", "--all").succeeds("nothing to roll back");
        run("redo", "inventory").succeeds("nothing");
        run("status").succeeds("inventory");
        run("validate").succeeds("there are no migrations");
    }

    @Test
    void anUnknownDomainGetsTheNearest() {
        cli.file("sql/inventory/" + LAST, FINE).file("sql/public/" + LAST, FINE);
        for (List<String> call : List.of(
                List.of("migrate", "inventroy"),
                List.of("rollback", "inventroy"),
                List.of("redo", "inventroy"),
                List.of("status", "inventroy"),
                List.of("validate", "--offline", "inventroy"),
                List.of("mark", "inventroy", LAST, "--applied"),
                List.of("repair", "inventroy"))) {
            run(call.toArray(String[]::new))
                    .fails(2, "there is no domain inventroy", "did you mean inventory?", "domains: inventory, public");
        }
        run("migrate", "zzz")
                .fails(2, "there is no domain zzz", "bailiwick domain zzz")
                .neverSays("did you mean");
        run("migrate", "Inventory").fails(2, "there is no domain Inventory", "did you mean inventory?");
        run("migrate", "").fails(2, "the name of the domain is empty");
        run("migrate", "inventory", "nope").fails(2, "there is no domain nope");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sales-EU | small letters a-z, digits and _ | mv sql/Sales-EU sql/sales_eu",
                "pg_x | PostgreSQL keeps names that begin with pg_ to itself | mv sql/pg_x sql/x",
                "user | user is a key word of SQL | mv sql/user sql/user_",
                "1st | begins with no digit | mv sql/1st sql/_1st",
                "information_schema | PostgreSQL has a schema of that name | mv",
                "my domain | small letters a-z | mv 'sql/my domain' sql/my_domain",
                "a23456789b123456789c123456789d123456789e123456789f123456789g1234 | at most 63 bytes, this one has 64"
                        + " | mv",
            })
    void aFolderThatNamesNoSchemaIsRefused(String name, String why, String mend) {
        cli.file("sql/" + name + "/" + LAST, FINE).file("sql/public/" + LAST, FINE);
        migrate().fails(2, "sql/" + name + " can't be a domain: ", why, mend);
        run("migrate", "public").fails(2, "can't be a domain");
        run("status").fails(2, "can't be a domain");
    }

    @Test
    void theLongestNameIsADomain() throws IOException {
        String name = "a".repeat(63);
        Files.createDirectories(folder.resolve("sql").resolve(name));
        migrate().succeeds("nothing to do");
    }

    @Test
    void aSqlFileInNoDomainIsNamed() {
        cli.file("sql/001_lost.sql", FINE).file("sql/public/" + LAST, FINE);
        migrate().fails(2, "sql/001_lost.sql lies in no domain and would never run", "mv sql/001_lost.sql sql/public/");
    }

    // ---- names

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create_drugs.sql | its name does not begin with a version",
                "20251205000001.sql | no _ stands behind its version 20251205000001",
                "20251205000001_.sql | nothing stands between its version and .sql",
                "20251205000001-drugs.sql | no _ stands behind its version",
                "20251205000001_drugs.SQL | its name ends in .SQL",
                "20251205000001_drugs.sql.bak | nothing else that belongs here",
                "20251205000001_drugs.txt | nothing else that belongs here",
                ".20251205000001_drugs.sql | it is hidden",
                "notes.md | nothing else that belongs here",
            })
    void aStrayFileIsNamed(String name, String why) {
        inventory(name, FINE);
        migrate().fails(3, "sql/inventory/" + name + " is no migration", why, "nothing was run");
        run("validate", "--offline").fails(3, "sql/inventory/" + name + " is no migration");
        run("status").fails(3, "sql/inventory/" + name + " is no migration");
    }

    @Test
    void allStraysOfAllDomainsAreNamedAtOnce() {
        inventory("a.sql", FINE).inventory("b.txt", "x");
        cli.file("sql/public/c.sql", FINE);
        migrate().fails(3, "sql/inventory/a.sql", "sql/inventory/b.txt", "sql/public/c.sql");
        run("status").fails(3, "sql/inventory/a.sql", "sql/inventory/b.txt", "sql/public/c.sql");
        run("validate", "--offline").fails(3, "sql/inventory/a.sql", "sql/inventory/b.txt", "sql/public/c.sql");
    }

    @Test
    void aFolderInADomainIsNamed() {
        inventory("old/20251205000001_a.sql", FINE).inventory("20251205000002_b.sql/x", FINE);
        migrate()
                .fails(
                        3,
                        "sql/inventory/old is a folder, and no folder but seeds/ belongs in a domain",
                        "sql/inventory/20251205000002_b.sql is a folder");
    }

    @Test
    void twoNamesThatDifferInCaseAreNamed() {
        inventory("20251205000001_Drugs.sql", FINE).inventory("20251205000001_drugs.sql", FINE);
        assumeTrue(Files.exists(folder.resolve("sql/inventory/20251205000001_Drugs.sql")));
        migrate()
                .fails(
                        3,
                        "sql/inventory/20251205000001_Drugs.sql and 20251205000001_drugs.sql differ only in upper and lower"
                                + " case",
                        "rename one of them");
    }

    @Test
    void aLongNameIsFine() {
        String name = "20251205000001_" + "a".repeat(220) + ".sql";
        cli.file("sql/inventory/" + name, FINE);
        Said.of(cli.run("migrate")).succeeds(name);
        assertThat(DATABASE.query("SELECT filename FROM inventory.schema_migrations"))
                .isEqualTo(name);
        Said.of(cli.run("status")).succeeds(name);
        Said.of(cli.run("rollback", "inventory")).succeeds(name);
        DATABASE.execute("DROP SCHEMA inventory CASCADE");
    }

    // ---- content

    @Test
    void anUnreadableFileIsNamed() throws Exception {
        inventory("20251205000001_a.sql", FINE);
        Path file = folder.resolve("sql/inventory/20251205000001_a.sql");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Said said = Files.isReadable(file) ? withoutPrivileges("validate", "--offline") : migrate();
        said.fails(3, "cannot read sql/inventory/20251205000001_a.sql: permission denied", "chmod u+r");
    }

    @Test
    void anUnreadableFolderIsNamed() throws Exception {
        inventory("20251205000001_a.sql", FINE);
        Path domain = folder.resolve("sql/inventory");
        Files.setPosixFilePermissions(domain, PosixFilePermissions.fromString("---------"));
        try {
            Said said = Files.isReadable(domain) ? withoutPrivileges("validate", "--offline") : migrate();
            assertThat(said.exit()).as(said.text()).isIn(2, 3);
            assertThat(said.text())
                    .contains("cannot read sql/inventory: permission denied", "chmod u+rx")
                    .doesNotContain("domain.properties");
        } finally {
            Files.setPosixFilePermissions(domain, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Root may read everything: in a user namespace of its own it may not (user_namespaces(7)). */
    private Said withoutPrivileges(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "-U"));
        assumeTrue(works("unshare", "-U", "true"), "root, and no user namespaces here");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("DATABASE_URL");
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Said.of(new Cli.Result(process.waitFor(), out, ""));
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void bytesThatAreNoUtf8AreNamedWithTheirOffset() {
        byte[] latin = "-- migrate:up\nSELECT 'café';\n".getBytes(Charset.forName("ISO-8859-1"));
        inventory("20251205000001_a.sql", latin);
        migrate()
                .fails(
                        3,
                        "sql/inventory/20251205000001_a.sql is not UTF-8: byte 0xE9 at offset 25",
                        "sql/inventory/20251205000001_a.sql:2:12",
                        "iconv -f CP1252 -t UTF-8");
    }

    @Test
    void utf16IsNamed() {
        inventory("20251205000001_a.sql", ("\uFEFF" + FINE).getBytes(StandardCharsets.UTF_16LE))
                .inventory("20251205000002_b.sql", FINE.getBytes(StandardCharsets.UTF_16LE));
        migrate()
                .fails(
                        3,
                        "sql/inventory/20251205000001_a.sql is UTF-16, by its first bytes FF FE",
                        "iconv -f UTF-16 -t UTF-8 sql/inventory/20251205000001_a.sql",
                        "sql/inventory/20251205000002_b.sql holds a NUL byte (0x00) at offset 1",
                        "iconv -f UTF-16LE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the file is empty",
                "'   ' | the file is empty",
                "'-- only a comment' | the file has no marker",
                "'SELECT 1;' | the file has no marker",
                "'-- migrate:dwon/SELECT 1;' | write -- migrate:down",
                "'-- migrate:up/SELECT 1;/-- migrate:dwon' | -- migrate:down",
                "'--migrate up/SELECT 1;' | -- migrate:up",
                "'-- migrate:up transactoin:false/SELECT 1;' | transaction",
                "'-- migrate:up transaction:no/SELECT 1;' | transaction",
                "'-- migrate:up lock_timeout:5parsecs/SELECT 1;' | lock_timeout",
                "'-- migrate:down/SELECT 1;/-- migrate:up/SELECT 1;' | up",
                "'-- migrate:up/SELECT 1;/-- migrate:up/SELECT 1;' | up",
                "'SELECT 0;/-- migrate:up/SELECT 1;' | before",
                "'-- migrate:up/SELECT ''x;' | string",
                "'-- migrate:up/SELECT $a$ x;' | $a$",
                "'-- migrate:up//* x' | comment",
                "'-- migrate:up/COMMIT;/SELECT 1;' | COMMIT",
                "'-- migrate:up/\\i other.sql' | \\i",
            })
    void aFileThatIsNoMigrationIsNamedWithItsLine(String content, String what) {
        inventory("20251205000001_a.sql", content.replaceAll("/(?!\\*)", "\n"));
        run("validate", "--offline").fails(3, "sql/inventory/20251205000001_a.sql:");
        migrate()
                .fails(3, "sql/inventory/20251205000001_a.sql:", "nothing was run")
                .saysInAnyCase(what);
    }

    @Test
    void everythingWrongInAllFilesIsSaidAtOnce() {
        inventory("20251205000001_a.sql", "SELECT 1;\n").inventory("20251205000002_b.sql", "-- migrate:dwon\n");
        cli.file("sql/public/20251205000001_c.sql", "");
        migrate().fails(3, "20251205000001_a.sql", "20251205000002_b.sql", "sql/public/20251205000001_c.sql");
    }

    // ---- domain.properties

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "requirse=public | unknown key requirse | did you mean requires?",
                "colour=red | unknown key colour | keys: schema, table, requires",
                "schema | this one has no = | a comment begins with #",
                "schema= | schema has no value | domain.properties:1:8",
                "schema=Sales-EU | schema can't be Sales-EU | domain.properties:1:8",
                "table=pg catalog | table can't be pg catalog | domain.properties:1:7",
                "lock_timeout=5parsecs | lock_timeout can't be 5parsecs | lock_timeout=5s",
                "requires=pulbic | requires pulbic, which is no domain | did you mean public?",
                "requires=public,,ref | requires can't be public,,ref | one comma",
            })
    void aWrongLineInDomainPropertiesIsNamed(String line, String what, String mend) {
        inventory("domain.properties", line + "\n");
        cli.file("sql/public/" + LAST, FINE);
        migrate().fails(2, "sql/inventory/domain.properties", what, mend);
        run("migrate", "public").fails(2, "sql/inventory/domain.properties", what);
        run("validate", "--offline").fails(2, "sql/inventory/domain.properties", what);
    }

    @Test
    void aCircleIsShown() {
        cli.file("sql/self/domain.properties", "requires=self\n");
        migrate().fails(2, "domains require each other in a circle: self → self", "take one of them out of requires=");
        cli.file("sql/self/domain.properties", "requires=\n");
        cli.file("sql/a/domain.properties", "requires=b\n")
                .file("sql/b/domain.properties", "requires=c\n")
                .file("sql/c/domain.properties", "requires=a\n");
        for (String command : List.of("migrate", "status", "validate")) {
            run(command).fails(2, "domains require each other in a circle: a → b → c → a");
        }
    }

    @Test
    void theFilesAreNeverChanged() throws IOException {
        inventory("20251205000001_a.sql", "-- migrate:dwon\n").inventory("b.txt", "x");
        List<String> before = listing();
        migrate().fails(3);
        run("validate").fails(3);
        assertThat(listing()).isEqualTo(before);
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.startsWith(folder.resolve(".bailiwick")))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }
}
