package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Pooler;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Through pgbouncer in both of its modes; skipped where there is none on the PATH. */
@Timeout(60)
class PoolerIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private @Nullable Pooler pooler;

    private void startPooler(String mode, String... settings) throws Exception {
        pooler = Pooler.start(folder, mode, settings);
    }

    @AfterEach
    void stopPooler() {
        if (pooler != null) {
            pooler.close();
        }
    }

    private Cli project() {
        Cli cli = Cli.in(folder.resolve("project"))
                .on(db.urlAt(Objects.requireNonNull(pooler).port()));
        for (int i = 1; i <= 10; i++) {
            cli.migration("shop", "%03d_t.sql".formatted(i), """
                    SELECT pg_advisory_lock(4711);
                    PREPARE kept AS SELECT 1;
                    CREATE TEMP TABLE kept (id int);
                    SET search_path = pg_catalog;
                    CREATE TABLE shop.t%d (id int);""".formatted(i), "DROP TABLE t" + i + ";");
        }
        return cli;
    }

    @Test
    void fourRunnersThroughAPoolerApplyEveryFileOnceAndLeaveNothingInItsSessions() throws Exception {
        startPooler("transaction");
        Cli cli = project();
        List<CompletableFuture<Cli.Result>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(CompletableFuture.supplyAsync(() -> cli.run("migrate")));
        }
        for (CompletableFuture<Cli.Result> one : running) {
            Cli.Result result = one.get(40, TimeUnit.SECONDS);
            assertThat(result.exit()).as(result.err()).isZero();
        }

        assertThat(db.query("SELECT count(*), count(*) FILTER (WHERE success), (SELECT count(*) FROM"
                        + " shop.schema_migrations_log) FROM shop.schema_migrations"))
                .isEqualTo("10|10|10");
        assertThat(db.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo("0");
        assertThat(cli.run("rollback", "shop", "--all").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("0");
    }

    @Test
    void aResetThatHasNoWayUpThroughAPoolerTakesNothingBack() throws Exception {
        startPooler("transaction");
        Cli cli = project();
        assertThat(cli.run("migrate").exit()).isZero();
        cli.file("sql/shop/011_i.sql", """
                -- migrate:up transaction:false
                CREATE INDEX CONCURRENTLY i ON t1 (id);
                -- migrate:down
                DROP INDEX i;
                """);

        for (String[] command : new String[][] {{"reset", "shop"}, {"reset", "shop", "--dry-run"}}) {
            Cli.Result refused = cli.run(command);
            assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
            assertThat(refused.said()).contains("sql/shop/011_i.sql", "pooler", "nothing was run");
        }
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("10");
    }

    @Test
    void aFileOutsideATransactionIsRefusedAndTheWayRoundIsNamed() throws Exception {
        startPooler("transaction");
        Cli cli = project().file("sql/shop/011_i.sql", """
                -- migrate:up transaction:false
                CREATE INDEX CONCURRENTLY i ON t1 (id);
                -- migrate:down transaction:false
                DROP INDEX CONCURRENTLY i;
                """);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.said()).contains("sql/shop/011_i.sql", "pooler", "--url", "nothing was run");
        assertThat(db.query("SELECT to_regclass('shop.t1') IS NULL")).isEqualTo("t");

        assertThat(Cli.in(folder.resolve("project")).on(db).run("migrate").exit())
                .isZero();
        Cli.Result down = cli.run("rollback", "shop", "--steps", "1");
        assertThat(down.exit()).as(down.err()).isEqualTo(3);
        assertThat(down.said()).contains("pooler");
        for (String command : new String[] {"setup", "redo", "reset"}) {
            cli.file("sql/shop/012_j.sql", """
                    -- migrate:up transaction:false
                    CREATE INDEX CONCURRENTLY j ON t1 (id);
                    -- migrate:down
                    DROP INDEX j;
                    """);
            Cli.Result refused = cli.run(command, "shop");
            assertThat(refused.exit()).as(command + refused.err()).isEqualTo(3);
            assertThat(refused.said()).contains("pooler", "bailiwick " + command + " shop --url", "nothing was run");
        }
        assertThat(db.query("SELECT to_regclass('shop.i') IS NOT NULL")).isEqualTo("t");
    }

    /** It keeps a session for each client, though the login's pid is the pooler's own. */
    @Test
    void inSessionModeAFileOutsideATransactionRunsAndHeals() throws Exception {
        startPooler("session");
        Cli cli = project().file("sql/shop/011_i.sql", """
                -- migrate:up transaction:false
                SET maintenance_work_mem = '2MB';
                CREATE INDEX CONCURRENTLY i ON t1 (id);
                SELECT 1/0;
                -- migrate:down transaction:false
                DROP INDEX CONCURRENTLY i;
                """);
        assertThat(cli.run("connection").out()).contains("yes; in transaction mode");

        Cli.Result stopped = cli.run("migrate");
        assertThat(stopped.exit()).as(stopped.err()).isEqualTo(5);
        cli.file("sql/shop/011_i.sql", """
                -- migrate:up transaction:false
                SET maintenance_work_mem = '2MB';
                CREATE INDEX CONCURRENTLY i ON t1 (id);
                SELECT 1;
                -- migrate:down transaction:false
                DROP INDEX CONCURRENTLY i;
                """);
        Cli.Result next = cli.run("migrate");

        assertThat(next.exit()).as(next.err()).isZero();
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.i'::regclass"))
                .isEqualTo("t");
        assertThat(cli.run("rollback", "shop", "--steps", "1").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo("0");
    }

    /** The session that an earlier run has left is in the pool: it serves others now, and may serve us. */
    @Test
    void inSessionModeTheSessionOfAnEarlierRunIsNotWaitedForWhenItServesOthers() throws Exception {
        startPooler("session");
        Cli cli = project();
        assertThat(cli.run("migrate").exit()).isZero();
        cli.file("sql/shop/011_i.sql", """
                -- migrate:up transaction:false
                CREATE INDEX CONCURRENTLY i ON t1 (id);
                SELECT 1/0;
                """);
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        cli.file("sql/shop/011_i.sql", """
                -- migrate:up transaction:false
                CREATE INDEX CONCURRENTLY i ON t1 (id);
                """);
        String servers =
                "SELECT pid || ' of ' || backend_start FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name <> 'test' AND backend_type = 'client backend'";
        for (String server : db.query(servers).lines().toList()) {
            db.execute("UPDATE shop.schema_migrations SET success = false, statements_done = 0,"
                    + " error_message = 'not finished, backend " + server + "' WHERE filename = '011_i.sql'");

            Cli.Result next = cli.run("migrate");

            assertThat(next.exit()).as(next.err()).isZero();
        }
    }

    /** Servers that take turns look like sessions of one's own for as long as nobody counts. */
    @Test
    void inTransactionModeItIsRefusedHoweverTheServersTakeTurns() throws Exception {
        startPooler("transaction", "server_round_robin = 1");
        Cli cli = project().file("sql/shop/011_i.sql", """
                -- migrate:up transaction:false
                CREATE INDEX CONCURRENTLY i ON t1 (id);
                """);
        for (int i = 0; i < 5; i++) {
            Cli.Result refused = cli.run("migrate");
            assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
            assertThat(refused.said()).contains("a connection pooler in transaction mode", "nothing was run");
        }
    }
}
