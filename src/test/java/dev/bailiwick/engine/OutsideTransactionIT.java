package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(cli.run("rollback", "shop").exit()).isEqualTo(3);
        assertThat(cli.run("rollback", "shop", "--yes").exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.i') IS NULL, count(*) FROM shop.schema_migrations"))
                .isEqualTo("t|0");
    }

    /** A failed build by somebody else. */
    private void leaveInvalid(String sql) throws SQLException {
        try (Connection connection = db.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("could not create unique index");
        }
    }

    @Test
    void ifNotExistsOverAnInvalidIndexIsNotTakenForDone() throws Exception {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("INSERT INTO shop.t VALUES (1), (1)");
        leaveInvalid("CREATE UNIQUE INDEX CONCURRENTLY t_id_key ON shop.t (id)");
        db.execute("DELETE FROM shop.t");
        lone(
                "002_i.sql",
                "SELECT 1;\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_id_key ON t (id);\nSELECT 2;",
                "");

        Cli.Result trapped = cli.run("migrate");

        assertThat(trapped.exit()).isEqualTo(5);
        assertThat(trapped.err())
                .contains("at sql/shop/002_i.sql:3:1")
                .contains("index shop.t_id_key is INVALID: no query uses it")
                .contains("DROP INDEX CONCURRENTLY shop.t_id_key;", "statement 2 has built nothing");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_i.sql|f|1");

        Cli.Result still = cli.run("migrate");
        assertThat(still.out()).contains("index shop.t_id_key, INVALID, was not built by this statement");
        assertThat(still.exit()).as("it isn't ours to drop").isEqualTo(5);
        db.execute("DROP INDEX shop.t_id_key");

        Cli.Result healed = cli.run("migrate");
        assertThat(healed.out()).contains("goes on with statement 2").doesNotContain("dropped");
        assertThat(healed.exit()).isZero();
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.t_id_key'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void aBuildThatFailedHealsOnTheNextRun() {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("INSERT INTO shop.t VALUES (1), (1)");
        lone("002_i.sql", "CREATE UNIQUE INDEX CONCURRENTLY i ON t (id);", "");
        assertThat(cli.run("migrate").exit()).as("the data are not unique").isEqualTo(5);
        assertThat(cli.run("status", "--exit-code").exit()).isEqualTo(8);
        db.execute("DELETE FROM shop.t");

        Cli.Result healed = cli.run("migrate");

        assertThat(healed.exit()).isZero();
        assertThat(healed.out()).contains("dropped index shop.i, which was INVALID");
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.i'::regclass"))
                .isEqualTo("t");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_i.sql|t|1");
    }

    /** The session is killed while it waits for an old snapshot: what it has built is INVALID. */
    @Test
    void aKilledBuildHealsOnTheNextRun() throws Exception {
        assertThat(cli.run("migrate").exit()).isZero();
        lone("002_i.sql", "SELECT 1;\nCREATE INDEX CONCURRENTLY i ON t (id);\nCREATE TABLE u (id int);", "");
        try (Connection old = db.connect();
                Statement snapshot = old.createStatement()) {
            snapshot.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM shop.t");
            CompletableFuture<Cli.Result> migrate = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
            String building =
                    "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for old snap%'"
                            + " AND datname = current_database()";
            while (db.query(building).equals("0")) {
                assertThat(migrate).isNotDone();
                Thread.sleep(20);
            }
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index"
                    + " WHERE datname = current_database()");
            assertThat(migrate.get().exit()).isEqualTo(5);
            assertThat(migrate.get().said())
                    .contains(
                            "terminating connection due to administrator command",
                            "bailiwick migrate shop, which looks up what became of it and goes on");
        }
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.i'::regclass"))
                .isEqualTo("f");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_i.sql|f|1");

        Cli.Result healed = cli.run("migrate");

        assertThat(healed.exit()).isZero();
        assertThat(healed.out()).contains("dropped index shop.i, which was INVALID", "goes on with statement 2");
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.i'::regclass"))
                .isEqualTo("t");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_i.sql|t|3");
    }

    /** As a killed run leaves it: so many statements done, the next in doubt. */
    private void inDoubt(String name, int done, String more) {
        try {
            String text = Files.readString(folder.resolve("sql/shop/" + name)).replace("'", "''");
            db.execute("INSERT INTO shop.schema_migrations (filename, batch, checksum, success, error_message,"
                    + " statements_done, source) VALUES ('" + name + "', 2, md5('" + text + "'), false, 'not finished"
                    + more + "', " + done + ", '" + text + "');"
                    + " INSERT INTO shop.schema_migrations_log (action, filename) VALUES ('start', '" + name + "')");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                // what the killed run was at ! what it had done ! what the next run says ! how often it then ran
                "CREATE INDEX CONCURRENTLY i ON t (id) ! CREATE INDEX i ON shop.t (id) ! statement 1 was done before this run, as the catalog shows: index shop.i is valid",
                "CREATE INDEX CONCURRENTLY i ON t (id) ! SELECT 1 ! begins again with its first statement",
                "CREATE INDEX CONCURRENTLY i ON ONLY shop.t (id) ! CREATE INDEX i ON shop.t (id) ! index shop.i is valid",
                "DROP INDEX CONCURRENTLY IF EXISTS old ! SELECT 1 ! the index is gone",
                "DROP INDEX CONCURRENTLY old ! CREATE INDEX old ON shop.t (id) ! begins again with its first statement",
                "REINDEX TABLE CONCURRENTLY t ! SELECT 1 ! begins again with its first statement",
                "VACUUM t ! SELECT 1 ! begins again with its first statement",
                "ALTER TABLE parts DETACH PARTITION part CONCURRENTLY ! ALTER TABLE shop.parts DETACH PARTITION shop.part ! the partition is detached",
                "ALTER TABLE parts DETACH PARTITION part CONCURRENTLY ! SELECT 1 ! begins again with its first statement",
            })
    void whatAKilledRunWasAtIsAskedOfTheCatalog(String statement, String done, String said) {
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.parts (a int) PARTITION BY LIST (a);"
                + " CREATE TABLE shop.part PARTITION OF shop.parts FOR VALUES IN (1)");
        assertThat(cli.run("migrate").exit()).isZero();
        lone("002_i.sql", statement + ";\nCREATE TABLE u (id int);", "");
        db.execute(done);
        inDoubt("002_i.sql", 0, "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains(said);
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_i.sql|t|2");
        assertThat(db.query("SELECT to_regclass('shop.u') IS NOT NULL")).isEqualTo("t");
    }

    @Test
    void anIndexThatWasThereBeforeIsNotTakenForTheWorkOfAKilledRun() {
        assertThat(cli.run("migrate").exit()).isZero();
        lone("002_i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);", "");
        db.execute("CREATE INDEX i ON shop.t (id)");
        inDoubt("002_i.sql", 0, "; indexes of the table before: " + db.query("SELECT 'shop.i'::regclass::oid"));

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).contains("relation \"i\" already exists");
    }

    @Test
    void anIndexWithoutANameIsFoundByWhatWasThereBefore() {
        assertThat(cli.run("migrate").exit()).isZero();
        lone("002_i.sql", "CREATE INDEX CONCURRENTLY ON t (id);", "");
        inDoubt("002_i.sql", 0, "; indexes of the table before: ");
        db.execute("CREATE INDEX ON shop.t (id)");

        assertThat(cli.run("migrate").out()).contains("index shop.t_id_idx is valid");
        assertThat(db.query("SELECT count(*) FROM pg_index WHERE indrelid = 'shop.t'::regclass"))
                .isEqualTo("1");
    }

    private void waitForTheDomainToBeTaken() throws InterruptedException {
        String taken = "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND database ="
                + " (SELECT oid FROM pg_database WHERE datname = current_database())";
        for (int i = 0; i < 600 && !db.query(taken).equals("t"); i++) {
            Thread.sleep(50);
        }
    }

    /** A killed client's statement goes on in its backend. */
    @Test
    void aStatementThatIsStillRunningIsWaitedFor() throws Exception {
        assertThat(cli.run("migrate").exit()).isZero();
        lone("002_i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);", "");
        try (Connection old = db.connect();
                Statement snapshot = old.createStatement();
                Connection orphan = db.connect();
                Statement build = orphan.createStatement()) {
            snapshot.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM shop.t");
            String backend;
            try (ResultSet row = build.executeQuery(
                    "SELECT pid || ' of ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")) {
                row.next();
                backend = row.getString(1);
            }
            CompletableFuture<Boolean> building = CompletableFuture.supplyAsync(() -> {
                try {
                    build.execute("CREATE INDEX CONCURRENTLY i ON shop.t (id)");
                    orphan.abort(Runnable::run);
                    return true;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            inDoubt("002_i.sql", 0, ", backend " + backend);
            CompletableFuture<Cli.Result> migrate = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
            waitForTheDomainToBeTaken();
            Thread.sleep(1500);
            assertThat(migrate).isNotDone();

            snapshot.execute("COMMIT");

            assertThat(building.get()).isTrue();
            assertThat(migrate.get().exit()).isZero();
            assertThat(migrate.get().out())
                    .contains("of the run before this one is still at work")
                    .contains("index shop.i is valid");
        }
    }

    @Test
    void whatNobodyCanTellIsRefusedUntilAPersonSaysIt() {
        db.execute(
                "CREATE SCHEMA shop; CREATE TABLE shop.done (n int);"
                        + " CREATE PROCEDURE shop.work() LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO shop.done VALUES (1); COMMIT; INSERT INTO shop.done VALUES (1 / (SELECT count(*) - 1 FROM shop.done)); END'");
        lone("002_c.sql", "SELECT 1;\nCALL work();\nCREATE TABLE u (id int);", "");

        Cli.Result failed = cli.run("migrate");
        Cli.Result undecided = cli.run("migrate");

        assertThat(failed.exit()).isEqualTo(5);
        assertThat(failed.said()).contains("bailiwick repair shop 002_c.sql --done", "--retry");
        assertThat(undecided.exit()).isEqualTo(3);
        assertThat(undecided.said())
                .contains("it can't be told whether statement 2 was done: CALL may have committed part of its work")
                .contains("at sql/shop/002_c.sql:3:1")
                .contains("nothing of it was run now; 1 statement of it is done and stands")
                .contains("bailiwick repair shop 002_c.sql --done", "bailiwick repair shop 002_c.sql --retry");
        assertThat(db.query("SELECT count(*) FROM shop.done")).as("run once").isEqualTo("1");

        db.execute("INSERT INTO shop.done VALUES (7)");
        assertThat(cli.run("repair", "shop", "002_c.sql", "--retry").out()).contains("goes on with statement 2");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT count(*), to_regclass('shop.u') IS NOT NULL FROM shop.done"))
                .isEqualTo("4|t");
    }

    @Test
    void whatOnlyCouldNotBeRecordedHasDestroyedNothing() {
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.done (n int);"
                + " CREATE PROCEDURE shop.work() LANGUAGE plpgsql AS 'BEGIN INSERT INTO shop.done VALUES (1); COMMIT; END';"
                + " CREATE FUNCTION shop.full() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE ''the quota is used up''; END'");
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("CREATE TRIGGER quota BEFORE UPDATE ON shop.schema_migrations FOR EACH ROW"
                + " WHEN (new.statements_done = 1) EXECUTE FUNCTION shop.full()");
        lone("002_c.sql", "CALL work();\nCREATE TABLE u (id int);", "");

        Cli.Result failed = cli.run("migrate");

        assertThat(failed.exit()).isEqualTo(5);
        assertThat(failed.said())
                .contains("ERROR P0001: it could not be recorded that it is done: the quota is used up")
                .contains("statement 1 is done as well, and could not be recorded")
                .contains("bailiwick repair shop 002_c.sql --done")
                .doesNotContain("destroyed", "bring back what is missing");
        assertThat(cli.run("migrate").exit()).isEqualTo(3);
        db.execute("DROP TRIGGER quota ON shop.schema_migrations");
        assertThat(cli.run("repair", "shop", "002_c.sql", "--done").exit()).isZero();
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT count(*), to_regclass('shop.u') IS NOT NULL FROM shop.done"))
                .isEqualTo("1|t");
    }

    @Test
    void aStatementThatAPersonHasDoneIsPassedOver() {
        lone("002_c.sql", "CREATE TABLE p (id int);\nCALL nowhere();\nCREATE TABLE u (id int);", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);

        assertThat(cli.run("repair", "shop", "002_c.sql", "--done").out())
                .contains("done as far as statement 2: the next migrate goes on behind it");
        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_c.sql|t|3");
        assertThat(db.query("SELECT to_regclass('shop.u') IS NOT NULL")).isEqualTo("t");
    }

    @Test
    void whatTheSessionWasSetToIsSetAgain() {
        lone(
                "002_c.sql",
                "SET work_mem = '7MB';\nCREATE TABLE p (id int);\nSELECT 1 / (SELECT count(*) FROM p);\n"
                        + "CREATE TABLE u AS SELECT current_setting('work_mem') AS m;",
                "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        db.execute("INSERT INTO shop.p VALUES (1)");

        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT m FROM shop.u")).isEqualTo("7MB");
    }

    @Test
    void theStatementsThatAreDoneMustNotBeEdited() {
        lone("002_p.sql", "CREATE TABLE p (id int);\nSELECT 1/0;", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        lone("002_p.sql", "CREATE TABLE pp (id int);\nSELECT 1;", "");

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("its first statement was edited since")
                .contains("its first statement is done and stands; nothing was run in shop");
        lone("002_p.sql", "CREATE TABLE p (id int);\nSELECT 1;\nCREATE TABLE q (id int);", "");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|t|3");
    }

    @Test
    void whatItChangesBeyondItsDomainIsTold() {
        db.execute("CREATE SCHEMA hr; CREATE TABLE hr.staff (id int)");
        lone("002_p.sql", "CREATE INDEX CONCURRENTLY staff_id_idx ON hr.staff (id);\nCREATE TABLE p ();", "");

        Cli.Result migrate = cli.run("migrate");

        assertThat(migrate.exit()).isZero();
        assertThat(migrate.err())
                .contains(
                        "while sql/shop/002_p.sql ran outside a transaction, table hr.staff changed, which is beyond schema"
                                + " shop, and stands:")
                .contains("+ CREATE INDEX staff_id_idx ON hr.staff USING btree (id)")
                .doesNotContain("shop.p");

        cli.file(
                "sql/shop/003_p.sql",
                "-- migrate:up transaction:false touches:hr.staff\nDROP INDEX CONCURRENTLY hr.staff_id_idx;\n");
        assertThat(cli.run("migrate").err()).isEmpty();
    }

    /** It is recorded in the transaction that does it. */
    @Test
    void anOrdinaryStatementIsDoneExactlyIfItIsRecorded() throws Exception {
        lone("002_p.sql", "CREATE TABLE p (id int);\nINSERT INTO p VALUES (1);\nSELECT pg_sleep(30);", "");
        CompletableFuture<Cli.Result> migrate = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        String sleeping = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE"
                + " '%pg_sleep(30)%' AND wait_event = 'PgSleep'";
        while (db.query(sleeping).equals("0")) {
            Thread.sleep(20);
        }
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|2");
        db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid()");
        migrate.get();
        lone("002_p.sql", "CREATE TABLE p (id int);\nINSERT INTO p VALUES (1);\nSELECT 1;", "");

        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT count(*) FROM shop.p")).isEqualTo("1");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|t|3");
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
    void whatStopsInTheMiddleGoesOnThere() {
        lone(
                        "002_p.sql",
                        "CREATE TABLE p (id int);\nCREATE TABLE q (id int);\nSELECT 1/0;\nCREATE TABLE r (id int);",
                        "DROP TABLE p;")
                .migration("shop", "003_u.sql", "CREATE TABLE u (id int);", "DROP TABLE u;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.said())
                .contains(
                        "sql/shop/002_p.sql:4:1",
                        "22012",
                        "2 of its 4 statements are done and stand; statement 3 was" + " rolled back")
                .contains("sql/shop/002_p.sql from statement 3 on, then: bailiwick migrate shop")
                .contains("bailiwick mark shop 002_p.sql --applied");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|2");
        assertThat(db.query("SELECT error_message FROM shop.schema_migrations WHERE NOT success"))
                .contains("22012")
                .contains("sql/shop/002_p.sql:4:1");
        assertThat(db.query("SELECT to_regclass('shop.q'), to_regclass('shop.r'), to_regclass('shop.u')"))
                .isEqualTo("shop.q||");
        assertThat(cli.run("rollback", "shop", "--steps", "1").exit()).isEqualTo(3);
        assertThat(cli.run("migrate").exit())
                .as("it fails again, and nothing runs twice")
                .isEqualTo(5);
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|2");

        db.execute("DROP TABLE shop.p, shop.q");
        assertThat(cli.run("mark", "shop", "002_p.sql", "--pending").exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        lone(
                "002_p.sql",
                "CREATE TABLE p (id int);\nCREATE TABLE q (id int);\nSELECT 1;\nCREATE TABLE r (id int);",
                "DROP TABLE p;");
        Cli.Result mended = cli.run("migrate");

        assertThat(mended.exit()).isZero();
        assertThat(mended.out()).contains("goes on with statement 3");
        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_t.sql|t\n002_p.sql|t\n003_u.sql|t");
        assertThat(db.query("SELECT string_agg(action, ' ' ORDER BY id) FROM shop.schema_migrations_log"))
                .isEqualTo("apply start failure start failure mark start failure start apply apply");
        assertThat(cli.run("status").out()).contains("3 applied");
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
    void aRollbackThatStoppedGoesOnThere() {
        lone(
                "002_p.sql",
                "CREATE TABLE p (id int);",
                "ALTER TABLE p RENAME TO q;\nSELECT 1 / count(*) FROM t;\nDROP TABLE q;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--steps", "1").said())
                .contains("1 of its 3 statements is done and stands; statement 2 was rolled back")
                .contains("mend what stands in the way, then: bailiwick rollback shop --steps 1");
        assertThat(cli.run("migrate").said())
                .contains("the rollback of sql/shop/002_p.sql ran outside a transaction and did not finish")
                .contains("go on with it: bailiwick rollback shop --steps 1");
        assertThat(cli.run("status").out()).contains("rollback goes on with the next");
        db.execute("INSERT INTO shop.t VALUES (1)");

        Cli.Result gone = cli.run("rollback", "shop", "--steps", "1");

        assertThat(gone.out()).contains("goes on with statement 2");
        assertThat(gone.exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|");
        assertThat(db.query("SELECT to_regclass('shop.p'), to_regclass('shop.q')"))
                .isEqualTo("|");
    }

    /** Whatever is asked for next: what was begun comes first. */
    @Test
    void aRollbackThatStoppedIsBroughtToItsEndBeforeAnyOther() {
        lone("002_p.sql", "CREATE TABLE p (id int);", "SELECT 1;\nSELECT 1 / count(*) FROM t;\nDROP TABLE p;");
        assertThat(cli.run("migrate").exit()).isZero();
        cli.migration("shop", "003_u.sql", "CREATE TABLE u (id int);", "DROP TABLE u;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--batch", "1").exit()).isEqualTo(5);
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|1\n003_u.sql|t|");
        db.execute("INSERT INTO shop.t VALUES (1)");

        assertThat(cli.run("rollback", "shop", "--batch", "2").out())
                .containsSubsequence("↩ 002_p.sql", "↩ 003_u.sql", "rolled back 2 migrations");

        assertThat(rows()).isEqualTo("001_t.sql|t|");
    }

    @Test
    void aRollbackGoesOnWithAMendedDownSectionOnlyBehindWhatItHasDone() {
        lone("002_p.sql", "CREATE TABLE p (id int);", "ALTER TABLE p RENAME TO q;\nDROP TABLE wrong;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--steps", "1").exit()).isEqualTo(5);

        lone("002_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;\nSELECT 1;");
        Cli.Result refused = cli.run("rollback", "shop", "--use-files", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("its down section was edited since", "the first statement of it is done")
                .contains("or leave out --use-files");

        lone("002_p.sql", "CREATE TABLE p (id int);", "ALTER TABLE p RENAME TO q;\nSELECT 1;\nDROP TABLE wrong;");
        assertThat(cli.run("rollback", "shop", "--use-files", "--yes").exit()).isEqualTo(5);
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_p.sql|f|2");
        db.execute("CREATE TABLE shop.wrong (id int)");
        assertThat(cli.run("rollback", "shop", "--steps", "1").out())
                .as("it goes on with the section that it was begun with")
                .contains("goes on with statement 3");
        assertThat(rows()).isEqualTo("001_t.sql|t|");
    }

    @Test
    void whatAKilledRollbackWasAtIsAskedOfTheCatalog() {
        lone("002_i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);", "DROP INDEX CONCURRENTLY i;\nDROP TABLE t;");
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("UPDATE shop.schema_migrations SET success = false, statements_done = 0,"
                + " error_message = 'rollback: not finished' WHERE filename = '002_i.sql'; DROP INDEX shop.i");

        Cli.Result gone = cli.run("rollback", "shop", "--steps", "1");

        assertThat(gone.out())
                .contains("statement 1 was done before this run, as the catalog shows: the index is gone");
        assertThat(gone.exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.t')")).isEmpty();
    }

    @Test
    void ofARollbackToAPersonSaysWhatBecameOfAStatement() {
        lone("002_c.sql", "CREATE TABLE p (id int);", "CALL nowhere();\nDROP TABLE p;\nCALL nowhere();");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--steps", "1", "--yes").exit()).isEqualTo(5);
        assertThat(cli.run("rollback", "shop", "--steps", "1", "--yes").said())
                .contains("it can't be told whether statement 1");

        assertThat(cli.run("repair", "shop", "002_c.sql", "--done").out())
                .contains("done as far as statement 1: the next rollback goes on behind it");
        assertThat(cli.run("rollback", "shop", "--steps", "1", "--yes").exit()).isEqualTo(5);
        assertThat(cli.run("repair", "shop", "002_c.sql", "--retry").out())
                .contains("the next rollback goes on with statement 3");
        assertThat(cli.run("rollback", "shop", "--steps", "1", "--yes").exit())
                .as("run again")
                .isEqualTo(5);
        assertThat(cli.run("repair", "shop", "002_c.sql", "--done").out()).contains("it counts as pending");

        assertThat(rows()).isEqualTo("001_t.sql|t|");
    }

    @Test
    void whatStoppedOutsideATransactionDoesNotBeginAnewInOne() {
        lone("002_p.sql", "INSERT INTO t VALUES (1);\nSELECT 1/0;", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        cli.migration("shop", "002_p.sql", "INSERT INTO t VALUES (1);\nSELECT 1;", "");

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("bring transaction:false back");
        assertThat(db.query("SELECT count(*) FROM shop.t")).isEqualTo("1");
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
