package dev.bailiwick.engine.seed;

import static dev.bailiwick.testing.CutProxy.Side.CLIENT;
import static dev.bailiwick.testing.CutProxy.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Seeds: in order, each in a transaction of its own, in the log and never in the tracking table. */
@Timeout(120)
class SeedIT {
    private static final String LOG =
            "SELECT action, filename FROM shop.schema_migrations_log WHERE filename LIKE 'seeds/%' ORDER BY id";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_t.sql", "CREATE TABLE t (id int PRIMARY KEY, name text);", "DROP TABLE t;")
                .file("sql/shop/seeds/010_a.sql", "INSERT INTO t VALUES (1, 'a') ON CONFLICT DO NOTHING;\n")
                .file("sql/shop/seeds/020_b.sql", "INSERT INTO t VALUES (2, 'b') ON CONFLICT DO NOTHING;\n");
    }

    private String rows() {
        return db.query("SELECT string_agg(id || name, ' ' ORDER BY id) FROM shop.t");
    }

    @Test
    void runInByteOrderEachTimeAndLeaveNoRow() {
        cli.file(
                "sql/shop/seeds/Z.sql",
                "INSERT INTO t VALUES (3, current_setting('bailiwick.site')) ON CONFLICT DO NOTHING;");
        cli.succeeds("migrate");
        cli.succeeds("seed", "shop", "--set", "site=BKK");
        cli.succeeds("seed", "--set", "site=BKK");

        assertThat(rows()).isEqualTo("1a 2b 3BKK");
        String once = "seed|seeds/010_a.sql\nseed|seeds/020_b.sql\nseed|seeds/Z.sql";
        assertThat(db.query(LOG)).isEqualTo(once + "\n" + once);
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("1");
        assertThat(db.query("SELECT bool_and(length(checksum) = 32 AND execution_time_ms >= 0 AND batch IS NULL)"
                        + " FROM shop.schema_migrations_log WHERE action = 'seed'"))
                .isEqualTo("t");
        assertThat(cli.succeeds("status").out()).doesNotContain("seeds/");
        assertThat(cli.succeeds("validate").exit()).isZero();
    }

    @Test
    void requiredDomainsAreSeededFirst() {
        cli.file("sql/a/domain.properties", "requires=shop\n")
                .migration("a", "001_v.sql", "CREATE TABLE v (n int);", "DROP TABLE v;")
                .file("sql/a/seeds/1.sql", "INSERT INTO v SELECT count(*) FROM shop.t;");

        assertThat(cli.succeeds("setup").out()).contains("ran 3 seeds in public, shop, a".replace("public, ", ""));

        assertThat(db.query("SELECT n FROM a.v")).isEqualTo("2");
    }

    @Test
    void withChangedOnlyThoseRunThatAreNotWhatTheyWere() {
        cli.file("sql/shop/seeds/030_c.sql", "DELETE FROM t WHERE id > 9;\n\\copy t from 'c.csv' csv\n")
                .file("sql/shop/seeds/c.csv", "10,x\n");
        cli.succeeds("setup");

        assertThat(cli.succeeds("seed", "--changed").out()).contains("nothing to do: 3 seeds are unchanged");
        cli.file("sql/shop/seeds/c.csv", "10,y\n");
        assertThat(cli.succeeds("seed", "--changed", "--dry-run").out()).contains("would run 1 seed in shop");
        assertThat(cli.succeeds("seed", "--changed").out())
                .contains("030_c.sql")
                .doesNotContain("010_a", "020_b");
        cli.file("sql/shop/seeds/020_b.sql", "UPDATE t SET name = 'B' WHERE id = 2;");
        assertThat(cli.succeeds("seed", "--changed").out())
                .contains("020_b.sql")
                .doesNotContain("010_a", "030_c");
        assertThat(rows()).isEqualTo("1a 2B 10y");

        cli.succeeds("reset", "shop", "--changed", "--yes");
        assertThat(rows()).as("what was rolled back is seeded anew").isEqualTo("1a 10y");
    }

    @Test
    void afterACorrectionByHandSeedsCountAsChanged() {
        cli.succeeds("setup");
        db.execute("DELETE FROM shop.t");
        cli.succeeds("mark", "shop", "001_t.sql", "--pending");
        cli.succeeds("mark", "shop", "001_t.sql", "--applied");

        assertThat(cli.succeeds("seed", "--changed").out()).contains("ran 2 seeds");
        assertThat(rows()).isEqualTo("1a 2b");
        assertThat(cli.succeeds("seed", "--changed").out()).contains("nothing to do");
    }

    @Test
    void aFailureStopsSaysWhichAndLeavesTheEarlierOnes() {
        cli.succeeds("migrate");
        cli.file("sql/shop/seeds/020_b.sql", "INSERT INTO t VALUES (2, 'b');\nINSERT INTO t VALUES (3, nope);\n")
                .file("sql/shop/seeds/030_c.sql", "INSERT INTO t VALUES (4, 'c');\n");

        Cli.Result failed = cli.run("seed");

        assertThat(failed.exit()).isEqualTo(4);
        assertThat(failed.said())
                .contains(
                        "sql/shop/seeds/020_b.sql failed at sql/shop/seeds/020_b.sql:2:26",
                        "nothing of it stands; 1 file before it in this run is done; 1 behind it was not run",
                        "then: bailiwick seed shop");
        assertThat(rows()).isEqualTo("1a");
        assertThat(db.query(LOG)).isEqualTo("seed|seeds/010_a.sql\nfailure|seeds/020_b.sql");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("1");
    }

    @Test
    void aMigrationOfTheSameNameIsSomethingElse() {
        cli.file("sql/shop/seeds/001_t.sql", "INSERT INTO t VALUES (5, 'e');");
        cli.succeeds("setup");

        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations"))
                .isEqualTo("001_t.sql|t");
        cli.succeeds("rollback", "shop", "--all", "--yes");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("0");
    }

    @Test
    void whatASeedSetsEndsWithIt() {
        cli.file(
                        "sql/shop/seeds/010_a.sql",
                        "SET search_path = pg_catalog; SET ROLE pg_monitor; CREATE TEMP TABLE x ();")
                .file(
                        "sql/shop/seeds/020_b.sql",
                        "INSERT INTO t SELECT 7, current_user = session_user"
                                + " AND to_regclass('pg_temp.x') IS NULL;");
        cli.succeeds("setup");

        assertThat(rows()).isEqualTo("7true");
    }

    @Test
    void theRoleOfTheDomainRunsThem() {
        String role = db.createRole("owner");
        cli.file("sql/shop/domain.properties", "role=" + role + "\n")
                .file("sql/shop/seeds/010_a.sql", "INSERT INTO t VALUES (1, current_user);")
                .file("sql/shop/seeds/020_b.sql", "\\copy t from 'b.csv' csv\n")
                .file("sql/shop/seeds/b.csv", "2,b\n");
        cli.succeeds("setup");

        assertThat(rows()).isEqualTo("1" + role + " 2b");
    }

    @Test
    void noticesStandUnderTheirSeed() {
        cli.file("sql/shop/seeds/010_a.sql", "DO $$ BEGIN RAISE NOTICE 'hello'; END $$;");

        assertThat(cli.succeeds("setup").out().replaceAll("\\s+", " ")).contains("… seeds/010_a.sql NOTICE: hello");
    }

    @Test
    void dropSchemaInASeedLeavesHistoryAndLog() {
        cli.file(
                        "sql/shop/seeds/030_drop.sql",
                        "DROP SCHEMA shop CASCADE;\n\\copy pg_temp.x from 'x.csv'\n"
                                .replace("\\copy pg_temp.x", "CREATE TEMP TABLE x (i int);\n\\copy pg_temp.x"))
                .file("sql/shop/seeds/x.csv", "1\n2\n");
        cli.succeeds("setup");

        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations")).isEqualTo("1");
        assertThat(db.query(LOG)).endsWith("seed|seeds/030_drop.sql");
    }

    private void copyOf(int rows) {
        cli.file("sql/shop/seeds/020_b.sql", "\\copy t from 'b.csv' csv\n")
                .file(
                        "sql/shop/seeds/b.csv",
                        IntStream.range(10, 10 + rows)
                                .mapToObj(i -> i + ",row\n")
                                .collect(Collectors.joining()));
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfTheDataLeavesNothing() {
        copyOf(100_000);
        cli.succeeds("migrate");
        try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
            CutProxy.Trap trap = proxy.at(CLIENT, "50000,row").cutAfter();
            Cli.Result lost = Cli.in(folder).on(db.urlAt(proxy.port())).run("seed", "shop");

            assertThat(trap.sprung()).isTrue();
            assertThat(lost.exit()).as(lost.err()).isEqualTo(6);
            assertThat(lost.said())
                    .contains("the connection was lost while sql/shop/seeds/020_b.sql ran", "nothing of it stands");
        }
        assertThat(rows()).isEqualTo("1a");
        assertThat(db.query(LOG)).isEqualTo("seed|seeds/010_a.sql\nfailure|seeds/020_b.sql");
        cli.succeeds("seed");
        assertThat(db.query("SELECT count(*) FROM shop.t")).isEqualTo("100001");
    }

    @Test
    void aLostAnswerIsLookedUp() {
        cli.succeeds("migrate");
        try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
            CutProxy.Trap trap = proxy.at(SERVER, "BWREC").cutBefore();
            Cli.Result lost = Cli.in(folder).on(db.urlAt(proxy.port())).run("seed", "--only", "020", "shop");

            assertThat(trap.sprung()).isTrue();
            assertThat(lost.exit()).isEqualTo(6);
            boolean done = rows() != null && rows().contains("2b");
            assertThat(lost.said())
                    .contains(done ? "it is done and recorded; only the answer was lost" : "nothing of it stands");
            assertThat(db.query(LOG)).isEqualTo((done ? "seed" : "failure") + "|seeds/020_b.sql");
        }
    }

    @Test
    void aSessionThatIsKilledLeavesNothing() {
        cli.file(
                "sql/shop/seeds/020_b.sql",
                "INSERT INTO t VALUES (2, 'b'); SELECT pg_terminate_backend(pg_backend_pid());");

        Cli.Result killed = cli.run("setup");

        assertThat(killed.exit()).isEqualTo(6);
        assertThat(killed.said()).contains("020_b.sql", "nothing of it stands", "bailiwick setup");
        assertThat(rows()).isEqualTo("1a");
    }

    @Test
    void seedsOfADomainWithNothingAppliedAreRefused() {
        Cli.Result refused = cli.run("seed", "shop");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("domain shop has nothing applied", "bailiwick setup shop");
        assertThat(db.query("SELECT to_regnamespace('shop') IS NULL")).isEqualTo("t");
    }

    @Test
    void aDomainOfSeedsAloneKeepsALog() {
        cli.file("sql/ref/domain.properties", "requires=\n")
                .file("sql/ref/seeds/1.sql", "CREATE TABLE IF NOT EXISTS r ();");

        cli.succeeds("seed", "ref");
        cli.succeeds("setup", "ref");

        assertThat(db.query("SELECT count(*) FROM ref.schema_migrations_log")).isEqualTo("2");
    }

    @Test
    void everythingWrongInSeedsIsSaidBeforeAMigrationRuns() {
        cli.file("sql/shop/seeds/020_b.sql", "\\copy t from 'gone.csv'\n\\copy t to 'x'\n")
                .file("sql/shop/seeds/030_c.sql", "\\copy t from 'gone.csv'\n");

        Cli.Result refused = cli.run("setup");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("020_b.sql:2:9", "030_c.sql:1:1", "gone.csv is not in sql/shop/seeds");
        assertThat(db.query("SELECT to_regnamespace('shop') IS NULL")).isEqualTo("t");
    }

    @Test
    void onlyTakesOneFileByItsNameOrTheBeginningOfIt() {
        cli.succeeds("migrate");
        cli.file("sql/shop/seeds/021_b.sql", "");

        assertThat(cli.succeeds("seed", "--only", "010", "shop").out()).contains("ran 1 seed");
        assertThat(cli.succeeds("seed", "--only", "sql/shop/seeds/020_b.sql", "shop")
                        .out())
                .contains("ran 1 seed");
        assertThat(cli.run("seed", "--only", "02", "shop").said())
                .contains("can mean 2 files in shop", "020_b.sql, 021_b.sql");
        assertThat(cli.run("seed", "--only", "020_c.sql", "shop").said()).contains("did you mean 020_b.sql?");
        assertThat(cli.run("seed", "--only", "020_c.sql", "shop").exit()).isEqualTo(2);
    }
}
