package dev.bailiwick.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ways down that lead back are told from those that don't, on a server that is gone afterwards. */
@Timeout(180)
class ProveIT {
    private static final String TABLE = "20260101000001_create_drugs.sql";
    private static final String NEXT = "20260101000002_next.sql";
    private static final String LAST = "20260101000003_last.sql";

    /** The programs are unpacked once. */
    private static final Path SHARED = Path.of("target", "test-scratch", ".bailiwick");

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() throws IOException {
        Files.createDirectories(SHARED);
        Files.createSymbolicLink(folder.resolve(".bailiwick"), SHARED.toAbsolutePath());
        cli = Cli.in(folder)
                .migration(
                        "inventory",
                        TABLE,
                        "CREATE TABLE drugs (id int PRIMARY KEY, code text, note text);",
                        "DROP TABLE drugs;");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        Files.delete(folder.resolve(".bailiwick"));
        try (Stream<Path> left = Files.list(SHARED)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("scratch-"));
        }
    }

    private Cli.Result proved(String up, String down) {
        return cli.migration("inventory", NEXT, up, down)
                .migration("inventory", LAST, "CREATE TABLE lots (id int);", "DROP TABLE lots;")
                .run("prove", "inventory");
    }

    @Test
    void theSampleIsProved() {
        Cli sample = Cli.in(Path.of(""));

        Cli.Result prove = sample.run("prove");

        assertThat(prove.err()).contains("not proved: that rows survive");
        assertThat(prove.out()).matches("PostgreSQL 18: \\d+ proved\n");
        assertThat(prove.exit()).isZero();
    }

    @Test
    void aForgottenGrantIsCaught() {
        Cli.Result prove = proved(
                "CREATE ROLE clerk; GRANT SELECT ON drugs TO clerk; CREATE INDEX drugs_code_idx ON drugs (code);",
                "DROP INDEX drugs_code_idx;");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.out()).contains("PostgreSQL 18: 2 proved, 1 failed the second time");
        assertThat(prove.err())
                .contains("sql/inventory/" + NEXT + " can't be applied again behind its own down section")
                .contains("role \"clerk\" already exists")
                .contains("no other database was touched")
                .contains("bailiwick prove inventory --from " + NEXT);
    }

    @Test
    void whatADownLeavesBehindIsShownAsADiff() {
        Cli.Result prove = proved(
                "GRANT SELECT ON drugs TO pg_monitor; COMMENT ON COLUMN drugs.code IS 'x';",
                "COMMENT ON COLUMN drugs.code IS NULL;");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.out()).contains("2 proved, 1 not led back by their down section");
        assertThat(prove.err())
                .contains("sql/inventory/" + NEXT + " (down) does not lead back to what was there before")
                .contains("table inventory.drugs")
                .contains("+ GRANT SELECT TO pg_monitor");
    }

    @Test
    void aDownThatTakesTooMuchIsCaughtAndTheNextFilesAreJudgedAlone() {
        Cli.Result prove = proved("CREATE INDEX IF NOT EXISTS drugs_code_idx ON drugs (code);", "DROP TABLE drugs;");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.out()).contains("2 proved, 1 failed the second time");
        assertThat(prove.err()).contains("relation \"drugs\" does not exist");
    }

    @Test
    void aSecondWayUpThatGoesOnFromWhatTheDownLeftIsNotAFindingOfItsOwn() {
        Cli.Result prove = proved(
                "CREATE TABLE IF NOT EXISTS forms (id int); ALTER TABLE drugs ADD form int;",
                "ALTER TABLE drugs DROP form; ALTER TABLE forms ADD extra int;");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.err())
                .contains("(down) does not lead back to what was there before", "table inventory.forms")
                .contains("+ COLUMN extra integer")
                .doesNotContain("the second time");
        assertThat(prove.out()).contains("2 proved, 1 not led back");
    }

    @Test
    void aSecondWayUpThatMakesSomethingElseFromTheSameStateIsCaught() {
        Cli.Result prove = proved(
                "DO $$ BEGIN EXECUTE format('CREATE TABLE inventory.forms_%s (id int)', 1 + (SELECT count(*) FROM drugs)); END"
                        + " $$; INSERT INTO drugs (id) SELECT 1 + count(*) FROM drugs;",
                "DO $$ BEGIN EXECUTE (SELECT 'DROP TABLE inventory.' || relname FROM pg_class WHERE relname LIKE 'forms%');"
                        + " END $$;");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.err())
                .contains(
                        "makes something else (+) the second time than the first time (-), though its down section led back")
                .contains("inventory.forms_2")
                .contains("mend the up section of sql/inventory/" + NEXT)
                .doesNotContain("does not lead back");
    }

    @Test
    void anotherOrderOfColumnsIsNoFaultOfWhatIsBuiltOnIt() {
        Cli.Result prove = proved(
                "ALTER TABLE drugs DROP code; CREATE VIEW all_drugs AS SELECT * FROM drugs;",
                "DROP VIEW all_drugs; ALTER TABLE drugs ADD code text;");

        assertThat(prove.exit()).isZero();

        prove = proved(
                "CREATE VIEW all_drugs AS SELECT * FROM drugs;",
                "DROP VIEW all_drugs; ALTER TABLE drugs DROP code; ALTER TABLE drugs ADD code text;");

        assertThat(prove.err())
                .contains("brings the columns of inventory.drugs back in another order")
                .doesNotContain("the second time");
        assertThat(prove.exit()).isZero();
        assertThat(prove.out()).contains("3 proved");
    }

    @Test
    void whatAnEarlierFilesWayBackLeftIsNoFaultOfALaterOne() {
        // The rows of the second file are there twice when the third is tried.
        cli.migration(
                        "inventory",
                        NEXT,
                        "INSERT INTO drugs SELECT coalesce(max(id), 0) + 1, 'a' FROM drugs;",
                        "SELECT 1;")
                .migration(
                        "inventory",
                        LAST,
                        "ALTER TABLE drugs ADD UNIQUE (code);",
                        "ALTER TABLE drugs DROP CONSTRAINT drugs_code_key;");

        Cli.Result prove = cli.run("prove", "inventory");

        assertThat(prove.out()).isEqualTo("PostgreSQL 18: 3 proved\n");
        assertThat(prove.exit()).isZero();
    }

    @Test
    void whatAFileLeavesIsSaidOnceOnDataToo() {
        cli.migration(
                        "inventory",
                        NEXT,
                        "CREATE TABLE forms (id int);",
                        "DROP TABLE forms; CREATE TABLE left_over (id int);")
                .migration("inventory", LAST, "CREATE TABLE lots (id int);", "DROP TABLE lots;");

        for (String[] words : new String[][] {{"prove", "inventory"}, {"prove", "inventory", "--data"}}) {
            Cli.Result prove = cli.run(words);
            assertThat(prove.exit()).isEqualTo(3);
            assertThat(prove.err())
                    .contains("sql/inventory/" + NEXT)
                    .doesNotContain("sql/inventory/" + TABLE + " (down)");
        }
    }

    @Test
    void aDownThatFailsIsShownWithItsLine() {
        Cli.Result prove = proved("CREATE TABLE forms (id int);", "DROP TABLE form;");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.out()).contains("2 proved, 1 failed on the way down");
        assertThat(prove.err())
                .contains("can't be taken back: its down section fails")
                .contains(NEXT + ":5:")
                .contains("table \"form\" does not exist");
    }

    @Test
    void anUpThatFailsStopsTheProof() {
        Cli.Result prove = proved("CREATE TABLE drugs (id int);", "");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.out()).contains("1 proved, 1 failed, 1 not reached");
        assertThat(prove.err()).contains("doesn't run on an empty database").contains("already exists");
    }

    @Test
    void irreversibleFilesAndTheOrderOfColumnsAreOnlyTold() {
        cli.file(
                "sql/inventory/" + NEXT,
                "-- migrate:up\nALTER TABLE drugs DROP code;\n-- migrate:down\nALTER TABLE drugs ADD code text;\n");
        cli.file("sql/inventory/" + LAST, "-- migrate:up\nSELECT 1;\n-- migrate:down irreversible\n");

        Cli.Result prove = cli.run("prove", "inventory");

        assertThat(prove.exit()).isZero();
        assertThat(prove.out()).contains("2 proved, 1 irreversible, as declared");
        assertThat(prove.err()).contains("brings the columns of inventory.drugs back in another order");
    }

    @Test
    void filesOutsideATransactionAreProvedToo() {
        cli.file("sql/inventory/" + NEXT, """
                -- migrate:up transaction:false
                CREATE INDEX CONCURRENTLY drugs_code_idx ON inventory.drugs (code);
                -- migrate:down transaction:false
                DROP INDEX CONCURRENTLY inventory.drugs_code_idx;
                """);

        assertThat(cli.run("prove", "inventory").out()).isEqualTo("PostgreSQL 18: 2 proved\n");
    }

    @Test
    void onlyTheNewestAreProvedWhereThatIsAsked() {
        cli.migration("inventory", NEXT, "CREATE TABLE forms (id int);", "");
        cli.migration("inventory", LAST, "CREATE TABLE lots (id int);", "DROP TABLE lots;");

        Cli.Result prove = cli.run("prove", "inventory", "--from", "20260101000003");

        assertThat(prove.exit()).isZero();
        assertThat(prove.out()).isEqualTo("PostgreSQL 18: 1 proved\n");
        assertThat(cli.run("prove", "inventory", "--from", "nosuch").exit()).isEqualTo(2);
    }

    @Test
    void waysDownRunOnTheRowsOfSeeds() {
        cli.migration(
                        "inventory",
                        NEXT,
                        "ALTER TABLE drugs ADD size int NOT NULL DEFAULT 1;",
                        "ALTER TABLE drugs ADD CHECK (id > 100); ALTER TABLE drugs DROP CONSTRAINT drugs_id_check, DROP size;")
                .file("sql/inventory/seeds/010_drugs.sql", "INSERT INTO inventory.drugs VALUES (1, 'a', 'b');\n");

        assertThat(cli.run("prove", "inventory").exit()).isZero();
        Cli.Result prove = cli.run("prove", "inventory", "--data");

        assertThat(prove.exit()).isEqualTo(3);
        assertThat(prove.out()).contains("1 failed on the way down, 1 not reached");
        assertThat(prove.err()).contains("check constraint \"drugs_id_check\"").contains("is violated by some row");
    }

    @Test
    void anotherVersionOfPostgresIsUsedWhereItIsInstalled() {
        assumeTrue(Files.isExecutable(Path.of("/usr/lib/postgresql/15/bin/postgres")));

        assertThat(cli.run("prove", "inventory", "--pg", "15,18").out())
                .isEqualTo("PostgreSQL 15: 1 proved\nPostgreSQL 18: 1 proved\n");
    }

    @Test
    void aVersionThatIsNotThereIsSaid() {
        Cli.Result prove = cli.run("prove", "inventory", "--pg", "99");

        assertThat(prove.exit()).isEqualTo(2);
        assertThat(prove.err())
                .contains("there is no PostgreSQL 99 on this machine")
                .contains("make postgres PG=99");
        assertThat(cli.run("prove", "--pg", "13").exit()).isEqualTo(2);
    }
}
