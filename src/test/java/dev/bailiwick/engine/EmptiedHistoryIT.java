package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history that was emptied together with its log is not one that begins; one that begins, or was taken back, is no loss. */
class EmptiedHistoryIT {
    private static final String ALL =
            "shop.schema_migrations, shop.schema_migrations_log, shop.schema_migrations_catalog";
    private static final String DELETE_ALL =
            "DELETE FROM shop.schema_migrations; DELETE FROM shop.schema_migrations_log;"
                    + " DELETE FROM shop.schema_migrations_catalog";

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
            List.of("setup"),
            List.of("reset", "shop", "--yes-really"),
            List.of("rehearse"),
            List.of("repair", "shop"),
            List.of("drift"),
            List.of("drift", "--accept"),
            List.of("verify"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE shop.schema_migrations, shop.schema_migrations_log",
                "DELETE FROM shop.schema_migrations; DELETE FROM shop.schema_migrations_log",
                "TRUNCATE " + ALL,
                "TRUNCATE " + ALL + " RESTART IDENTITY",
                DELETE_ALL,
                "ANALYZE " + ALL + "; " + DELETE_ALL + "; SELECT pg_stat_reset()"
            })
    void anEmptiedHistoryIsRefusedByAll(String emptying) throws Exception {
        cli.succeeds("migrate", "--next");
        cli.succeeds("migrate");
        db.execute(emptying);
        // What a session has done reaches the statistics a moment later.
        for (int i = 0; i < 100 && cli.run("status").exit() == 0; i++) {
            Thread.sleep(50);
        }
        for (List<String> command : COMMANDS) {
            Cli.Result result = cli.refused(command.toArray(String[]::new));
            assertThat(result.said())
                    .as(command.toString())
                    .contains("shop.schema_migrations and its log are empty, and were not always");
        }
        assertThat(db.query("SELECT count(*) FROM shop.t1")).isEqualTo("1");

        cli.succeeds("baseline", "shop", "--to", "002", "--yes");
        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("001_t.sql 002_t.sql");
        cli.succeeds("migrate");
        cli.succeeds("validate");
        assertThat(db.query("SELECT (SELECT count(*) FROM shop.t1) || ' ' || (SELECT count(*) FROM shop.t3)"))
                .isEqualTo("1 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE " + ALL,
                "TRUNCATE shop.schema_migrations, shop.schema_migrations_log RESTART IDENTITY",
                "TRUNCATE shop.schema_migrations, shop.schema_migrations_log RESTART IDENTITY; SELECT pg_stat_reset()"
            })
    void aPersonSaysThatItBeginsAnew(String emptying) {
        cli.succeeds("migrate");
        db.execute(emptying + "; DROP TABLE shop.t1, shop.t2, shop.t3");
        assertThat(cli.refused("migrate").said())
                .contains("bring shop.schema_migrations and schema_migrations_log back from a backup")
                .contains("bailiwick baseline shop --to FILE", "bailiwick baseline shop --empty");
        assertThat(cli.succeeds("baseline", "shop", "--empty", "--dry-run").out())
                .contains("sql/shop/001_t.sql would be counted as pending");
        cli.refused("migrate");
        cli.succeeds("baseline", "shop", "--empty", "--reason", "made anew");
        assertThat(db.query("SELECT string_agg(DISTINCT message, ' ') FROM shop.schema_migrations_log"))
                .isEqualTo("pending: the history begins anew: made anew");
        assertThat(cli.succeeds("migrate").out()).contains("001_t.sql", "003_t.sql");
        cli.succeeds("validate");
    }

    @Test
    void aPersonSaysOfOneFileThatItIsApplied() {
        cli.succeeds("migrate");
        db.execute("TRUNCATE " + ALL);
        cli.succeeds("mark", "shop", "001", "--applied");
        assertThat(cli.succeeds("migrate", "--dry-run").out())
                .contains("002_t.sql")
                .doesNotContain("001_t.sql");
    }

    @Test
    void aFirstRunThatWasKilledHasTakenNumbersAndLostNothing() {
        cli.succeeds("baseline", "shop", "--empty");
        db.execute("BEGIN; INSERT INTO shop.schema_migrations (filename, checksum) VALUES ('001_t.sql', 'x');"
                + " INSERT INTO shop.schema_migrations_log (action, filename) VALUES ('apply', '001_t.sql'); ROLLBACK");
        db.execute("VACUUM ANALYZE shop.schema_migrations");
        db.execute("VACUUM ANALYZE shop.schema_migrations_log");
        cli.succeeds("status");
        cli.succeeds("migrate");
    }

    @Test
    void aHistoryThatHasNotBegunMayBeWrittenAnew() {
        cli.succeeds("baseline", "shop", "--empty");
        db.execute("VACUUM FULL shop.schema_migrations");
        db.execute("VACUUM FULL shop.schema_migrations_log");
        cli.succeeds("drift", "--accept");
        cli.succeeds("status");
        cli.succeeds("migrate");
    }

    @Test
    void aHistoryThatWasTakenBackIsNoLoss() {
        cli.succeeds("migrate");
        cli.succeeds("rollback", "shop", "--all", "--yes-really");
        db.execute("VACUUM FULL shop.schema_migrations");
        cli.succeeds("status");
        cli.succeeds("migrate");
        for (int i = 1; i <= 3; i++) {
            cli.succeeds("mark", "shop", "00" + i, "--pending");
        }
        cli.succeeds("status");
        cli.succeeds("migrate");
        cli.succeeds("reset", "shop", "--yes-really");
    }

    @Test
    void aFirstMigrationThatFailedIsNoLoss() {
        cli.migration("shop", "001_t.sql", "SELECT nosuch;", "SELECT 1;");
        assertThat(cli.run("migrate").exit()).isEqualTo(4);
        cli.migration("shop", "001_t.sql", "CREATE TABLE shop.t1 (n integer);", "SELECT 1;");
        cli.succeeds("migrate");
    }

    @Test
    void anEmptyDomainIsAskedNothing() {
        cli.file("sql/empty/domain.properties", "requires=\n");
        cli.succeeds("migrate");
        cli.succeeds("status");
    }
}
