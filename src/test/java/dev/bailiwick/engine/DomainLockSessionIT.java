package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A section outside a transaction never waits for the session that keeps its domain, and never changes the history. */
@Timeout(60)
class DomainLockSessionIT {
    /** Of the rows of pg_locks: other tests have databases of the same server. */
    private static final String HERE = "database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).migration("shop", "001_t.sql", "CREATE TABLE t (id int PRIMARY KEY);", "");
    }

    private void lone(String up, String down) {
        cli.file(
                "sql/shop/002_x.sql",
                "-- migrate:up transaction:false\n" + up + "\n-- migrate:down transaction:false\n" + down + "\n");
    }

    private String rows() {
        return db.query("SELECT filename, success, statements_done FROM shop.schema_migrations ORDER BY id");
    }

    private String log() {
        return db.query("SELECT action, filename FROM shop.schema_migrations_log ORDER BY id");
    }

    /** What locks every table in turn, or ours: it runs, and the history is what it was and its own row. */
    private static final List<String> LOCKING = List.of(
            "REINDEX SCHEMA shop",
            "REINDEX SCHEMA CONCURRENTLY shop",
            "REINDEX DATABASE %1$s",
            "REINDEX DATABASE CONCURRENTLY %1$s",
            "REINDEX SYSTEM %1$s",
            "REINDEX TABLE CONCURRENTLY shop.schema_migrations",
            "REINDEX INDEX CONCURRENTLY shop.schema_migrations_pkey",
            "VACUUM",
            "VACUUM FULL",
            "VACUUM (FULL, ANALYZE)",
            "VACUUM FULL shop.schema_migrations, shop.schema_migrations_log",
            "CLUSTER",
            "CLUSTER shop.schema_migrations USING schema_migrations_pkey",
            "LOCK TABLE shop.schema_migrations, shop.schema_migrations_log IN ACCESS EXCLUSIVE MODE",
            "ALTER TABLE shop.schema_migrations ADD COLUMN ticket text",
            "ALTER TABLE shop.schema_migrations_log SET (fillfactor = 90)",
            "CREATE INDEX CONCURRENTLY ON shop.schema_migrations (batch)",
            "DROP INDEX CONCURRENTLY IF EXISTS shop.nothing",
            "ANALYZE",
            "DROP SCHEMA shop CASCADE",
            "DROP TABLE shop.schema_migrations",
            "DROP TABLE shop.schema_migrations, shop.schema_migrations_log",
            "DO 'BEGIN DROP SCHEMA shop CASCADE; END'",
            "CREATE TEMPORARY TABLE here AS SELECT * FROM shop.schema_migrations");

    static List<Arguments> locking() {
        List<Arguments> all = new ArrayList<>();
        for (String statement : LOCKING) {
            all.add(Arguments.of("up", statement));
            all.add(Arguments.of("down", statement));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("locking")
    void whatLocksEveryTableRuns(String direction, String statement) {
        String sql = statement.formatted(db.name());
        boolean up = direction.equals("up");
        lone(up ? "SELECT 1;\n" + sql + ";\nSELECT 2;" : "SELECT 1;", up ? "SELECT 1;" : "SELECT 1;\n" + sql + ";");

        Cli.Result migrated = cli.run("migrate");

        assertThat(migrated.err()).isEmpty();
        assertThat(migrated.exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|t|" + (up ? 3 : 1));
        assertThat(log()).isEqualTo("apply|001_t.sql\nstart|002_x.sql\napply|002_x.sql");

        if (!up) {
            Cli.Result back = cli.run("rollback", "shop", "--steps", "1");
            assertThat(back.err()).isEmpty();
            assertThat(back.exit()).isZero();
            assertThat(rows()).isEqualTo("001_t.sql|t|");
            assertThat(log()).endsWith("apply|002_x.sql\nstart|002_x.sql\nrollback|002_x.sql");
        }
    }

    /** What changes rows of ours in a transaction is rolled back, with the statement's name. */
    private static final List<String> CHANGING = List.of(
            "TRUNCATE shop.schema_migrations",
            "TRUNCATE shop.schema_migrations_log",
            "TRUNCATE shop.schema_migrations, shop.schema_migrations_log",
            "DELETE FROM shop.schema_migrations",
            "DELETE FROM shop.schema_migrations WHERE filename = '001_t.sql'",
            "DELETE FROM shop.schema_migrations_log",
            "UPDATE shop.schema_migrations SET checksum = 'other' WHERE filename = '001_t.sql'",
            "UPDATE shop.schema_migrations SET checksum = 'other' WHERE filename = '002_x.sql'",
            "UPDATE shop.schema_migrations SET success = true",
            "INSERT INTO shop.schema_migrations (filename, checksum) VALUES ('009_z.sql', 'MANUAL')",
            "INSERT INTO shop.schema_migrations_log (action, filename) VALUES ('apply', '009_z.sql')",
            "DO 'BEGIN EXECUTE ''TRUNCATE shop.schema_migrations''; END'",
            "ALTER TABLE shop.schema_migrations RENAME TO gone",
            "ALTER TABLE shop.schema_migrations SET SCHEMA public",
            "ALTER SCHEMA shop RENAME TO store",
            "WITH gone AS (DELETE FROM shop.schema_migrations RETURNING 1) SELECT count(*) FROM gone",
            "CREATE FUNCTION shop.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.statements_done := 7; RETURN new; END';"
                    + "\nCREATE TRIGGER keep BEFORE UPDATE ON shop.schema_migrations FOR EACH ROW EXECUTE FUNCTION shop.keep()",
            "CREATE RULE keep AS ON UPDATE TO shop.schema_migrations DO INSTEAD NOTHING",
            "CREATE FUNCTION shop.gone() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM shop.schema_migrations; RETURN null; END';"
                    + "\nCREATE CONSTRAINT TRIGGER gone AFTER INSERT ON shop.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shop.gone();"
                    + "\nINSERT INTO shop.t VALUES (1)");

    static List<Arguments> changing() {
        List<Arguments> all = new ArrayList<>();
        for (String statement : CHANGING) {
            all.add(Arguments.of("up", statement));
            all.add(Arguments.of("down", statement));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("changing")
    void whatChangesTheHistoryIsRolledBackAndNamed(String direction, String sql) {
        boolean up = direction.equals("up");
        int line = (int) sql.lines().count() + 2 + (up ? 0 : 2);
        lone(up ? "SELECT 1;\n" + sql + ";\nSELECT 2;" : "SELECT 1;", up ? "" : "SELECT 1;\n" + sql + ";");
        if (!up) {
            assertThat(cli.run("migrate").exit()).isZero();
        }
        String before = up ? "" : log();

        Cli.Result result = up ? cli.run("migrate") : cli.run("rollback", "shop", "--steps", "1", "--yes");

        assertThat(result.exit()).as(result.err()).isEqualTo(5);
        assertThat(result.said())
                .contains("sql/shop/002_x.sql:" + line + ":1")
                .containsAnyOf("changes the history of domain shop itself", "keeps the history from being written")
                .contains("was rolled back")
                .doesNotContain("25P02", "CONTEXT");
        int done = (int) sql.lines().count();
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|f|" + done);
        assertThat(log()).endsWith("start|002_x.sql\nfailure|002_x.sql").startsWith(before);
    }

    /** A person may record a file by hand meanwhile: that is not the statement's doing. */
    @Test
    void whatAPersonWritesMeanwhileStopsNothing() throws Exception {
        lone("SELECT 1;\nSELECT pg_sleep(2);\nCREATE TABLE u (id int);", "");
        CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        while (db.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                        + " AND datname = current_database()")
                .equals("0")) {
            assertThat(run).isNotDone();
            Thread.sleep(20);
        }
        db.execute("INSERT INTO shop.schema_migrations (filename, checksum) VALUES ('003_y.sql', 'MANUAL')");

        assertThat(run.get().err()).isEmpty();
        assertThat(run.get().exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|t|3\n003_y.sql|t|");
    }

    /** A procedure commits by itself: what it has done to the history can't be undone, and is told at once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM shop.schema_migrations WHERE filename = ''001_t.sql''",
                "TRUNCATE shop.schema_migrations",
                "TRUNCATE shop.schema_migrations_log",
                "DROP TABLE shop.schema_migrations",
                "DROP SCHEMA shop CASCADE",
            })
    void whatAProcedureHasDoneToTheHistoryIsToldAtOnce(String work) {
        db.execute("CREATE PROCEDURE public.work() LANGUAGE plpgsql AS 'BEGIN " + work + "; COMMIT; END'");
        lone("SELECT 1;\nCALL public.work();\nCREATE TABLE public.u (id int);", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isEqualTo(5);
        assertThat(result.said())
                .contains("sql/shop/002_x.sql:3:1", "history of domain shop", "schema_migrations_log")
                .containsAnyOf(
                        "2 of its 3 statements are done and stand",
                        "1 of its 3 statements is done and stands; statement 2 is done as well, and could not be recorded");
        assertThat(db.query("SELECT to_regclass('public.u') IS NULL")).isEqualTo("t");
    }

    /** Whatever a trigger on our tables does when the end is recorded: the file doesn't count as applied. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEFORE UPDATE ON schema_migrations ! IF new.success THEN new.success := false; END IF; RETURN new;",
                "BEFORE UPDATE ON schema_migrations ! IF new.success THEN new.checksum := 'x'; END IF; RETURN new;",
                "BEFORE UPDATE ON schema_migrations ! IF new.success THEN RETURN NULL; END IF; RETURN new;",
                "AFTER UPDATE ON schema_migrations ! IF new.success THEN DELETE FROM shop.schema_migrations; END IF; RETURN new;",
                "AFTER INSERT ON schema_migrations_log ! DELETE FROM shop.schema_migrations WHERE filename = '001_t.sql'; RETURN new;",
                "AFTER INSERT ON schema_migrations_log ! UPDATE shop.schema_migrations_log SET message = 'x'; RETURN new;",
                "BEFORE INSERT ON schema_migrations_log ! IF new.action = 'apply' THEN RETURN NULL; END IF; RETURN new;",
            })
    void whatATriggerMakesOfTheEndIsNotTakenForDone(String trigger) {
        lone("SELECT 1;\nVACUUM t;", "");
        assertThat(cli.migration("shop", "001_t.sql", "CREATE TABLE t (id int PRIMARY KEY);", "")
                        .run("migrate", "--to", "001_t.sql")
                        .exit())
                .isZero();
        String[] words = trigger.split(" ! ");
        db.execute("CREATE FUNCTION shop.f() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN IF TG_TABLE_NAME LIKE '%log'"
                + " AND to_jsonb(new)->>'action' <> 'apply' THEN RETURN new; END IF; " + words[1]
                + " END $f$; CREATE TRIGGER f "
                + words[0].replace("ON ", "ON shop.") + " FOR EACH ROW EXECUTE FUNCTION shop.f()");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(5);
        assertThat(result.said()).contains("keeps the history from being written", "2 of its 2 statements are done");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|f|2");
        db.execute("DROP FUNCTION shop.f CASCADE");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|t|2");
    }

    /** PostgreSQL can't see this deadlock: one end of it waits in the client. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_advisory_lock(%s)",
                "SELECT pg_advisory_xact_lock(%s)",
                "CALL public.waits(%s)",
                "DO 'BEGIN PERFORM pg_advisory_xact_lock_shared(%s); END'",
            })
    void aStatementThatWaitsForTheDomainsOwnLockIsToldAndEnded(String statement) {
        db.execute(
                "CREATE PROCEDURE public.waits(bigint) LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_lock($1); END'");
        String key = db.query("SELECT ('x' || substr(md5('bailiwick domain shop'), 1, 16))::bit(64)::bigint");
        lone("SELECT 1;\n" + statement.formatted(key) + ";", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isEqualTo(5);
        assertThat(result.said())
                .contains("it waits for the lock that this run itself holds on the domain", "would wait for ever")
                .contains("sql/shop/002_x.sql:3:1", "1 of its 2 statements is done and stands");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|f|1");
    }

    /** The statement waits for somebody who waits for the session that keeps the domain. */
    @Test
    void aCircleByWayOfAThirdSessionIsSeenToo() throws Exception {
        assertThat(cli.run("migrate").exit()).isZero();
        String key = db.query("SELECT ('x' || substr(md5('bailiwick domain shop'), 1, 16))::bit(64)::bigint");
        lone("SELECT pg_sleep(2);\nALTER TABLE t ADD a int;", "");
        try (var other = db.connect();
                var statement = other.createStatement()) {
            CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
            while (db.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND " + HERE)
                    .equals("0")) {
                assertThat(run).isNotDone();
                Thread.sleep(20);
            }
            statement.execute("SET lock_timeout = '20s'");
            CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("BEGIN; LOCK TABLE shop.t; SELECT pg_advisory_xact_lock(" + key + ")");
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThat(run.get().exit()).isEqualTo(5);
            assertThat(run.get().said()).contains("would wait for ever");
            assertThat(waits.get()).isFalse();
        }
    }

    /** Two runners of one domain, outside transactions and in them, still exclude each other. */
    @Test
    void theDomainIsLockedMeanwhile() throws Exception {
        lone("SELECT pg_sleep(2);\nCREATE TABLE u (id int);", "");
        CompletableFuture<Cli.Result> first = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        while (db.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                        + " AND datname = current_database()")
                .equals("0")) {
            assertThat(first).isNotDone();
            Thread.sleep(20);
        }
        assertThat(db.query("SELECT count(*), count(*) FILTER (WHERE locktype = 'advisory') FROM pg_locks AS l"
                        + " WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND " + HERE + ")"
                        + " AND pid <> pg_backend_pid()"))
                .as("what the session holds that keeps the domain")
                .isEqualTo("1|1");

        CompletableFuture<Cli.Result> second = CompletableFuture.supplyAsync(() -> cli.run("migrate"));

        assertThat(first.get().exit()).isZero();
        assertThat(second.get().exit()).isZero();
        assertThat(log()).isEqualTo("apply|001_t.sql\nstart|002_x.sql\napply|002_x.sql");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|t|2");
    }
}
