package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with {@code BEGIN … COMMIT} blocks of their own: each is one step, recorded in its own transaction. */
@Timeout(60)
class BlocksIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).migration("shop", "001_t.sql", "CREATE TABLE t (id int PRIMARY KEY);", "");
    }

    private void file(String up, String down) {
        cli.file(
                "sql/shop/002_x.sql",
                "-- migrate:up transaction:false\n" + up + "\n-- migrate:down transaction:false\n" + down + "\n");
    }

    private String rows() {
        return db.query("SELECT filename, success, statements_done FROM shop.schema_migrations ORDER BY id");
    }

    private String ids() {
        return db.query("SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM shop.t");
    }

    @Test
    void blocksAndWhatStandsBetweenThemAreStepsUpAndDown() {
        file(
                """
                BEGIN;
                INSERT INTO t VALUES (1);
                SAVEPOINT s;
                INSERT INTO t VALUES (2);
                ROLLBACK TO s;
                SET work_mem = '7MB';
                SET LOCAL statement_timeout = '9s';
                COMMIT;
                CREATE INDEX CONCURRENTLY i ON t (id);
                BEGIN ISOLATION LEVEL SERIALIZABLE;
                COPY t FROM STDIN;
                3
                4
                \\.
                INSERT INTO t VALUES (5);
                END;
                BEGIN;
                INSERT INTO t VALUES (6);
                ROLLBACK;
                BEGIN READ ONLY; SELECT count(*) FROM t; COMMIT;
                BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
                CREATE TABLE s AS SELECT current_setting('transaction_isolation') AS level,
                    current_setting('work_mem') AS m, current_setting('statement_timeout') AS t; COMMIT;
                BEGIN; COMMIT;""",
                "BEGIN; DELETE FROM t WHERE id > 3; COMMIT;\nDROP INDEX CONCURRENTLY i;\n"
                        + "BEGIN; DELETE FROM t; DROP TABLE s; COMMIT;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(ids()).isEqualTo("1 3 4 5");
        assertThat(db.query("SELECT level, m, t FROM shop.s")).isEqualTo("repeatable read|7MB|0");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|t|7");

        assertThat(cli.run("rollback", "shop", "--steps", "1", "--yes").err()).isEmpty();
        assertThat(ids()).isEmpty();
        assertThat(rows()).isEqualTo("001_t.sql|t|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (3);\nINSERT INTO t VALUES (1);",
                "INSERT INTO t VALUES (3);\nSELECT nothing;",
                "COPY t FROM STDIN;\n3\n1\n\\.",
                "INSERT INTO t VALUES (3);\nDELETE FROM shop.schema_migrations;",
                "INSERT INTO t VALUES (3);\nDO 'BEGIN COMMIT; END';",
            })
    void aBlockThatFailsIsRolledBackAndTheNextRunGoesOnWithIt(String wrong) {
        String right = "INSERT INTO t VALUES (3);\nINSERT INTO t VALUES (4);";
        String around = "BEGIN;\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nCOMMIT;\nBEGIN;\n%s\nCOMMIT;\n"
                + "INSERT INTO t VALUES (5);\nBEGIN; INSERT INTO t VALUES (6); COMMIT;";
        file(around.formatted(wrong), "");

        Cli.Result failed = cli.run("migrate");

        assertThat(failed.exit()).as(failed.err()).isEqualTo(5);
        int line = wrong.startsWith("COPY") ? 9 : 8;
        assertThat(failed.said())
                .contains("at sql/shop/002_x.sql:" + line + ":")
                .contains("1 of its 4 statements is done and stands; statement 2 was rolled back");
        assertThat(ids()).isEqualTo("1 2");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|f|1");

        file(around.formatted(right), "");
        Cli.Result onward = cli.run("migrate");

        assertThat(onward.err()).isEmpty();
        assertThat(onward.out()).contains("goes on with statement 2");
        assertThat(ids()).isEqualTo("1 2 3 4 5 6");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|t|4");
    }

    @Test
    void aBlockThatIsDoneMustNotBeEdited() {
        file("BEGIN;\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nCOMMIT;\nSELECT 1/0;", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        file("BEGIN;\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (7);\nCOMMIT;\nSELECT 1;", "");

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("its first statement was edited since");
    }

    /** What a block has set in the session outlasts it, also where another run goes on behind it. */
    @Test
    void whatABlockHasSetIsSetAgain() {
        file(
                "BEGIN;\nSET work_mem = '7MB';\nCOMMIT;\nSELECT 1 / (SELECT count(*) FROM t);\n"
                        + "CREATE TABLE s AS SELECT current_setting('work_mem') AS m;",
                "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        db.execute("INSERT INTO shop.t VALUES (1)");

        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT m FROM shop.s")).isEqualTo("7MB");
    }

    /** The session is ended while a block runs: nothing of it stands, and the next run goes on with it. */
    @Test
    void aKilledBlockIsRunAgainAsAWhole() throws Exception {
        file(
                "BEGIN; INSERT INTO t VALUES (1); COMMIT;\nBEGIN;\nINSERT INTO t VALUES (2);\nSELECT pg_sleep(3);\nCOMMIT;",
                "");
        CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        String sleeping = "FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        while (db.query("SELECT count(*) " + sleeping).equals("0")) {
            assertThat(run).isNotDone();
            Thread.sleep(20);
        }
        db.query("SELECT pg_terminate_backend(pid) " + sleeping);
        assertThat(run.get().exit()).isEqualTo(5);
        assertThat(ids()).isEqualTo("1");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|f|1");

        assertThat(cli.run("migrate").err()).isEmpty();

        assertThat(ids()).isEqualTo("1 2");
        assertThat(rows()).isEqualTo("001_t.sql|t|\n002_x.sql|t|2");
    }

    @Test
    void inATransactionAFileOfBlocksIsRefusedOnce() {
        String blocks = "BEGIN; SELECT 1; COMMIT;\n".repeat(30);
        cli.file("sql/shop/002_x.sql", "-- migrate:up\n" + blocks);

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("sql/shop/002_x.sql:2:1", "30 BEGIN … COMMIT blocks", "-- migrate:up transaction:false");
        assertThat(refused.err().lines().filter(line -> line.startsWith("error:")))
                .hasSize(1);
        assertThat(db.query("SELECT to_regnamespace('shop') IS NULL")).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET LOCAL transaction_isolation = 'repeatable read'",
                "SET TRANSACTION READ ONLY",
                "SET transaction_deferrable = on",
            })
    void anotherSortOfTransactionIsRefusedBeforeAnythingRuns(String set) {
        cli.file("sql/shop/002_x.sql", "-- migrate:up\nBEGIN;\n" + set + ";\nSELECT 1;\nCOMMIT;\n");

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains(
                        "sql/shop/002_x.sql:3:1",
                        "asks for another sort of transaction than ours",
                        "transaction:false");
        assertThat(db.query("SELECT to_regnamespace('shop') IS NULL"))
                .as("nothing ran")
                .isEqualTo("t");
    }
}
