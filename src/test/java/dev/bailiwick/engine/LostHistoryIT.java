package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tracking table or a row that is gone is never taken for "no history" while the database says otherwise. */
class LostHistoryIT {
    private static final String ROWS =
            "SELECT filename, batch, checksum, applied_at, applied_by, execution_time_ms, success, md5(source)"
                    + " FROM shop.schema_migrations ORDER BY id";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).file("sql/shop/domain.properties", "requires=\n");
        for (int i = 1; i <= 3; i++) {
            cli.migration(
                    "shop",
                    "00" + i + "_t.sql",
                    "CREATE TABLE IF NOT EXISTS shop.t" + i + " (n integer);\nINSERT INTO shop.t" + i + " VALUES (1);",
                    "DROP TABLE shop.t" + i + ";");
        }
        cli.file("sql/shop/seeds/010_s.sql", "INSERT INTO shop.t1 VALUES (7);\n");
        cli.succeeds("migrate", "--next");
        cli.succeeds("migrate");
    }

    /** Every command that reads a history. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("migrate"),
            List.of("migrate", "--dry-run"),
            List.of("status"),
            List.of("validate"),
            List.of("rollback", "shop", "--yes"),
            List.of("redo", "shop"),
            List.of("seed"),
            List.of("seed", "--dry-run"),
            List.of("setup"),
            List.of("reset", "shop", "--yes-really"),
            List.of("rehearse"),
            List.of("repair", "shop"),
            List.of("baseline", "shop", "--to", "003", "--yes"),
            List.of("drift"),
            List.of("drift", "--accept"),
            List.of("verify"));

    private void allRefuse(String said) {
        String before = db.query("SELECT count(*) FROM shop.t1");
        for (List<String> command : COMMANDS) {
            Cli.Result result = cli.run(command.toArray(String[]::new));
            assertThat(result.exit())
                    .as(command + "\n" + result.out() + result.err())
                    .isEqualTo(3);
            assertThat(result.said()).as(command.toString()).contains(said);
        }
        assertThat(db.query("SELECT count(*) FROM shop.t1")).isEqualTo(before);
    }

    @Test
    void ofAHalfDoneFileThatIsLostAPersonSaysHowItEnded() {
        cli.file("sql/shop/004_h.sql", "-- migrate:up transaction:false\nCREATE TABLE shop.h ();\nSELECT 1 / 0;\n");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        db.execute("TRUNCATE shop.schema_migrations");
        assertThat(cli.refused("migrate").err())
                .contains(
                        "its log says that 4 files are applied, or were begun outside a transaction",
                        "bailiwick repair shop --from-log",
                        "004_h.sql; where all of it is done: bailiwick mark shop 004_h.sql --applied");
        cli.succeeds("repair", "shop", "--from-log", "--yes");

        for (String command : new String[] {"migrate", "status"}) {
            assertThat(cli.refused(command).said())
                    .contains(
                            "shop.schema_migrations_log says that it was begun outside a transaction, and not how that ended",
                            "next: look at what stands of 004_h.sql; where all of it is done: bailiwick mark shop 004_h.sql"
                                    + " --applied",
                            "or bring the table back from a backup",
                            "bailiwick mark shop 004_h.sql --pending")
                    .doesNotContain("says that it is applied", "--from-log");
        }
        cli.succeeds("mark", "shop", "004_h.sql", "--applied");
        cli.succeeds("migrate");
    }

    @Test
    void aDroppedTableBesideItsLogIsRefusedByAllAndWrittenAgain() {
        String rows = db.query(ROWS);
        db.execute("DROP TABLE shop.schema_migrations");
        allRefuse("the tracking table shop.schema_migrations is gone, and its log is there");
        assertThat(cli.refused("mark", "shop", "001", "--applied").said()).contains("bailiwick repair shop --from-log");
        assertThat(cli.refused("migrate").said())
                .contains("says that 3 files are applied", "001_t.sql: applied", "bailiwick repair shop --from-log");

        assertThat(cli.succeeds("repair", "shop", "--from-log", "--dry-run").out())
                .contains("3 files of shop would count as applied again", "001_t.sql: applied", "batch 1", "batch 2");
        assertThat(db.query("SELECT to_regclass('shop.schema_migrations') IS NULL"))
                .isEqualTo("t");
        assertThat(cli.refused("repair", "shop", "--from-log").said()).contains("repair shop --from-log --yes");
        cli.succeeds("repair", "shop", "--from-log", "--yes");

        assertThat(withoutTimes(db.query(ROWS))).isEqualTo(withoutTimes(rows));
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'repair'"))
                .isEqualTo("3");
        assertThat(cli.succeeds("migrate").out()).contains("nothing to");
        assertThat(db.query("SELECT count(*) FROM shop.t1")).isEqualTo("1");
        assertThat(cli.succeeds("rollback", "shop", "--yes").out()).contains("003_t.sql", "002_t.sql");
        assertThat(cli.succeeds("migrate").out())
                .contains("002_t.sql", "003_t.sql")
                .doesNotContain("001_t.sql");
    }

    /** The row's and the log's moments are not the same to the microsecond. */
    private static String withoutTimes(String rows) {
        return rows.replaceAll("\\d{4}-\\d{2}-\\d{2} [0-9:.+]+", "<time>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUNCATE shop.schema_migrations", "DELETE FROM shop.schema_migrations"})
    void anEmptiedTableIsRefusedByAllAndWrittenAgain(String emptying) {
        String rows = db.query(ROWS);
        db.execute(emptying);
        allRefuse("shop.schema_migrations is empty, and its log says that 3 files are applied");
        cli.succeeds("repair", "shop", "--from-log", "--yes");
        assertThat(withoutTimes(db.query(ROWS))).isEqualTo(withoutTimes(rows));
        assertThat(cli.succeeds("status").out()).doesNotContain("pending:");
    }

    @Test
    void aLostRowIsNamedAndAPersonSaysWhatBecameOfItsFile() {
        db.execute("DELETE FROM shop.schema_migrations WHERE filename IN ('001_t.sql', '002_t.sql')");
        allRefuse("shop.schema_migrations has lost the rows of 001_t.sql, 002_t.sql");
        cli.succeeds("mark", "shop", "001_t.sql", "--pending", "--reason", "dropped by hand");
        assertThat(db.query("SELECT message FROM shop.schema_migrations_log ORDER BY id DESC LIMIT 1"))
                .isEqualTo("pending: dropped by hand");
        assertThat(cli.refused("migrate").said()).contains("has lost the row of 002_t.sql");
        cli.succeeds("repair", "shop", "--from-log", "--yes");
        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("002_t.sql 003_t.sql");
        cli.succeeds("migrate", "--allow-out-of-order");
        assertThat(db.query("SELECT count(*) FROM shop.t1")).isEqualTo("2");
    }

    @Test
    void aLostRowOfTheLastBatchIsNotPassedOverByRollbackThoughItsFileIsGone() throws IOException {
        Files.delete(folder.resolve("sql/shop/002_t.sql"));
        Files.delete(folder.resolve("sql/shop/003_t.sql"));
        db.execute("DELETE FROM shop.schema_migrations WHERE batch = 2");
        assertThat(cli.refused("rollback", "shop", "--yes").said())
                .contains("has lost the rows of 002_t.sql, 003_t.sql");
        assertThat(cli.succeeds("migrate").out()).contains("nothing to");
        cli.succeeds("mark", "shop", "003_t.sql", "--pending");
        cli.succeeds("repair", "shop", "--from-log", "--yes");
        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("001_t.sql 002_t.sql");
    }

    @Test
    void rowsThatThePersonsKnowOfAndTheLogDoesNotAreNoLoss() throws IOException {
        cli.migration("shop", "004_t.sql", "CREATE TABLE shop.t4 ();", "DROP TABLE shop.t4;");
        cli.migration("shop", "005_t.sql", "CREATE TABLE shop.t5 ();", "DROP TABLE shop.t5;");
        db.execute("INSERT INTO shop.schema_migrations (filename, checksum, execution_time_ms, success)"
                + " VALUES ('004_t.sql', 'MANUAL', 0, true)");
        cli.succeeds("migrate", "shop");
        cli.succeeds("rollback", "shop", "--yes");
        cli.succeeds("mark", "shop", "005", "--applied");
        cli.succeeds("mark", "shop", "005", "--pending");
        cli.succeeds("seed");
        cli.succeeds("migrate");
        cli.succeeds("validate");
        // 100 files put into one: the rows go with the files.
        Files.delete(folder.resolve("sql/shop/001_t.sql"));
        db.execute("DELETE FROM shop.schema_migrations WHERE filename = '001_t.sql'");
        cli.migration("shop", "006_t.sql", "CREATE TABLE shop.t6 ();", "DROP TABLE shop.t6;");
        cli.succeeds("migrate");
        // A file that has another name now.
        Files.move(folder.resolve("sql/shop/006_t.sql"), folder.resolve("sql/shop/007_t.sql"));
        db.execute("UPDATE shop.schema_migrations SET filename = '007_t.sql' WHERE filename = '006_t.sql'");
        cli.migration("shop", "008_t.sql", "CREATE TABLE shop.t8 ();", "DROP TABLE shop.t8;");
        cli.succeeds("status");
        cli.succeeds("migrate");
        cli.succeeds("rollback", "shop", "--yes");
    }

    @Test
    void whatTheLogSaysLastOfEachFileCounts() {
        cli.succeeds("rollback", "shop", "--yes");
        cli.migration("shop", "001_t.sql", "CREATE TABLE shop.t1 (n integer);", "DROP TABLE shop.t1;");
        cli.succeeds("repair", "shop", "001", "--yes");
        cli.succeeds("mark", "shop", "002", "--applied");
        cli.file("sql/shop/004_p.sql", "-- migrate:up transaction:false\nCREATE TABLE shop.p ();\nSELECT nosuch;\n");
        assertThat(cli.run("migrate", "shop").exit()).isEqualTo(5);
        db.execute("DROP TABLE shop.schema_migrations");
        Cli.Result result = cli.succeeds("repair", "shop", "--from-log", "--yes");
        assertThat(result.err().replaceAll("\\s+", " "))
                .contains("004_p.sql was begun outside a transaction, and how it ended the log does not say");
        assertThat(db.query("SELECT filename, batch, source IS NOT NULL FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_t.sql|1|t\n002_t.sql|0|t\n003_t.sql|2|t");
        assertThat(cli.refused("migrate").said()).contains("has lost the row of 004_p.sql");
        cli.succeeds("mark", "shop", "004", "--applied");
        cli.succeeds("validate");
    }

    @Test
    void aFileThatFailedBeforeItDidAnythingIsNotLost() {
        cli.file("sql/shop/004_p.sql", "-- migrate:up transaction:false\nSELECT nosuch;\n");
        assertThat(cli.run("migrate", "shop").exit()).isIn(4, 5);
        cli.file("sql/shop/004_p.sql", "-- migrate:up transaction:false\nSELECT 1;\n");
        cli.succeeds("repair", "shop", "--yes");
        cli.succeeds("status");
        cli.succeeds("migrate");
    }

    @Test
    void aTableUnderAnotherNameCanBeBroughtBack() {
        db.execute("ALTER TABLE shop.schema_migrations RENAME TO h");
        allRefuse("ALTER TABLE \"shop\".\"h\" RENAME TO \"schema_migrations\";");
        db.execute("ALTER TABLE \"shop\".\"h\" RENAME TO \"schema_migrations\";");
        cli.succeeds("validate");
    }

    @Test
    void aTableInAnotherSchemaCanBeBroughtBack() {
        db.execute("CREATE SCHEMA old; ALTER TABLE shop.schema_migrations SET SCHEMA old");
        allRefuse("ALTER TABLE \"old\".\"schema_migrations\" SET SCHEMA \"shop\";");
        db.execute("ALTER TABLE shop.schema_migrations_log SET SCHEMA old;"
                + " ALTER TABLE shop.schema_migrations_catalog SET SCHEMA old");
        Cli.Result result = cli.refused("migrate");
        assertThat(result.said())
                .contains(
                        "domain shop has no history in this database, and old.schema_migrations is one of its files",
                        "ALTER TABLE \"old\".\"schema_migrations_log\" SET SCHEMA \"shop\";");
        db.execute("ALTER TABLE old.schema_migrations SET SCHEMA shop;"
                + " ALTER TABLE old.schema_migrations_log SET SCHEMA shop");
        cli.succeeds("validate");
    }

    @Test
    void aSchemaThatWasRenamedCanBeUsedOrRenamedBack() {
        db.execute("ALTER SCHEMA shop RENAME TO stock");
        Cli.Result result = cli.refused("migrate");
        assertThat(result.said())
                .contains(
                        "stock.schema_migrations is one of its files: 3 of the 3 files that are applied there are in"
                                + " sql/shop",
                        "echo 'schema=stock' >> sql/shop/domain.properties",
                        "ALTER SCHEMA \"stock\" RENAME TO \"shop\";");
        for (List<String> command : COMMANDS) {
            if (!command.contains("baseline")) {
                cli.refused(command.toArray(String[]::new));
            }
        }
        assertThat(db.query("SELECT to_regnamespace('shop') IS NULL")).isEqualTo("t");
        cli.file("sql/shop/domain.properties", "requires=\nschema=stock\n");
        cli.succeeds("validate");
    }

    @Test
    void aFolderThatWasRenamedIsNotANewDomain() throws IOException {
        Files.move(folder.resolve("sql/shop"), folder.resolve("sql/stock"));
        Cli.Result result = cli.refused("migrate");
        assertThat(result.said())
                .contains(
                        "domain stock has no history in this database, and shop.schema_migrations is one of its files",
                        "echo 'schema=shop' >> sql/stock/domain.properties",
                        "ALTER SCHEMA \"shop\" RENAME TO \"stock\";");
        db.execute("ALTER SCHEMA \"shop\" RENAME TO \"stock\";");
        cli.succeeds("validate");
    }

    @Test
    void aDomainThatBeginsAsACopyOfAnotherIsNew() throws IOException {
        Files.createDirectories(folder.resolve("sql/copy"));
        Files.writeString(folder.resolve("sql/copy/domain.properties"), "requires=shop\nguard=off\n");
        Files.copy(folder.resolve("sql/shop/001_t.sql"), folder.resolve("sql/copy/001_t.sql"));
        Files.copy(folder.resolve("sql/shop/002_t.sql"), folder.resolve("sql/copy/002_t.sql"));
        cli.succeeds("migrate", "copy");
    }

    @Test
    void anotherInstallationOfTheSameFilesCanBegin() {
        cli.file("sql/shop/domain.properties", "requires=\nschema=second\nguard=off\n");
        assertThat(cli.refused("migrate").said()).contains("bailiwick baseline shop --empty");
        assertThat(cli.succeeds("baseline", "shop", "--empty", "--dry-run").out())
                .contains("would begin");
        assertThat(cli.succeeds("baseline", "shop", "--empty").out()).contains("the history of shop begins");
        cli.succeeds("migrate");
        assertThat(db.query("SELECT count(*) FROM second.schema_migrations")).isEqualTo("3");
        assertThat(cli.refused("baseline", "shop", "--empty").said()).contains("has a history in this database");
    }

    @Test
    void oneNameThatAnotherProjectsHistoryHasTooSaysNothing() {
        Path other = folder.resolve("other");
        Cli there = Cli.in(other).on(db).file("sql/crm/domain.properties", "requires=\n");
        there.migration("crm", "001_t.sql", "CREATE TABLE crm.c ();", "DROP TABLE crm.c;");
        assertThat(there.run("migrate").exit()).isZero();
    }

    @Test
    void whatTheLastRunHasLeftSaysThatThereWasAHistory() {
        db.execute("DROP TABLE shop.schema_migrations, shop.schema_migrations_log");
        Cli.Result result = cli.refused("migrate");
        assertThat(result.said())
                .contains(
                        "the tracking table shop.schema_migrations and its log are gone:"
                                + " shop.schema_migrations_catalog is there",
                        "bailiwick baseline shop --to FILE");
        cli.refused("status");
        cli.succeeds("baseline", "shop", "--to", "003", "--yes");
        cli.succeeds("validate");
    }

    @Test
    void aLogThatIsGoneBesideItsTableIsRefused() {
        db.execute("DROP TABLE shop.schema_migrations_log");
        allRefuse("the log shop.schema_migrations_log is missing beside its tracking table");
    }

    @Test
    void aSchemaThatWasDroppedByHandIsKnownByOthersForeignKeys() {
        cli.migration("ward", "001_w.sql", "CREATE TABLE ward.w (n integer REFERENCES shop.k);", "DROP TABLE ward.w;");
        cli.file("sql/ward/domain.properties", "requires=shop\n");
        cli.migration("shop", "004_k.sql", "CREATE TABLE shop.k (n integer PRIMARY KEY);", "DROP TABLE shop.k;");
        cli.succeeds("migrate");
        db.execute("DROP SCHEMA shop CASCADE");
        Cli.Result result = cli.refused("migrate", "shop");
        assertThat(result.said())
                .contains("table ward.w referred to shop.k when a run last wrote ward.schema_migrations_catalog");
        cli.refused("migrate", "ward");
        cli.succeeds("baseline", "shop", "--empty");
        cli.succeeds("migrate");
        assertThat(db.query("SELECT to_regclass('shop.k') IS NOT NULL")).isEqualTo("t");
    }
}
