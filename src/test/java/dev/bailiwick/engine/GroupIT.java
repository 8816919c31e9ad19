package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that share a message look as if each had come by itself. */
@Timeout(60)
class GroupIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli files(int count) {
        Cli cli = Cli.in(folder).on(db);
        for (int i = 1; i <= count; i++) {
            cli.migration(
                    "shop", "%03d_t.sql".formatted(i), "CREATE TABLE t" + i + " (id int);", "DROP TABLE t" + i + ";");
        }
        return cli;
    }

    private String rows() {
        return db.query(
                "SELECT string_agg(left(filename, 3) || CASE WHEN success THEN '' ELSE '!' END, ' ' ORDER BY id)"
                        + " FROM shop.schema_migrations");
    }

    @Test
    void aFailureInTheMiddleLeavesWhatIsBeforeItAndSaysWhereItIs() {
        Cli cli = files(8).migration(
                        "shop",
                        "005_t.sql",
                        "CREATE TABLE t5 (id int);\n\nSELECT 1,\n  'ü', nosuch;",
                        "DROP TABLE t5;");

        Cli.Result result = cli.run("migrate", "--file-transactions");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).contains("✓ 004_t.sql").doesNotContain("✓ 005_t.sql");
        assertThat(result.err())
                .contains("sql/shop/005_t.sql:5:8", "nosuch", "4 files before it in this run are applied", "42703");
        assertThat(rows()).isEqualTo("001 002 003 004 005!");
        assertThat(db.query("SELECT to_regclass('shop.t4'), to_regclass('shop.t5'), to_regclass('shop.t6')"))
                .isEqualTo("shop.t4||");
        cli.migration("shop", "005_t.sql", "CREATE TABLE t5 (id int);", "DROP TABLE t5;");
        assertThat(cli.run("migrate", "--file-transactions").exit()).isZero();
        assertThat(rows()).isEqualTo("001 002 003 004 005 006 007 008");
    }

    /** What a message asks between two files is kept planned in the session, where a file can drop it. */
    @Test
    void aFileThatDeallocatesWhatTheNextOneNeedsStopsNobody() {
        Cli cli = files(8).migration("shop", "005_t.sql", """
                DO $$ BEGIN
                  EXECUTE (SELECT string_agg(format('DEALLOCATE %I', name), ';')
                           FROM pg_prepared_statements WHERE name ~ '_behind');
                END $$;
                """, "");

        assertThat(cli.run("migrate", "--file-transactions").said()).isEmpty();
        assertThat(rows()).isEqualTo("001 002 003 004 005 006 007 008");
    }

    /** The server reads a message to its end before it runs any of it. */
    @Test
    void whatCanNotBeReadLeavesWhatIsBeforeIt() {
        Cli cli = files(8).migration("shop", "006_t.sql", "CREATE TABLE t6 (id int);\nCREATE TABEL x;", "");

        Cli.Result result = cli.run("migrate", "--file-transactions");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("sql/shop/006_t.sql:3:8", "5 files before it in this run are applied");
        assertThat(rows()).isEqualTo("001 002 003 004 005 006!");
        cli.migration("shop", "006_t.sql", "CREATE TABLE t6 (id int,)", "");
        assertThat(cli.run("migrate", "--file-transactions").err()).contains("sql/shop/006_t.sql:2", "42601");
        assertThat(rows()).isEqualTo("001 002 003 004 005 006!");
    }

    @Test
    void noticesAndDurationsBelongToTheirFiles() {
        Cli cli = files(3).migration("shop", "002_t.sql", "DROP TABLE IF EXISTS nothing;\nSELECT pg_sleep(0.3);", "")
                .migration("shop", "003_t.sql", "DROP TABLE IF EXISTS nobody;\nSELECT 1/0;", "");

        Cli.Result result = cli.run("migrate", "--file-transactions");

        String out = result.out();
        assertThat(out.indexOf("\"nothing\" does not exist"))
                .isBetween(out.indexOf("002_t.sql"), out.indexOf("✓ 002_t.sql"));
        assertThat(out).containsOnlyOnce("\"nobody\" does not exist");
        assertThat(out.indexOf("✓ 002_t.sql")).isLessThan(out.indexOf("nobody"));
        assertThat(db.query("SELECT string_agg((execution_time_ms >= 300)::text, ' ' ORDER BY id)"
                        + " FROM shop.schema_migrations WHERE success"))
                .isEqualTo("false true");
    }

    @Test
    void whatOneLeavesInTheSessionDoesNotReachTheNext() {
        Cli cli = files(4).migration(
                        "shop",
                        "002_t.sql",
                        "SET search_path = pg_catalog; PREPARE p AS SELECT 1; DEALLOCATE ALL;"
                                + " SET synchronous_commit = off; SELECT set_config('my.value', 'x', false);",
                        "")
                .migration(
                        "shop",
                        "003_t.sql",
                        "CREATE TABLE t3 AS SELECT current_setting('synchronous_commit') AS commit,"
                                + " current_setting('my.value', true) AS mine, current_schema() AS path;",
                        "");

        assertThat(cli.run("migrate", "--file-transactions").exit()).isZero();
        assertThat(db.query("SELECT * FROM shop.t3")).isEqualTo(db.query("SHOW synchronous_commit") + "||shop");
        assertThat(rows()).isEqualTo("001 002 003 004");
    }

    @Test
    void aLockThatIsHeldForLongIsToldOfTheFileThatHeldIt() {
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.big (id int)");
        Cli cli = files(3).migration("shop", "002_t.sql", "ALTER TABLE big ADD n int;\nSELECT pg_sleep(2);", "");

        Cli.Result result = cli.run("migrate", "--file-transactions");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("002_t.sql held").doesNotContain("001_t.sql held", "003_t.sql held");
    }

    /** All of them come to the server, and no answer comes back. */
    @Test
    void afterALostConnectionItIsLookedUpWhichOfThemStand() {
        files(6);
        try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
            proxy.at(CutProxy.Side.SERVER, "BWREC").cutBefore();

            Cli.Result result = Cli.in(folder).on(db.urlAt(proxy.port())).run("migrate");

            assertThat(result.exit()).isEqualTo(6);
            int applied = rows().split(" ").length;
            assertThat(result.out()
                            .lines()
                            .filter(line -> line.startsWith("  ✓ "))
                            .count())
                    .isEqualTo(applied == 6 ? 5 : applied);
            assertThat(result.said())
                    .contains(applied == 6 ? "it is applied and recorded; only the answer was lost" : "nothing of it");
        }
        assertThat(Cli.in(folder).on(db).run("migrate").exit()).isZero();
        assertThat(rows()).isEqualTo("001 002 003 004 005 006");
    }

    /** Between two of a message the domain is free for a moment. */
    @Test
    void whoComesBetweenTwoOfThemIsSeen() throws Exception {
        Cli cli = files(6).migration("shop", "002_t.sql", "CREATE TABLE t2 (id int);\nSELECT pg_sleep(1);", "");
        CompletableFuture<Cli.Result> run =
                CompletableFuture.supplyAsync(() -> cli.run("migrate", "--file-transactions"));
        Cli other = Cli.in(folder).on(db);
        Thread.sleep(300);
        CompletableFuture<Cli.Result> second = CompletableFuture.supplyAsync(() -> other.run("migrate"));

        assertThat(run.get(40, TimeUnit.SECONDS).exit()).isZero();
        assertThat(second.get(40, TimeUnit.SECONDS).exit()).isZero();
        assertThat(rows()).isEqualTo("001 002 003 004 005 006");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log WHERE action = 'apply'"))
                .isEqualTo("6");
    }

    /** A person's row gets a number between those of the message's files. */
    @Test
    void whatAPersonRecordsBetweenTwoOfThemIsSeen() throws Exception {
        Cli cli = files(1);
        assertThat(cli.run("migrate").exit()).isZero();
        cli.migration("shop", "002_t.sql", "CREATE TABLE t2 (id int);\nSELECT pg_sleep(2);", "");
        cli.migration("shop", "003_t.sql", "CREATE TABLE t3 (id int);", "");
        cli.migration("shop", "099_hand.sql", "CREATE TABLE t99 (id int);", "");
        CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        while (db.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bailiwick shop/002_t.sql'")
                .equals("0")) {
            Thread.sleep(20);
        }
        db.execute(
                "INSERT INTO shop.schema_migrations (filename, batch, checksum) VALUES ('099_hand.sql', 0, 'MANUAL')");

        Cli.Result result = run.get(40, TimeUnit.SECONDS);

        assertThat(result.exit()).as(result.transcript()).isEqualTo(3);
        assertThat(result.said()).contains("003_t.sql").contains("099_hand.sql");
        assertThat(rows()).isEqualTo("001 099 002");
        assertThat(db.query("SELECT to_regclass('shop.t3')")).isEmpty();
    }
}
