package dev.bailiwick.engine;

import static dev.bailiwick.testing.CutProxy.Side.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several runners on one database. */
@Timeout(90)
class RunnersIT {
    /** The frozen key of domain shop: the first eight bytes of the MD5 of {@code bailiwick domain shop}. */
    private static final String KEY = "('x' || left(md5('bailiwick domain shop'), 16))::bit(64)::bigint";

    /** Of the rows of pg_locks: other tests have databases of the same server. */
    private static final String HERE = "database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Cli project(int migrations) {
        Cli cli = Cli.in(folder).on(db);
        for (int i = 1; i <= migrations; i++) {
            cli.migration(
                    "shop", "%03d_t.sql".formatted(i), "CREATE TABLE t" + i + " (id int);", "DROP TABLE t" + i + ";");
        }
        return cli;
    }

    private List<Cli.Result> race(int runners, Cli cli, String... arguments) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runners);
        List<Future<Cli.Result>> running = new ArrayList<>();
        for (int i = 0; i < runners; i++) {
            running.add(threads.submit(() -> {
                start.await();
                return cli.run(arguments);
            }));
        }
        List<Cli.Result> results = new ArrayList<>();
        for (Future<Cli.Result> one : running) {
            results.add(one.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    @Test
    void eightRunnersApplyEveryFileOnceAndInOrder() throws Exception {
        Cli cli = project(20);

        for (Cli.Result result : race(8, cli, "migrate")) {
            assertThat(result.err()).doesNotContain("error");
            assertThat(result.exit()).isZero();
        }

        assertThat(db.query("SELECT count(*), bool_and(success), string_agg(filename, ' ' ORDER BY id)"
                        + " = string_agg(filename, ' ' ORDER BY filename COLLATE \"C\") FROM shop.schema_migrations"))
                .isEqualTo("20|t|t");
        assertThat(db.query("SELECT count(*), count(DISTINCT filename) FROM shop.schema_migrations_log"))
                .isEqualTo("20|20");
        assertThat(cli.run("validate").exit()).isZero();
    }

    /** Ten replicas of a service start at once, each with setup before it. */
    @Test
    void tenSetupsAtOnceAllEndWellAndApplyEveryFileOnce() throws Exception {
        Cli cli = project(5)
                .file("sql/shop/seeds/1.sql", "INSERT INTO t1 SELECT 1 WHERE NOT EXISTS (SELECT FROM t1);")
                .file("sql/shop/seeds/2.sql", "TRUNCATE t2;\n\\copy t2 from '2.csv'\n")
                .file("sql/shop/seeds/2.csv", "1\n2\n3\n");

        for (Cli.Result result : race(10, cli, "setup")) {
            assertThat(result.err()).doesNotContain("error");
            assertThat(result.exit()).isZero();
        }

        assertThat(db.query("SELECT count(*) FILTER (WHERE action = 'apply'), count(*) FILTER (WHERE action = 'seed'),"
                        + " count(*) FROM shop.schema_migrations_log"))
                .isEqualTo("5|20|25");
        assertThat(db.query("SELECT (SELECT count(*) FROM shop.t1), (SELECT count(*) FROM shop.t2)"))
                .isEqualTo("1|3");
    }

    @Test
    void tenSetupsOfWhatChangedSeedOnce() throws Exception {
        Cli cli = project(3).file("sql/shop/seeds/1.sql", "INSERT INTO t1 VALUES (1);");

        for (Cli.Result result : race(10, cli, "setup", "--changed")) {
            assertThat(result.exit()).isZero();
        }

        assertThat(db.query("SELECT count(*) FROM shop.t1")).isEqualTo("1");
    }

    @Test
    void runnersWithOneTransactionAndOutsideOneApplyEveryFileOnceToo() throws Exception {
        Cli cli = project(5);
        for (Cli.Result result : race(4, cli, "migrate", "--one-transaction")) {
            assertThat(result.exit()).isZero();
        }
        for (String name : List.of("i", "j")) {
            cli.file("sql/shop/00%s_%s.sql".formatted(name.equals("i") ? 6 : 7, name), """
                    -- migrate:up transaction:false
                    CREATE INDEX CONCURRENTLY %1$s ON t1 (id);
                    -- migrate:down transaction:false
                    DROP INDEX CONCURRENTLY %1$s;
                    """.formatted(name));
        }
        for (Cli.Result result : race(4, cli, "migrate")) {
            assertThat(result.err()).doesNotContain("error");
            assertThat(result.exit()).isZero();
        }

        assertThat(db.query(
                        "SELECT count(*), bool_and(success), (SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'apply')"
                                + " FROM shop.schema_migrations"))
                .isEqualTo("7|t|7");
        assertThat(db.query("SELECT bool_and(indisvalid) FROM pg_index"
                        + " WHERE indexrelid IN ('shop.i'::regclass, 'shop.j'::regclass)"))
                .isEqualTo("t");
    }

    @Test
    void aFailingFileFailsForAllRunnersAndStandsForNone() throws Exception {
        Cli cli = project(3).migration("shop", "004_bad.sql", "CREATE TABLE bad (id int); SELECT 1/0;", "");

        for (Cli.Result result : race(4, cli, "migrate")) {
            assertThat(result.exit()).isEqualTo(4);
        }

        assertThat(db.query("SELECT filename || success FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_t.sqltrue\n002_t.sqltrue\n003_t.sqltrue\n004_bad.sqlfalse");
        assertThat(db.query("SELECT to_regclass('shop.bad') IS NULL")).isEqualTo("t");
    }

    @Test
    void runnersInDifferentDomainsDontWait() throws Exception {
        Cli cli = project(1).migration("depot", "001_x.sql", "CREATE TABLE x (id int);", "");
        cli.migration("slow", "001_x.sql", "SELECT pg_sleep(2);", "");
        Future<Cli.Result> slow = threads.submit(() -> cli.run("migrate", "slow"));
        await("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(2)%' AND state = 'active'"
                + " AND datname = current_database() AND pid <> pg_backend_pid()");

        assertThat(cli.run("migrate", "depot").exit()).isZero();
        assertThat(slow.isDone()).isFalse();
        assertThat(slow.get(30, TimeUnit.SECONDS).exit()).isZero();
    }

    @Test
    void migrateAgainstRollbackEndsInAStateThatTheHistoryTells() throws Exception {
        Cli cli = project(12);
        assertThat(cli.run("migrate", "--count", "6", "shop").exit()).isZero();

        Future<Cli.Result> up = threads.submit(() -> cli.run("migrate", "shop"));
        Future<Cli.Result> down = threads.submit(() -> cli.run("rollback", "shop", "--all"));

        assertThat(up.get(30, TimeUnit.SECONDS).exit()).isIn(0, 3);
        Cli.Result rolledBack = down.get(30, TimeUnit.SECONDS);
        assertThat(rolledBack.exit()).isIn(0, 3);
        if (rolledBack.exit() == 3) {
            assertThat(rolledBack.said()).contains("another runner changed domain shop", "bailiwick status shop");
        }
        String tables = db.query("SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_class"
                + " WHERE relnamespace = 'shop'::regnamespace AND relname ~ '^t[0-9]+$'");
        String rows = db.query("SELECT coalesce(string_agg(t, ' ' ORDER BY t), '') FROM (SELECT 't' ||"
                + " left(filename, 3)::int AS t FROM shop.schema_migrations WHERE success) AS s");
        assertThat(tables.split(" ")).containsExactlyInAnyOrder(rows.split(" "));
        assertThat(db.query("SELECT sum(CASE action WHEN 'apply' THEN 1 ELSE -1 END)"
                        + " = (SELECT count(*) FROM shop.schema_migrations) FROM shop.schema_migrations_log"))
                .isEqualTo("t");
    }

    @Test
    void aHeldDomainIsWaitedForWithoutATransactionAndTheHolderIsNamed() throws Exception {
        project(2);
        try (CutProxy proxy = CutProxy.to(db.host(), db.port());
                Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN; SELECT pg_advisory_xact_lock(" + KEY + ")");
            statement.execute("SET application_name = 'the holder'");
            String pid = db.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
            Cli through = Cli.in(folder).on(db.urlAt(proxy.port()));
            Future<Cli.Result> waiter = threads.submit(() -> through.run("migrate"));
            await("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bailiwick'"
                    + " AND datname = current_database() AND state LIKE 'idle%'");
            int looked = 0;
            for (int i = 0; i < 60; i++) {
                String[] seen = db.query("SELECT count(*) FILTER (WHERE state <> 'active'),"
                                + " count(*) FILTER (WHERE state <> 'active'"
                                + " AND (xact_start IS NOT NULL OR backend_xmin IS NOT NULL)) FROM pg_stat_activity"
                                + " WHERE application_name = 'bailiwick' AND datname = current_database()")
                        .split("\\|");
                looked += Integer.parseInt(seen[0]);
                assertThat(seen[1]).isEqualTo("0");
                Thread.sleep(10);
            }
            assertThat(looked).isGreaterThan(10);
            // nobody may wait for the waiter
            db.execute("CREATE TABLE free (id int)");
            db.execute("SET statement_timeout = '5s'");
            try (Connection other = db.connect();
                    Statement builds = other.createStatement()) {
                builds.execute("SET statement_timeout = '5s'");
                builds.execute("CREATE INDEX CONCURRENTLY ON free (id)");
            }
            assertThat(waiter.isDone()).isFalse();

            statement.execute("COMMIT");

            Cli.Result result = waiter.get(30, TimeUnit.SECONDS);
            assertThat(result.exit()).isZero();
            assertThat(result.said()).contains("pid " + pid, "the holder", "role " + db.user());
            assertThat(proxy.messages().stream().filter(m -> m.from() == CLIENT).map(CutProxy.Message::text))
                    .noneMatch(text -> text.contains("pg_advisory_lock(") || text.contains("pg_advisory_xact_lock("));
        }
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("2");
    }

    @Test
    void everyCommandThatWritesWaitsForTheDomain() throws Exception {
        Cli cli = project(3);
        assertThat(cli.run("migrate", "--count", "2", "shop").exit()).isZero();
        for (String[] command :
                List.of(new String[] {"rollback", "shop", "--steps", "1"}, new String[] {"redo", "shop"}, new String[] {
                    "mark", "shop", "003_t.sql", "--applied"
                })) {
            try (Connection holder = db.connect();
                    Statement statement = holder.createStatement()) {
                statement.execute("BEGIN; SELECT pg_advisory_xact_lock(" + KEY + ")");
                CompletableFuture<Cli.Result> waiter = CompletableFuture.supplyAsync(() -> cli.run(command), threads);
                Thread.sleep(700);
                assertThat(waiter.isDone()).as(String.join(" ", command)).isFalse();
                statement.execute("COMMIT");
                assertThat(waiter.get(30, TimeUnit.SECONDS).exit()).isZero();
            }
        }
    }

    /** A history that another tool or person changes between planning and running. */
    @Test
    void whatWasPlannedFromAnOlderHistoryIsNotRun() throws Exception {
        Cli cli = project(3);
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN; SELECT pg_advisory_xact_lock(" + KEY + ")");
            Future<Cli.Result> waiter = threads.submit(() -> cli.run("migrate"));
            await("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bailiwick'"
                    + " AND datname = current_database() AND state LIKE 'idle%'");
            Thread.sleep(300);
            statement.execute(
                    "CREATE TABLE shop.t2 (by_hand int); INSERT INTO shop.schema_migrations"
                            + " (filename, checksum, execution_time_ms, success) VALUES ('002_t.sql', 'MANUAL', 0, true); COMMIT");

            assertThat(waiter.get(30, TimeUnit.SECONDS).exit()).isZero();
        }
        assertThat(db.query("SELECT string_agg(filename || checksum, ' ' ORDER BY id) LIKE"
                        + " '001_t.sql% 002_t.sqlMANUAL 003_t.sql%' FROM shop.schema_migrations"))
                .isEqualTo("t");
        assertThat(db.query("SELECT count(by_hand) FROM shop.t2")).isEqualTo("0");
    }

    @Test
    void aRefusalOfWhatIsLeftSaysWhatThisRunHasApplied() throws Exception {
        Cli cli = project(3);
        db.execute("CREATE TABLE gate ()");
        cli.migration("shop", "002_t.sql", "LOCK TABLE public.gate; CREATE TABLE t2 ();", "DROP TABLE t2;");
        try (Connection gate = db.connect();
                Statement closed = gate.createStatement();
                Connection other = db.connect();
                Statement between = other.createStatement()) {
            closed.execute("BEGIN; LOCK TABLE gate");
            Future<Cli.Result> runner = threads.submit(() -> cli.run("migrate"));
            await("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND " + HERE);
            Future<Boolean> taken =
                    threads.submit(() -> between.execute("BEGIN; SELECT pg_advisory_xact_lock(" + KEY + ")"));
            await("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND " + HERE);
            closed.execute("COMMIT");
            taken.get(30, TimeUnit.SECONDS);
            between.execute("INSERT INTO shop.schema_migrations (filename, checksum, execution_time_ms, success)"
                    + " VALUES ('009_gone.sql', repeat('0', 32), 0, true); COMMIT");

            Cli.Result refused = runner.get(30, TimeUnit.SECONDS);
            assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
            assertThat(refused.said())
                    .contains("009_gone.sql", "nothing more was run in shop; 2 migrations are applied by this command")
                    .doesNotContain("nothing was run");
        }
    }

    private void await(String countAboveZero) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            if (!db.query(countAboveZero).equals("0")) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("never came true: " + countAboveZero);
    }
}
