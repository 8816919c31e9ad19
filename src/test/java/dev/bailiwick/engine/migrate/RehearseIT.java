package dev.bailiwick.engine.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rehearsal runs everything, tells which locks it takes and what it does to whom, and leaves nothing behind. */
@Timeout(60)
class RehearseIT {
    private static final String FIRST = "20260101000001_first.sql";
    private static final String NEXT = "20260101000002_next.sql";

    private static final String UP = """
            CREATE TABLE drugs (id int PRIMARY KEY, code varchar(20), note text, form int);
            CREATE TABLE forms (id int PRIMARY KEY);
            CREATE INDEX drugs_code_idx ON drugs (code);
            CREATE SEQUENCE numbers;
            SELECT nextval('numbers');
            INSERT INTO forms SELECT generate_series(1, 10);
            INSERT INTO drugs SELECT i, 'c' || i, 'n', 1 + i % 10 FROM generate_series(1, 20000) AS i;
            """;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void migrated() {
        cli = Cli.in(folder).on(db).migration("inventory", FIRST, UP, "");
        assertThat(cli.run("migrate", "inventory").exit()).isZero();
        db.execute("ANALYZE");
    }

    /** What the guard would stop, or only tell. */
    @Test
    void whatAFileDoesBeyondItsDomainIsToldAsTheDomainHasIt() {
        db.execute("CREATE SCHEMA hr");

        Cli.Result stopped = rehearsed("CREATE TABLE hr.lots (id int)");
        cli.file("sql/inventory/domain.properties", "guard=warn\n");
        Cli.Result told = rehearsed("CREATE TABLE hr.lots (id int)");

        assertThat(stopped.exit()).isEqualTo(3);
        assertThat(stopped.said()).contains("creates table hr.lots");
        assertThat(told.exit()).isZero();
        assertThat(told.out() + told.err()).contains("creates table hr.lots");
        assertThat(db.query("SELECT to_regclass('hr.lots')")).isEmpty();
    }

