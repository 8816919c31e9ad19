package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with {@code transaction:false}: what stands when they stop, and how a person goes on from there. */
@Timeout(60)
class OutsideTransactionIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;");
    }

    private Cli lone(String name, String up, String down) {
        return cli.file(
                "sql/shop/" + name,
                "-- migrate:up transaction:false\n" + up + "\n-- migrate:down transaction:false\n" + down + "\n");
    }

    private String rows() {
        return db.query("SELECT filename, success, statements_done FROM shop.schema_migrations ORDER BY id");
    }

    @Test
    void whatCantRunInATransactionRunsAndIsTakenBack() {
        lone(
                        "002_i.sql",
                        "CREATE INDEX CONCURRENTLY i ON t (id);\nVACUUM t;\nCOPY t FROM STDIN;\n7\n\\.\nSELECT pg_sleep(0.2);",
                        "DROP INDEX CONCURRENTLY i;")
                .migration("shop", "003_u.sql", "ALTER TABLE t ADD a int;", "ALTER TABLE t DROP a;");

        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_i.sql|t|4\n003_u.sql|t|");
        assertThat(db.query("SELECT error_message IS NULL, execution_time_ms BETWEEN 200 AND 5000 FROM"
                        + " shop.schema_migrations WHERE filename = '002_i.sql'"))
                .isEqualTo("t|t");
        assertThat(db.query("SELECT indisvalid, (SELECT id FROM shop.t) FROM pg_index"
                        + " WHERE indexrelid = 'shop.i'::regclass"))
                .isEqualTo("t|7");
        assertThat(cli.run("rollback", "shop").exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.i') IS NULL, count(*) FROM shop.schema_migrations"))
                .isEqualTo("t|0");
    }

    @Test
    void ifNotExistsOverAnInvalidIndexIsNotTakenForDone() {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("INSERT INTO shop.t VALUES (1), (1)");
        lone(
                "002_i.sql",
                "SELECT 1;\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_id_key ON t (id);\nSELECT 2;",
                "");
        assertThat(cli.run("migrate").exit()).as("the data are not unique").isEqualTo(5);
        db.execute("DELETE FROM shop.t");
        assertThat(cli.run("repair", "shop", "002_i.sql", "--retry").exit()).isZero();

        Cli.Result trapped = cli.run("migrate");

        assertThat(trapped.exit()).isEqualTo(5);
        assertThat(trapped.err())
                .contains("at sql/shop/002_i.sql:3:1")
                .contains("index shop.t_id_key is INVALID: no query uses it")
                .contains("HINT: DROP INDEX CONCURRENTLY shop.t_id_key;");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_i.sql|f|1");

        db.execute("DROP INDEX shop.t_id_key");
        assertThat(cli.run("repair", "shop", "002_i.sql", "--retry").exit()).isZero();
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.t_id_key'::regclass"))
                .isEqualTo("t");
    }

    /** Its two halves lie on both sides of a chunk of 65,536 characters. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aPairOfSurrogatesInCopyDataArrivesWhole(String transaction) {
        String value = "x".repeat(65_535) + "😀ก";
        cli.file(
                "sql/shop/002_c.sql",
                "-- migrate:up transaction:" + transaction + "\nCREATE TABLE c (v text);\nCOPY c FROM STDIN;\n" + value
                        + "\n\\.\n");

        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT right(v, 2), length(v) FROM shop.c")).isEqualTo("😀ก|65537");
    }

    @Test
    void whatStopsInTheMiddleIsPartialAndRefusedUntilAPersonSaysHowItStands() {
        lone(
                        "002_p.sql",
                        "CREATE TABLE p (id int);\nCREATE TABLE q (id int);\nSELECT 1/0;\nCREATE TABLE r (id int);",
                        "DROP TABLE p;")
                .migration("shop", "003_u.sql", "CREATE TABLE u (id int);", "DROP TABLE u;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.said())
                .contains("sql/shop/002_p.sql:4:1", "22012", "2 of its 4 statements are done")
                .contains("bailiwick mark shop 002_p.sql --applied", "bailiwick mark shop 002_p.sql --pending");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|2");
        assertThat(db.query("SELECT error_message FROM shop.schema_migrations WHERE NOT success"))
                .contains("22012")
                .contains("sql/shop/002_p.sql:4:1");
        assertThat(db.query("SELECT to_regclass('shop.q'), to_regclass('shop.r'), to_regclass('shop.u')"))
                .isEqualTo("shop.q||");
        assertThat(cli.run("migrate").exit()).isEqualTo(3);
        assertThat(cli.run("rollback", "shop", "--steps", "1").exit()).isEqualTo(3);
        assertThat(cli.run("migrate").said()).contains("002_p.sql", "--applied", "--pending");
        assertThat(db.query("SELECT to_regclass('shop.u') IS NULL")).isEqualTo("t");

        db.execute("DROP TABLE shop.p, shop.q");
        assertThat(cli.run("mark", "shop", "002_p.sql", "--pending").exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        db.execute("CREATE TABLE shop.r (id int)");
        assertThat(cli.run("mark", "shop", "002_p.sql", "--applied").exit()).isZero();
        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_t.sql|t\n002_p.sql|t\n003_u.sql|t");
        assertThat(db.query("SELECT string_agg(action, ' ' ORDER BY id) FROM shop.schema_migrations_log"))
                .isEqualTo("apply start failure mark start failure mark apply");
    }

    @Test
    void aFirstStatementThatFailsCleanlyHasMerelyFailed() {
        lone("002_p.sql", "ALTER TABLE nowhere ADD a int;\nCREATE TABLE q (id int);", "SELECT 1;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said()).contains("sql/shop/002_p.sql:2:1", "42P01");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|");
        lone("002_p.sql", "CREATE TABLE q (id int);", "SELECT 1;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|t|1");
    }

    @Test
    void aFirstStatementThatLeavesAnInvalidIndexIsNotCalledClean() {
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.twice AS SELECT 1 AS id FROM generate_series(1, 2)");
        lone("002_p.sql", "CREATE UNIQUE INDEX CONCURRENTLY i ON twice (id);", "DROP INDEX CONCURRENTLY i;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.i'::regclass"))
                .isEqualTo("f");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|0");
    }

    @Test
    void aDownThatStopsIsPartialToo() {
        lone("002_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;\nSELECT 1/0;");
        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(cli.run("rollback", "shop", "--steps", "1").exit()).isEqualTo(5);

        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|1");
        assertThat(cli.run("migrate").exit()).isEqualTo(3);
        assertThat(cli.run("mark", "shop", "002_p.sql", "--pending").exit()).isZero();
        assertThat(cli.run("migrate").exit()).isZero();

        lone("003_c.sql", "CREATE TABLE c (id int);", "ALTER TABLE nowhere ADD a int;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--steps", "1").exit()).isEqualTo(4);
        assertThat(rows()).contains("003_c.sql|t|");
    }

    @Test
    void anIdleTransactionWithoutASnapshotStandsInNobodysWay() throws Exception {
        lone("002_i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);", "DROP INDEX CONCURRENTLY i;");
        try (Connection idle = db.connect();
                Statement statement = idle.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT 1");

            assertThat(cli.run("migrate", "--statement-timeout", "10s").exit()).isZero();
        }
    }

    @Test
    void whatIsRunningIsNotCalledABrokenOne() throws Exception {
        cli.run("migrate");
        lone("002_p.sql", "SELECT 1;\nSELECT pg_sleep(6);", "SELECT 1;");
        CompletableFuture<Cli.Result> migrate = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        while (!rows().endsWith("002_p.sql|f|1")) {
            Thread.sleep(50);
        }

        Cli.Result status = cli.run("status");
        Cli.Result json = cli.run("status", "--json");

        assertThat(migrate).isNotDone();
        assertThat(status.out())
                .contains("1 partial", "running: pid ", "next: wait for it: pid ")
                .doesNotContain("mark", "by hand");
        assertThat(json.out()).contains("\"state\": \"partial\"", "\"wait for it: pid ");
        assertThat(migrate.get().exit()).isZero();
        assertThat(cli.run("status").exit()).isZero();
    }

    /** Its two sessions that wait must not be ended by limits that a database sets for idle sessions. */
    @Test
    void limitsForIdleSessionsDontEndALongStatement() {
        db.execute("ALTER DATABASE " + db.name() + " SET idle_session_timeout = '1s'");
        db.execute("ALTER DATABASE " + db.name() + " SET idle_in_transaction_session_timeout = '1s'");
        if (Integer.parseInt(db.query("SHOW server_version_num")) >= 170000) {
            db.execute("ALTER DATABASE " + db.name() + " SET transaction_timeout = '2s'");
        }
        lone("002_p.sql", "SELECT pg_sleep(1.5);\nSELECT pg_sleep(1.5);\nCREATE TABLE p (id int);", "DROP TABLE p;")
                .migration(
                        "shop",
                        "003_u.sql",
                        "CREATE TABLE u AS SELECT current_setting('idle_session_timeout') AS s;",
                        "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|t|3\n003_u.sql|t|");
        assertThat(db.query("SELECT s FROM shop.u")).isEqualTo("1s");
    }
}
