package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and history that don't agree: each command names it, shows it, and runs nothing. */
class WrongStatesIT {
    private static final TestDatabase DATABASE = TestDatabase.empty();
    private static final String A = "20251205000001_a.sql";
    private static final String B = "20251205000002_b.sql";
    private static final String C = "20251205000003_c.sql";
    private static final String D = "20251205000004_d.sql";

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of(""));

    /** A and C are applied. */
    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(DATABASE);
        table(A, "a").table(C, "c");
        line("migrate").succeeds(A, C);
    }

    private WrongStatesIT table(String file, String name) {
        cli.migration("inventory", file, "CREATE TABLE " + name + " (x int);", "DROP TABLE " + name + ";");
        return this;
    }

    private void edit(String file, String from, String to) {
        Path path = folder.resolve("sql/inventory").resolve(file);
        try {
            String text = Files.readString(path);
            assertThat(text).contains(from);
            Files.writeString(path, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String file) {
        try {
            Files.delete(folder.resolve("sql/inventory").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void clean() {
        DATABASE.execute("DROP SCHEMA inventory CASCADE");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private Said line(String arguments) {
        return Said.of(cli.run(arguments.split(" ")));
    }

    private String tables() {
        return DATABASE.query("SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relkind = 'r'"
                + " AND relname !~ '^schema_' AND relnamespace = 'inventory'::regnamespace");
    }

    private String history() {
        return DATABASE.query("SELECT string_agg(filename || CASE WHEN success THEN '' ELSE '!' END, ' ' ORDER BY id)"
                + " FROM inventory.schema_migrations");
    }

    // ---- edited

    @Test
    void oneEditedCharacterIsNamedAndShown() {
        edit(A, "x int", "y int");
        table(D, "d");
        line("migrate")
                .fails(
                        3,
                        "sql/inventory/" + A + " was edited after it was applied",
                        "-CREATE TABLE a (x int);",
                        "+CREATE TABLE a (y int);",
                        "take the edit back (the text that was applied is in column source of inventory.schema_migrations)",
                        "bailiwick repair inventory " + A,
                        "nothing was run in inventory");
        line("status").succeeds("edited", A, "-CREATE TABLE a (x int);", "+CREATE TABLE a (y int);");
        line("validate").fails(3, A, "was edited", "-CREATE TABLE a (x int);", "+CREATE TABLE a (y int);");
        line("status --json").succeeds("\"edited\"", "-CREATE TABLE a (x int);");
        line("validate --offline").succeeds();
        assertThat(tables()).isEqualTo("a,c");
    }

    @Test
    void lineEndsAndAByteOrderMarkAreNoEdit() throws IOException {
        Path path = folder.resolve("sql/inventory").resolve(A);
        Files.writeString(path, "\uFEFF" + Files.readString(path).replace("\n", "\r\n"));
        line("migrate").succeeds("nothing to do");
        line("validate").succeeds();
    }

    @Test
    void repairShowsTheChangeFirstAndThenAcceptsIt() {
        edit(A, "x int", "y int");
        line("repair inventory").fails(3, A, "-CREATE TABLE a (x int);", "--yes", "nothing was changed");
        line("validate").fails(3, A);
        line("repair inventory --dry-run").succeeds(A);
        line("validate").fails(3, A);
        line("repair inventory " + A + " --yes --reason agreed").succeeds(A, "repaired");
        line("validate").succeeds();
        line("repair inventory --yes").succeeds("nothing to do");
        assertThat(DATABASE.query("SELECT message FROM inventory.schema_migrations_log WHERE action = 'repair'"))
                .contains("agreed");
    }

    @Test
    void repairAsksAlsoWhereTheHistoryKeepsNoText() {
        edit(A, "x int", "y int");
        DATABASE.execute("UPDATE inventory.schema_migrations SET source = NULL");
        line("repair inventory").fails(3, A, "--yes", "nothing was changed");
        line("validate").fails(3, A);
    }

    // ---- missing, out of order, several

    @Test
    void aMissingFileIsNamed() {
        delete(A);
        line("migrate")
                .fails(
                        3,
                        "sql/inventory/" + A + " is applied, and the file is missing",
                        "bring the file back (its text is in column source of inventory.schema_migrations)",
                        "bailiwick mark inventory " + A + " --pending");
        line("status").succeeds("missing", A);
        line("validate").fails(3, A);
    }

    @Test
    void aFileOutOfOrderIsNamedAndLetThroughWhenAsked() {
        table(B, "b").table(D, "d");
        line("migrate")
                .fails(
                        3,
                        "sql/inventory/" + B + " is out of order: it sorts before " + C + ", which is applied",
                        "bailiwick migrate inventory --allow-out-of-order");
        line("status").succeeds("out of order", B);
        line("validate").fails(3, B);
        assertThat(tables()).isEqualTo("a,c");
        line("migrate --allow-out-of-order").succeeds(B, D);
        assertThat(history()).isEqualTo(A + " " + C + " " + B + " " + D);
        line("validate").succeeds();
        // Back in the order of the history, not of the names.
        line("rollback inventory --steps 2").succeeds(D, B);
        assertThat(tables()).isEqualTo("a,c");
    }

    @Test
    void everythingIsSaidInOneRefusal() {
        cli.file(
                "sql/inventory/" + D,
                "-- migrate:up transaction:false\nCREATE TABLE d ();\nCREATE TABLE d ();\n-- migrate:down\nDROP TABLE"
                        + " d;\n");
        line("migrate").fails(5, D, "1 of its 2 statements is done and stands");
        edit(A, "x int", "y int");
        delete(C);
        table(B, "b");
        line("migrate --allow-out-of-order")
                .fails(3, A + " was edited", C + " is applied, and the file is missing")
                .neverSays(B + " is out of order");
        line("migrate").fails(3, A + " was edited", B + " is out of order", C + " is applied", "3 errors");
        line("validate").fails(3, A, B, C, D);
        line("status").succeeds("edited", "out of order", "missing", "partial");
        assertThat(tables()).isEqualTo("a,c,d");
    }

    @Test
    void aHalfDoneFileIsSettledByAPerson() {
        cli.file(
                "sql/inventory/" + D,
                "-- migrate:up transaction:false\nCREATE TABLE d ();\nSELECT * FROM nosuch;\n-- migrate:down\nDROP TABLE"
                        + " d;\n");
        line("migrate")
                .fails(
                        5,
                        "sql/inventory/" + D + " stopped outside a transaction",
                        "relation \"nosuch\" does not exist",
                        "bailiwick mark inventory " + D + " --applied",
                        "bailiwick mark inventory " + D + " --pending");
        line("migrate").fails(5, D, "goes on with statement 2", "relation \"nosuch\" does not exist");
        line("rollback inventory").fails(3, D, "did not finish", "go on with it: bailiwick migrate inventory");
        assertThat(tables()).isEqualTo("a,c,d");
        line("mark inventory " + D + " --applied").succeeds(D);
        line("migrate").succeeds("nothing to do");
        line("mark inventory " + D + " --applied").fails(3, D + " is applied already");
        line("rollback inventory --steps 1").succeeds(D);
        assertThat(tables()).isEqualTo("a,c");
        line("mark inventory " + D + " --pending").fails(3, D + " is pending already");
    }

    // ---- rollback

    @Test
    void whatIsIrreversibleStays() {
        cli.file("sql/inventory/" + D, "-- migrate:up\nCREATE TABLE d ();\n-- migrate:down irreversible\n");
        line("migrate").succeeds(D);
        for (String how : new String[] {"", " --steps 2", " --all", " --to " + A}) {
            line("rollback inventory" + how)
                    .fails(3, D + " is declared irreversible", "bailiwick mark inventory " + D + " --pending");
        }
        line("redo inventory").fails(3, D + " is declared irreversible");
        assertThat(tables()).isEqualTo("a,c,d");
        line("mark inventory " + D + " --pending").succeeds(D);
        line("migrate").fails(4, "relation \"d\" already exists");
    }

    @Test
    void aFileWithoutADownSectionStays() {
        cli.file("sql/inventory/" + D, "-- migrate:up\nCREATE TABLE d ();\n");
        line("migrate").succeeds(D);
        line("rollback inventory").fails(3, D + " has no down section", "nothing was run");
        assertThat(tables()).isEqualTo("a,c,d");
    }

    @Test
    void aFileThatIsGoneGoesBackByTheHistory() {
        delete(C);
        line("rollback inventory --steps 1").succeeds(C + " is gone: its down section comes from the history");
        assertThat(tables()).isEqualTo("a");
    }

    @Test
    void aFileThatIsGoneWithoutItsTextStays() {
        delete(C);
        DATABASE.execute("UPDATE inventory.schema_migrations SET source = NULL");
        line("rollback inventory")
                .fails(3, C + " can't be rolled back: the file is gone and the history does not keep its text");
        assertThat(tables()).isEqualTo("a,c");
    }

    @Test
    void anEditedDownSectionIsTakenFromTheHistoryOrTheFile() {
        edit(C, "DROP TABLE c;", "ALTER TABLE c RENAME TO e;");
        line("rollback inventory --steps 1")
                .succeeds("the down section of sql/inventory/" + C + " was edited", "--use-files");
        assertThat(tables()).isEqualTo("a");
        line("migrate").succeeds(C);
        edit(C, "RENAME TO e", "RENAME TO f");
        line("rollback inventory --steps 1 --use-files").succeeds(C);
        assertThat(tables()).isEqualTo("a,f");
    }

    @Test
    void aDownThatFailsLeavesEverything() {
        DATABASE.execute("CREATE VIEW inventory.v AS SELECT * FROM inventory.c");
        line("rollback inventory --all")
                .fails(
                        4,
                        "sql/inventory/" + C + " (down) failed",
                        "2BP01",
                        "view v depends on table c",
                        "nothing was taken back: all 2 files are applied as before, they shared one transaction");
        assertThat(history()).isEqualTo(A + " " + C);
        assertThat(tables()).isEqualTo("a,c");
    }

    // ---- redo, failures

    @Test
    void redoTakesTheFileAsItIsNow() {
        edit(C, "x int", "y int");
        line("redo inventory").succeeds(C);
        assertThat(DATABASE.query("SELECT attname FROM pg_attribute WHERE attrelid = 'inventory.c'::regclass"
                        + " AND attnum > 0"))
                .isEqualTo("y");
        line("validate").succeeds();
    }

    @Test
    void aRedoThatFailsLeavesWhatWasThere() {
        edit(C, "x int", "x nosuch");
        line("redo inventory").fails(4, "sql/inventory/" + C + " failed", "type \"nosuch\" does not exist");
        assertThat(tables()).isEqualTo("a,c");
        edit(C, "x nosuch", "x int");
        line("validate").succeeds();
    }

    @Test
    void aFailedFileIsPendingAgainAndMayBeMended() {
        cli.migration("inventory", D, "CREATE TABLE d (x nosuch);", "DROP TABLE d;");
        line("migrate").fails(4, "sql/inventory/" + D + " failed", D + ":2:", "mend sql/inventory/" + D);
        assertThat(history()).isEqualTo(A + " " + C + " " + D + "!");
        line("status").succeeds("failed", "type \"nosuch\" does not exist");
        line("migrate").fails(4, D);
        edit(D, "nosuch", "int");
        line("validate").succeeds();
        line("migrate").succeeds(D);
        assertThat(history()).isEqualTo(A + " " + C + " " + D);
        assertThat(DATABASE.query("SELECT error_message FROM inventory.schema_migrations WHERE filename = '" + D + "'"))
                .isEmpty();
    }

    @Test
    void aFailedFileThatIsTakenAwayIsNoTrouble() {
        cli.migration("inventory", D, "CREATE TABLE d (x nosuch);", "DROP TABLE d;");
        line("migrate").fails(4, D);
        delete(D);
        line("migrate").succeeds("nothing to do");
        line("validate").succeeds();
    }

    @Test
    void markCountsAFileWithoutRunningIt() {
        table(D, "d");
        line("mark inventory " + D + " --applied --dry-run").succeeds(D);
        line("status --exit-code").fails(8, D);
        line("mark inventory " + D + " --applied --reason mended").succeeds(D);
        line("migrate").succeeds("nothing to do");
        assertThat(tables()).isEqualTo("a,c");
        assertThat(DATABASE.query("SELECT message FROM inventory.schema_migrations_log WHERE action = 'mark'"))
                .isEqualTo("applied: mended");
    }

    @Test
    void productionAsksBeforeARollbackOfAll() {
        cli.with("APP_ENV", "production");
        line("rollback inventory --all").fails(2, "APP_ENV is production", "--yes-really");
        assertThat(tables()).isEqualTo("a,c");
        line("rollback inventory --all --dry-run").succeeds(C);
        line("rollback inventory --all --yes-really").succeeds(C, A);
    }
}
