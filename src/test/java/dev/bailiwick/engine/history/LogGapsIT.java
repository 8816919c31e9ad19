package dev.bailiwick.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that has lost entries can't tell which rows are lost: that is said, and one command settles it. */
class LogGapsIT {
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
            file(i);
            cli.succeeds("migrate");
        }
    }

    private void file(int number) {
        String table = "shop.t" + number;
        cli.migration(
                "shop",
                "00" + number + "_t.sql",
                "CREATE TABLE " + table + " (n integer);",
                "DROP TABLE " + table + ";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE shop.schema_migrations_log",
                "TRUNCATE shop.schema_migrations_log RESTART IDENTITY",
                "DELETE FROM shop.schema_migrations_log",
                "TRUNCATE shop.schema_migrations_log, shop.schema_migrations_catalog",
                "TRUNCATE shop.schema_migrations_log RESTART IDENTITY; DELETE FROM shop.schema_migrations WHERE batch = 3",
                "DELETE FROM shop.schema_migrations_log WHERE id = (SELECT max(id) FROM shop.schema_migrations_log)",
                "DELETE FROM shop.schema_migrations WHERE batch = 3;"
                        + " DELETE FROM shop.schema_migrations_log WHERE filename = '003_t.sql'"
            })
    void aLogWithoutItsEndStopsWhatWouldRun(String cut) {
        db.execute(cut);
        boolean rowsToo = cut.contains("batch");
        if (!rowsToo) {
            // Nothing would be run, so nothing stands against it.
            cli.succeeds("migrate");
        }
        assertThat(cli.refused("status").said()).contains("shop.schema_migrations_log has lost entries");
        assertThat(cli.refused("validate").said()).contains("shop.schema_migrations_log has lost entries");
        file(4);
        for (String command : new String[] {"migrate", "migrate --dry-run", "setup", "rollback shop --yes"}) {
            assertThat(cli.refused(command.split(" ")).said())
                    .contains("shop.schema_migrations_log has lost entries")
                    .contains("bailiwick repair shop --from-history");
        }
        assertThat(db.query("SELECT to_regclass('shop.t4') IS NULL")).isEqualTo("t");

        cli.succeeds("repair", "shop", "--from-history", "--dry-run");
        cli.refused("migrate");
        cli.succeeds("repair", "shop", "--from-history", "--yes");
        if (rowsToo) {
            cli.succeeds("mark", "shop", "003", "--applied");
        }
        cli.succeeds("migrate");
        cli.succeeds("validate");
        cli.succeeds("status");
        db.execute("DELETE FROM shop.schema_migrations WHERE filename = '001_t.sql'");
        file(5);
        assertThat(cli.refused("migrate").said()).contains("has lost the row of 001_t.sql");
        cli.succeeds("repair", "shop", "--from-log", "--yes");
        cli.succeeds("migrate");
    }

    @Test
    void whatTheRepairWritesIsShownAndAsked() {
        db.execute("TRUNCATE shop.schema_migrations_log");
        assertThat(cli.succeeds("repair", "shop", "--from-history", "--dry-run").out())
                .contains("3 files of shop would be in the log again")
                .containsPattern("001_t.sql: applied [-0-9: ]+UTC by \\S+, batch 1");
        assertThat(cli.refused("repair", "shop", "--from-history").said())
                .contains("bailiwick repair shop --from-history --yes");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log")).isEqualTo("0");
        assertThat(cli.succeeds("repair", "shop", "--from-history", "--yes", "--reason", "emptied by mistake")
                        .out())
                .contains("3 files of shop are in the log again");
        assertThat(db.query(
                        "SELECT action || ' ' || filename || ' ' || batch FROM shop.schema_migrations_log ORDER BY id"))
                .isEqualTo("repair 001_t.sql 1\nrepair 002_t.sql 2\nrepair 003_t.sql 3");
        assertThat(db.query("SELECT message FROM shop.schema_migrations_log ORDER BY id LIMIT 1"))
                .startsWith("from the history: applied 20")
                .endsWith(": emptied by mistake");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success AND source IS NOT NULL"))
                .isEqualTo("3");
        assertThat(cli.succeeds("repair", "shop", "--from-history").out())
                .contains("nothing to do: the log of shop has an entry of each applied file");
        assertThat(cli.succeeds("drift").out()).contains("shop");
    }

    @Test
    void whereOnlyTheEndIsGoneTheLogIsToldWhy() {
        cli.succeeds("mark", "shop", "003", "--pending");
        cli.succeeds("mark", "shop", "003", "--applied");
        file(4);
        cli.succeeds("migrate");
        cli.succeeds("rollback", "shop", "--yes");
        // The entry of the rollback, and that of its file.
        db.execute("DELETE FROM shop.schema_migrations_log WHERE filename = '004_t.sql'");
        String last = db.query("SELECT max(id) FROM shop.schema_migrations_log");
        assertThat(cli.refused("validate").said()).contains("shop.schema_migrations_log has lost entries");

        Cli.Result dry = cli.succeeds("repair", "shop", "--from-history", "--dry-run");
        assertThat(dry.said()).contains("the log ends at " + last + ", where the last run, ");
        assertThat(dry.out()).startsWith("the end of the log of shop would be taken as it is in database");
        assertThat(cli.refused("repair", "shop", "--from-history").said())
                .contains("bailiwick repair shop --from-history --yes")
                .doesNotContain("0 files");
        assertThat(cli.succeeds("repair", "shop", "--from-history", "--yes", "--reason", "thinned out")
                        .out())
                .isEqualTo("the log of shop ends where it ends now, and has an entry of each applied file\n");

        assertThat(db.query("SELECT action || ' ' || message FROM shop.schema_migrations_log ORDER BY id DESC LIMIT 1"))
                .startsWith("repair cleared: the log ends at " + last + ", where the last run")
                .endsWith(": thinned out");
        cli.succeeds("validate");
        assertThat(cli.succeeds("drift").out()).doesNotContain("schema_migrations_log");
        assertThat(cli.succeeds("migrate").out()).contains("004_t.sql");
        assertThat(cli.succeeds("repair", "shop", "--from-history").out()).contains("nothing to do");
    }

    @Test
    void ofAnEmptiedHistoryNothingCanBeWritten() {
        db.execute("TRUNCATE shop.schema_migrations, shop.schema_migrations_log");

        Cli.Result repair = cli.refused("repair", "shop", "--from-history", "--yes");

        assertThat(repair.said())
                .contains("shop.schema_migrations and its log are empty, and were not always")
                .contains("bailiwick baseline shop --empty");
        assertThat(db.query("SELECT last_log_id > 0 FROM shop.schema_migrations_catalog"))
                .isEqualTo("t");
    }

    @Test
    void oldEntriesMayBeDeletedAndMigrateGoesOn() {
        db.execute("DELETE FROM shop.schema_migrations_log WHERE filename = '001_t.sql'");
        file(4);
        cli.succeeds("migrate");
        assertThat(cli.refused("validate").said())
                .contains(
                        "shop.schema_migrations_log has lost entries: it has no entry of 001_t.sql, which is applied");
        cli.succeeds("repair", "shop", "--from-history", "--yes");
        cli.succeeds("validate");
    }

    @Test
    void rowsThatPeopleHaveInsertedOrRenamedHaveNoEntries() {
        db.execute("INSERT INTO shop.schema_migrations (filename, checksum, execution_time_ms, success)"
                + " VALUES ('004_t.sql', 'MANUAL', 0, true);"
                + " UPDATE shop.schema_migrations SET filename = '005_t.sql' WHERE filename = '003_t.sql'");
        file(4);
        cli.migration("shop", "005_t.sql", "CREATE TABLE shop.t3 (n integer);", "DROP TABLE shop.t3;");
        assertThat(folder.resolve("sql/shop/003_t.sql").toFile().delete()).isTrue();
        cli.succeeds("validate");
        file(6);
        cli.succeeds("migrate");
    }

    @Test
    void theTwoRepairsExcludeEachOther() {
        assertThat(cli.run("repair", "shop", "--from-log", "--from-history").exit())
                .isEqualTo(2);
        assertThat(cli.run("repair", "shop", "001", "--from-history").exit()).isEqualTo(2);
    }
}
