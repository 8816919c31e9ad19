package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is applied unrecorded or recorded unapplied, even where somebody meddles with the history itself. */
class HistoryGuardIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of("."));

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;");
    }

    @Test
    void aRuleThatSwallowsTheRowRollsTheSectionBack() {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("CREATE RULE swallow AS ON INSERT TO shop.schema_migrations DO INSTEAD NOTHING");
        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said()).contains("keeps the history from being written");
        assertThat(db.query("SELECT to_regclass('shop.b') IS NULL")).isEqualTo("t");
    }

    @Test
    void aRuleThatKeepsTheRowRollsTheWayBackBack() {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("CREATE RULE keep AS ON DELETE TO shop.schema_migrations DO INSTEAD NOTHING");

        assertThat(cli.run("rollback", "shop").exit()).isEqualTo(4);
        assertThat(db.query("SELECT to_regclass('shop.a')")).isEqualTo("shop.a");
    }

    @Test
    void aFileThatAPersonRecordsDuringTheRunIsNotRun() throws Exception {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int); SELECT pg_sleep(2);", "DROP TABLE a;")
                .file("sql/shop/002_b.sql", "-- migrate:up transaction:false\nCREATE TABLE b (id int);\n")
                .migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "DROP TABLE c;");
        CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        awaitSleep();
        db.execute("INSERT INTO shop.schema_migrations (filename, checksum, execution_time_ms, success)"
                + " VALUES ('002_b.sql', 'MANUAL', 0, true)");

        assertThat(run.get(30, TimeUnit.SECONDS).exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.b') IS NULL, to_regclass('shop.c') IS NOT NULL"))
                .isEqualTo("t|t");
        assertThat(db.query("SELECT filename, checksum = 'MANUAL' FROM shop.schema_migrations ORDER BY filename"))
                .isEqualTo("001_a.sql|f\n002_b.sql|t\n003_c.sql|f");
    }

    /** It is not committed yet when the run looks at the history; the run's first word about the file meets it. */
    @Test
    void aFileThatIsRecordedAtTheLastMomentIsNotRun() throws Exception {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("ALTER DATABASE " + db.name() + " SET idle_session_timeout = '10min'");
        cli.file("sql/shop/002_b.sql", "-- migrate:up transaction:false\nCREATE TABLE b (id int);\n")
                .migration(
                        "shop",
                        "003_c.sql",
                        "CREATE TABLE c AS SELECT current_setting('idle_session_timeout') AS idle;",
                        "DROP TABLE c;");
        CompletableFuture<Cli.Result> run;
        try (Connection person = db.connect();
                Statement statement = person.createStatement()) {
            person.setAutoCommit(false);
            statement.execute("INSERT INTO shop.schema_migrations (filename, checksum, execution_time_ms, success)"
                    + " VALUES ('002_b.sql', 'MANUAL', 0, true)");
            run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
            String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database()";
            for (int i = 0; i < 500 && db.query(waiting).equals("0"); i++) {
                Thread.sleep(20);
            }
            assertThat(db.query(waiting)).isEqualTo("1");
            person.commit();
        }

        Cli.Result result = run.get(30, TimeUnit.SECONDS);

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.b') IS NULL, (SELECT idle FROM shop.c)"))
                .isEqualTo("t|10min");
    }

    /** Its backend is cancelled while it waits for the history: neither its settings nor its SQL are to blame. */
    @Test
    void aFileThatIsCancelledBeforeItBeginsIsPendingAsBefore() throws Exception {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int); SELECT pg_sleep(1.5);", "DROP TABLE a;")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");
        CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        awaitSleep();
        try (Connection person = db.connect();
                Statement statement = person.createStatement()) {
            person.setAutoCommit(false);
            // Comes in behind the first file, and before the second.
            statement.execute("LOCK TABLE shop.schema_migrations_log IN ACCESS EXCLUSIVE MODE");
            String cancel = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND datname = current_database()";
            for (int i = 0; i < 500 && db.query(cancel).equals("0"); i++) {
                Thread.sleep(20);
            }
            person.rollback();
        }

        Cli.Result result = run.get(30, TimeUnit.SECONDS);

        assertThat(result.exit()).as(result.err()).isEqualTo(4);
        assertThat(result.said())
                .contains("sql/shop/002_b.sql was not begun ", "1 file before it", "somebody cancelled it")
                .doesNotContain("settings");
        assertThat(db.query("SELECT string_agg(filename, ' ') FROM shop.schema_migrations"))
                .isEqualTo("001_a.sql");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    /** Until the section that runs has come to its pg_sleep. */
    private void awaitSleep() throws InterruptedException {
        for (int i = 0; i < 200 && sleeping() == 0; i++) {
            Thread.sleep(20);
        }
    }

    private int sleeping() {
        return Integer.parseInt(db.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                + " AND datname = current_database()"));
    }

    @Test
    void aRollbackThatStoppedHalfWayIsToldAsOne() {
        cli.file("sql/shop/001_a.sql", """
                -- migrate:up
                CREATE TABLE a (id int);
                -- migrate:down transaction:false
                DROP TABLE a;
                SELECT 1/0;
                """);
        assertThat(cli.run("migrate").exit()).isZero();
        String applied = db.query("SELECT applied_at, applied_by FROM shop.schema_migrations");

        assertThat(cli.run("rollback", "shop").exit()).isEqualTo(5);

        Cli.Result refused = cli.run("migrate");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains(
                        "the rollback of sql/shop/001_a.sql",
                        "finish it by hand, then: bailiwick mark shop 001_a.sql --pending",
                        "or undo it by hand, then: bailiwick mark shop 001_a.sql --applied");
        assertThat(db.query("SELECT applied_at, applied_by FROM shop.schema_migrations"))
                .isEqualTo(applied);
    }

    @Test
    void aDomainsRoleCreatesInTheDomainsSchema() {
        String role = db.createRole("owner");
        cli.file("sql/shop/domain.properties", "role = " + role + "\n");

        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT schemaname, tableowner FROM pg_tables WHERE tablename = 'a'"))
                .isEqualTo("shop|" + role);

        db.execute("REVOKE CREATE ON SCHEMA shop FROM " + role);
        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");
        Cli.Result refused = cli.run("migrate");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("GRANT USAGE, CREATE ON SCHEMA \"shop\" TO");
    }

    @Test
    void aMissingLogIsNoEmptyHistory() {
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("DROP TABLE shop.schema_migrations_log");

        assertThat(cli.run("status").exit()).isEqualTo(3);
        assertThat(cli.run("migrate").said()).contains("the log shop.schema_migrations_log is missing");
    }

    @Test
    void whatIsAdvisedForAMissingLogCanBeTyped() {
        cli.migration("public", "001_p.sql", "CREATE TABLE p (id int);", "DROP TABLE p;");
        assertThat(cli.run("migrate").exit()).isZero();
        String columns =
                "SELECT string_agg(attname || ' ' || attnotnull || ' ' || format_type(atttypid, atttypmod) || attidentity::text"
                        + " || coalesce(pg_get_expr(adbin, adrelid), ''), ', ' ORDER BY attnum) FROM pg_attribute LEFT JOIN pg_attrdef"
                        + " ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND attrelid = 'public.schema_migrations_log'::regclass";
        String before = db.query(columns);
        db.execute("DROP TABLE public.schema_migrations_log");

        String said = cli.run("migrate").said();

        Matcher advice =
                Pattern.compile("or begin an empty one: (CREATE TABLE .*?;)").matcher(said);
        assertThat(advice.find()).as(said).isTrue();
        db.execute(advice.group(1));
        assertThat(db.query(columns)).isEqualTo(before);
        assertThat(said).contains("and write into it what the history says: bailiwick repair public --from-history");
        assertThat(cli.run("repair", "public", "--from-history", "--yes").exit())
                .isZero();
        assertThat(cli.run("validate").exit()).isZero();
    }

    @Test
    void aRollbackInOneTransactionIsAllOrNothing() {
        cli.migration("public", "001_p.sql", "CREATE TABLE p (id int PRIMARY KEY);", "DROP TABLE p;")
                .migration("public", "002_q.sql", "CREATE TABLE q (id int);", "DROP TABLE q;")
                .migration("shop", "002_r.sql", "CREATE TABLE r (p int REFERENCES public.p ON DELETE CASCADE);", "");
        assertThat(cli.run("migrate").exit()).isZero();

        Cli.Result result = cli.run("rollback", "public", "--all", "--one-transaction");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.said())
                .contains(
                        "constraint r_p_fkey on table shop.r depends on table p",
                        "sql/public/001_p.sql",
                        "nothing was taken back in public",
                        "--with-dependents");
        assertThat(db.query("SELECT to_regclass('public.q') IS NOT NULL, count(*) FROM public.schema_migrations"))
                .isEqualTo("t|2");
    }
}
