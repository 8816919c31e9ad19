package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many runners at once: whatever they run into, each migration is applied once, in order, and all of them end. */
@Timeout(600)
class CrowdIT {
    private static final String ONCE_AND_IN_ORDER = """
            SELECT count(*) || ' applied, ' || CASE WHEN bool_and(success)
                       AND string_agg(filename, ' ' ORDER BY id) = string_agg(filename, ' ' ORDER BY filename COLLATE "C")
                       AND count(*) = (SELECT count(*) FROM %1$s.schema_migrations_log WHERE action = 'apply')
                   THEN 'each once and in order' ELSE string_agg(filename || ' ' || success, ' ' ORDER BY id) END
            FROM %1$s.schema_migrations
            """;

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void nobodyIsLeft() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        String locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        for (int i = 0; i < 200 && !db.query(locks).equals("0"); i++) {
            Thread.sleep(20);
        }
        assertThat(db.query(locks)).as("advisory locks").isEqualTo("0");
    }

    private Cli domain(Cli cli, String name, int migrations) {
        for (int i = 1; i <= migrations; i++) {
            cli.migration(
                    name, "%03d_t.sql".formatted(i), "CREATE TABLE t" + i + " (id int);", "DROP TABLE t" + i + ";");
        }
        return cli;
    }

    private interface Run {
        Cli.Result run();
    }

    private List<Cli.Result> together(List<Run> runs) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runs.size());
        List<Future<Cli.Result>> running = new ArrayList<>();
        for (Run run : runs) {
            running.add(threads.submit(() -> {
                start.await();
                return run.run();
            }));
        }
        List<Cli.Result> results = new ArrayList<>();
        for (Future<Cli.Result> one : running) {
            results.add(one.get(300, TimeUnit.SECONDS));
        }
        return results;
    }

    private static List<Run> times(int count, Run run) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(run);
        }
        return runs;
    }

    private void succeeds(List<Cli.Result> results) {
        for (Cli.Result result : results) {
            assertThat(result.err()).doesNotContain("error:");
            assertThat(result.exit()).isZero();
        }
    }

    /** The server has to have a connection for each, and a second one for who waits long. */
    @Test
    void aCrowdInOneDomain() throws Exception {
        Cli cli = domain(Cli.in(folder).on(db), "shop", 40);

        succeeds(together(times(Proof.times(16, 64), () -> cli.run("migrate"))));

        assertThat(db.query(ONCE_AND_IN_ORDER.formatted("shop"))).isEqualTo("40 applied, each once and in order");
    }

    @Test
    void crowdsInEightDomains() throws Exception {
        Cli cli = Cli.in(folder).on(db);
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            String name = "d" + i;
            domain(cli, name, 10);
            runs.addAll(times(Proof.times(2, 6), () -> cli.run("migrate", name)));
        }

        succeeds(together(runs));

        for (int i = 1; i <= 8; i++) {
            assertThat(db.query(ONCE_AND_IN_ORDER.formatted("d" + i))).isEqualTo("10 applied, each once and in order");
        }
    }

    /** During a deployment the last release's containers start beside the new ones. */
    @Test
    void anOlderReleaseBesideANewerOne() throws Exception {
        Cli older =
                domain(Cli.in(Files.createDirectories(folder.resolve("old"))).on(db), "shop", 10);
        Cli newer =
                domain(Cli.in(Files.createDirectories(folder.resolve("new"))).on(db), "shop", 20);
        List<Run> runs = times(4, () -> newer.run("migrate"));
        runs.addAll(times(4, () -> older.run("migrate")));

        List<Cli.Result> results = together(runs);

        succeeds(results);
        assertThat(older.run("migrate").said()).contains("the history of shop has 10 newer files");
        assertThat(db.query(ONCE_AND_IN_ORDER.formatted("shop"))).isEqualTo("20 applied, each once and in order");
    }

    @RepeatedTest(3)
    void migrateAgainstRollback() throws Exception {
        Cli cli = domain(Cli.in(folder).on(db), "shop", 10);
        assertThat(cli.run("migrate").exit()).isZero();
        List<Run> runs = times(3, () -> cli.run("migrate"));
        runs.addAll(times(3, () -> cli.run("rollback", "shop", "--all")));

        for (int i = 0; i < Proof.times(1, 10); i++) {
            for (Cli.Result result : together(runs)) {
                assertThat(result.exit()).as(result.err()).isIn(0, 3);
            }
            assertThat(db.query("SELECT count(*) FROM shop.schema_migrations"))
                    .as("rows are tables")
                    .isEqualTo(db.query(
                            "SELECT count(*) FROM pg_tables WHERE schemaname = 'shop' AND tablename ~ '^t[0-9]'"));
            assertThat(db.query("SELECT sum(CASE action WHEN 'apply' THEN 1 WHEN 'rollback' THEN -1 END)"
                            + " - (SELECT count(*) FROM shop.schema_migrations) FROM shop.schema_migrations_log"))
                    .as("the log agrees")
                    .isEqualTo("0");
        }
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("10");
    }

    @Test
    void othersWaitForOneThatSleepsInTheMiddle() throws Exception {
        Cli cli = domain(Cli.in(folder).on(db), "shop", 5);
        cli.migration("shop", "003_t.sql", "SELECT pg_sleep(2); CREATE TABLE t3 (id int);", "");

        succeeds(together(times(8, () -> cli.run("migrate"))));

        assertThat(db.query(ONCE_AND_IN_ORDER.formatted("shop"))).isEqualTo("5 applied, each once and in order");
    }

    /** Nobody of those who wait keeps the build waiting. */
    @Test
    void anIndexIsBuiltConcurrentlyWhileOthersWait() throws Exception {
        Cli cli = domain(Cli.in(folder).on(db), "shop", 3).file("sql/shop/004_i.sql", """
                        -- migrate:up transaction:false
                        INSERT INTO t1 SELECT generate_series(1, 100000);
                        CREATE INDEX CONCURRENTLY t1_id_idx ON t1 (id);
                        SELECT pg_sleep(1);
                        CREATE INDEX CONCURRENTLY t2_id_idx ON t2 (id);
                        -- migrate:down transaction:false
                        DROP INDEX CONCURRENTLY t1_id_idx;
                        """);
        domain(cli, "shop", 3).migration("shop", "005_t.sql", "CREATE TABLE t5 (id int);", "");

        succeeds(together(times(8, () -> cli.run("migrate"))));

        assertThat(db.query(ONCE_AND_IN_ORDER.formatted("shop"))).isEqualTo("5 applied, each once and in order");
        assertThat(db.query("SELECT count(*), bool_and(indisvalid) FROM pg_index JOIN pg_class ON oid = indexrelid"
                        + " WHERE relname IN ('t1_id_idx', 't2_id_idx')"))
                .isEqualTo("2|t");
        assertThat(db.query("SELECT count(*) FROM shop.t1")).as("filled once").isEqualTo("100000");
    }
}