    private Cli.Result rehearsed(String up) {
        return cli.migration("inventory", NEXT, up, "").run("rehearse", "inventory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "ALTER TABLE drugs ADD size int ! ACCESS EXCLUSIVE on table inventory.drugs (about 20 000 rows, ~",
                "ALTER TABLE drugs ADD size int ! keeps reads and writes waiting to the end of the file",
                "ALTER TABLE drugs ALTER id TYPE bigint ! writes anew all of table inventory.drugs",
                "ALTER TABLE drugs ALTER note SET NOT NULL ! scans table inventory.drugs: 20 000 rows read",
                "ALTER TABLE drugs ADD CHECK (id > 0) ! scans table inventory.drugs: 20 000 rows read",
                "CREATE INDEX ON drugs (form) ! SHARE on table inventory.drugs",
                "CREATE INDEX ON drugs (form) ! keeps writes waiting",
                "ALTER TABLE drugs ADD FOREIGN KEY (form) REFERENCES forms ! SHARE ROW EXCLUSIVE on table inventory.forms (about 10 rows",
                "ALTER TABLE drugs ALTER note SET STATISTICS 10 ! SHARE UPDATE EXCLUSIVE on table inventory.drugs",
                "LOCK TABLE drugs IN EXCLUSIVE MODE ! EXCLUSIVE on table inventory.drugs",
                "TRUNCATE drugs ! empties table inventory.drugs",
                "DROP TABLE drugs ! drops table inventory.drugs",
                "DROP INDEX drugs_code_idx ! drops index inventory.drugs_code_idx",
                "DELETE FROM drugs WHERE id <= 7 ! deletes 7 rows of table inventory.drugs",
                "UPDATE drugs SET note = 'x' WHERE id <= 3 ! updates 3 rows of table inventory.drugs",
                "INSERT INTO forms VALUES (11) ! inserts 1 row into table inventory.forms",
                "CREATE TABLE lots (id int) ! creates table inventory.lots",
                "COMMENT ON TABLE drugs IS 'x' ! changes table inventory.drugs",
                "SELECT nextval('numbers') ! sequences don't go back, and have moved: inventory.numbers",
                "DO $$ BEGIN EXECUTE 'ALTER TABLE inventory.drugs ADD z int'; END $$ ! ACCESS EXCLUSIVE on table inventory.drugs",
            })
    void whatItDoesToOthersIsTold(String up, String told) {
        String before = db.query("SELECT count(*) FROM inventory.drugs");

        Cli.Result rehearse = rehearsed(up + ";");

        assertThat(rehearse.exit()).isZero();
        assertThat(rehearse.out()).contains(told.replace("~", "")).contains("everything was rolled back");
        assertThat(db.query("SELECT count(*) FROM inventory.drugs")).isEqualTo(before);
        assertThat(db.query("SELECT count(*) FROM inventory.schema_migrations")).isEqualTo("1");
        assertThat(cli.run("drift", "inventory", "--exit-code").exit()).isZero();
    }

    @Test
    void theVerdictNamesWhatIsNotSafe() {
        Cli.Result rehearse = rehearsed("ALTER TABLE drugs ADD size int;\nALTER TABLE drugs ALTER id TYPE bigint;");

        assertThat(rehearse.out().lines().findFirst().orElse(""))
                .startsWith("Not safe to run on a busy system: sql/inventory/" + NEXT + ":2 keeps reads and writes of"
                        + " inventory.drugs waiting for ")
                .endsWith(", in which line 3 writes all of it anew");
        assertThat(cli.run("rehearse", "--exit-code").exit()).isEqualTo(3);
    }

    @Test
    void whatLintFindsIsSaidBesideIt() {
        assertThat(rehearsed("CREATE INDEX i ON inventory.drugs (note);").out())
                .contains(
                        "lint: line 2: CREATE INDEX keeps writers of inventory.drugs waiting [index-not-concurrently]");
    }

    @Test
    void theVerdictSaysSoWhenItIsSafe() {
        assertThat(rehearsed("CREATE TABLE lots (id int);").out())
                .startsWith(
                        "Safe to run on a busy system: no lock keeps readers or writers of existing tables waiting");
        assertThat(cli.run("rehearse", "--exit-code").exit()).isZero();
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rehearse").out()).startsWith("Nothing is pending that could be rehearsed");
    }

    @Test
    void filesBuildOnEachOtherAcrossDomains() {
        cli.migration("public", "20260101000001_users.sql", "CREATE TABLE public.users (id int PRIMARY KEY);", "")
                .migration("inventory", NEXT, "ALTER TABLE drugs ADD by int REFERENCES public.users;", "")
                .migration("inventory", "20260101000003_more.sql", "UPDATE drugs SET by = NULL WHERE id = 1;", "");

        Cli.Result rehearse = cli.run("rehearse");

        assertThat(rehearse.err()).isEmpty();
        assertThat(rehearse.exit()).isZero();
        assertThat(rehearse.out())
                .contains("creates table public.users")
                .contains("updates 1 row of table inventory.drugs");
        assertThat(db.query("SELECT count(*) FROM pg_class WHERE relname IN ('users', 'schema_migrations')"))
                .isEqualTo("1");
    }

    @Test
    void whatCantBeRehearsedIsListedAndNotRun() {
        cli.file(
                "sql/inventory/" + NEXT,
                "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY note_idx ON inventory.drugs (note);\n");

        assertThat(cli.run("rehearse").out())
                .contains("not rehearsed, as it runs outside a transaction: sql/inventory/" + NEXT);
        assertThat(db.query("SELECT count(*) FROM pg_class WHERE relname = 'note_idx'"))
                .isEqualTo("0");
    }

    @Test
    void aBusyTableIsNotWaitedForForLong() throws Exception {
        try (Connection other = db.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM inventory.drugs");

            Cli.Result rehearse = cli.migration("inventory", NEXT, "ALTER TABLE drugs ADD size int;", "")
                    .run("rehearse", "--lock-timeout", "200ms");

            assertThat(rehearse.exit()).isEqualTo(3);
            assertThat(rehearse.err())
                    .contains("did not get a lock in the rehearsal")
                    .contains("canceling statement due to lock timeout")
                    .contains("--lock-timeout 10s");
        }
    }

    @Test
    void whatFailsIsShownWithItsLineAndWhatWasSeenBefore() {
        Cli.Result rehearse = rehearsed("ALTER TABLE drugs ADD size int;\nSELECT 1 / 0;");

        assertThat(rehearse.exit()).isEqualTo(3);
        assertThat(rehearse.out()).contains("It would not run").contains("ACCESS EXCLUSIVE on table inventory.drugs");
        assertThat(rehearse.err())
                .contains(NEXT + ":3:")
                .contains("division by zero")
                .contains("nothing has changed");
    }

    @Test
    void theGuardIsRehearsedToo() {
        Cli.Result rehearse = rehearsed("CREATE TABLE public.stray (id int);\nCREATE TABLE lots (id int);");

        assertThat(rehearse.exit()).isEqualTo(3);
        assertThat(rehearse.err()).contains("creates table public.stray").contains("rehearsed, and rolled back");
        assertThat(rehearse.out()).contains("creates table inventory.lots");
    }

    @Test
    void deferredConstraintsAreCheckedAsAtTheEnd() {
        Cli.Result rehearse = rehearsed("CREATE TABLE lots (id int REFERENCES forms DEFERRABLE INITIALLY DEFERRED);\n"
                + "INSERT INTO lots VALUES (99);");

        assertThat(rehearse.exit()).isEqualTo(3);
        assertThat(rehearse.err()).contains("violates foreign key constraint");
    }

    @Test
    void anEditedFileIsRefusedAsByMigrate() {
        cli.migration("inventory", FIRST, UP + "SELECT 1;", "");

        Cli.Result rehearse = cli.run("rehearse");

        assertThat(rehearse.exit()).isEqualTo(3);
        assertThat(rehearse.err()).contains("was edited");
    }

    @Test
    void copyDataAreRehearsed() {
        assertThat(rehearsed("COPY forms FROM STDIN;\n20\n21\n\\.\n").out())
                .contains("inserts 2 rows into table inventory.forms");
    }
}
