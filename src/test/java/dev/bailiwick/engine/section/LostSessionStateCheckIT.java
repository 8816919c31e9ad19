package dev.bailiwick.engine.section;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A half-done file outside a transaction goes on in another session than it began in: what its statements left in the first is
 * there again, or it doesn't go on.
 */
@Timeout(60)
class LostSessionStateCheckIT {
    /** Fails until somebody has mended the gate. */
    private static final String GATE = "SELECT 1 / (SELECT count(*) FROM public.gate);\n";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .migration(
                        "shop",
                        "001_t.sql",
                        "CREATE TABLE items (id int); INSERT INTO items VALUES (1); CREATE TABLE log (said text);",
                        "");
        db.execute("CREATE TABLE public.gate (id int); CREATE SCHEMA staging;"
                + " CREATE TABLE staging.items (id int); INSERT INTO staging.items VALUES (7)");
    }

    private void file(String up, String down) {
        cli.file(
                "sql/shop/002_x.sql",
                "-- migrate:up transaction:false\n" + up + "\n-- migrate:down transaction:false\n" + down + "\n");
    }

    private String items() {
        return db.query("SELECT coalesce(string_agg(id::text, ' '), '') FROM shop.items");
    }

    private String row() {
        return db.query("SELECT success, statements_done FROM shop.schema_migrations WHERE filename = '002_x.sql'");
    }

    private void mended() {
        db.execute("INSERT INTO public.gate VALUES (1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "CREATE TEMP TABLE items (id int) ! the temporary table items",
                "CREATE TABLE pg_temp.items (id int) ! the temporary table items",
                "SELECT 1 AS id INTO TEMP items ! the temporary table items",
                "DO 'BEGIN CREATE TEMP TABLE items (id int); END' ! the temporary table items",
                "BEGIN; CREATE TEMP TABLE items (id int); COMMIT ! the temporary table items",
                "SELECT public.makes() ! the temporary table items",
                "INSERT INTO public.triggers VALUES (1) ! the temporary table items",
                "CREATE TEMP VIEW items AS SELECT 1 AS id ! the temporary view items",
                "CREATE TEMP SEQUENCE items ! the temporary sequence items",
                "CREATE DOMAIN pg_temp.items AS int ! the temporary type items",
                "CREATE FUNCTION pg_temp.items() RETURNS int LANGUAGE sql AS 'SELECT 1' ! the temporary function items",
                "PREPARE items AS SELECT 1 ! the prepared statement items",
                "SELECT pg_advisory_lock(42) ! the advisory lock 42",
                "SELECT pg_try_advisory_lock_shared(4, 2) ! the advisory lock 4 2",
                "CALL public.calls() ! the temporary table items",
            })
    void whatCantBeGivenToAnotherSessionIsNamedAndNothingGoesOn(String leaves, String named) {
        db.execute("CREATE FUNCTION public.makes() RETURNS int LANGUAGE plpgsql AS"
                + " 'BEGIN CREATE TEMP TABLE items (id int); RETURN 1; END'");
        db.execute("CREATE FUNCTION public.fires() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN CREATE TEMP TABLE items (id int); RETURN NEW; END'; CREATE TABLE public.triggers (id int);"
                + " CREATE TRIGGER t AFTER INSERT ON public.triggers FOR EACH ROW EXECUTE FUNCTION public.fires()");
        db.execute("CREATE PROCEDURE public.calls() LANGUAGE plpgsql AS"
                + " 'BEGIN CREATE TEMP TABLE items (id int); COMMIT; END'");
        file("-- bailiwick: touches:public\n" + leaves + ";\n" + GATE + "TRUNCATE items;", "");
        Cli.Result failed = cli.run("migrate");
        assertThat(failed.exit()).isEqualTo(5);
        assertThat(failed.said())
                .contains("what they left in their session has ended with it: " + named)
                .contains("bailiwick repair shop 002_x.sql --retry");
        mended();

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("can't go on: its statement 1 left " + named + " in its session, which ended")
                .contains("sql/shop/002_x.sql:")
                .contains("bailiwick mark shop 002_x.sql --applied")
                .contains("bailiwick mark shop 002_x.sql --pending")
                .contains("bailiwick repair shop 002_x.sql --retry");
        assertThat(items()).isEqualTo("1");
        assertThat(row()).isEqualTo("f|1");
    }

    @Test
    void statusValidateAndADryRunSayTheSame() {
        file("CREATE TEMP TABLE items (id int);\n" + GATE + "TRUNCATE items;", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);

        Cli.Result status = cli.run("status", "--exit-code");

        assertThat(status.exit()).isEqualTo(3);
        assertThat(status.out())
                .contains("its statement 1 left the temporary table items in its session")
                .doesNotContain("migrate goes on with the next")
                .doesNotContain("session behind statement");
        assertThat(cli.run("migrate", "--dry-run").exit()).isEqualTo(3);
        Cli.Result validated = cli.run("validate");
        assertThat(validated.exit()).isEqualTo(3);
        assertThat(validated.said()).contains("left the temporary table items").doesNotContain("migrate goes on");
        assertThat(cli.run("repair", "shop", "002_x.sql", "--retry").exit()).isZero();
        assertThat(cli.run("status", "--exit-code").exit()).isEqualTo(8);
    }

    /** Channels may have the names of settings. */
    @ParameterizedTest
    @ValueSource(strings = {"role", "session_authorization", "\"Mixed; case\"", "search_path"})
    void aChannelIsListenedOnAgainWhateverItsName(String channel) {
        file("LISTEN " + channel + ";\n" + GATE + "INSERT INTO log SELECT * FROM pg_listening_channels();", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        mended();

        Cli.Result resumed = cli.run("migrate");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(db.query("SELECT said FROM shop.log")).isEqualTo(channel.replace("\"", ""));
    }

    /** A person has looked, and has written the rest so that it stands alone. */
    @Test
    void aPersonMaySayThatTheRestDoesWithoutIt() {
        file(
                "SET work_mem = '7MB';\nCREATE TEMP TABLE items (id int);\n" + GATE + "TRUNCATE items;\n"
                        + "INSERT INTO log SELECT current_setting('work_mem');",
                "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        mended();
        assertThat(cli.run("migrate").exit()).isEqualTo(3);
        file(
                "SET work_mem = '7MB';\nCREATE TEMP TABLE items (id int);\n" + GATE
                        + "CREATE TEMP TABLE items (id int);\nTRUNCATE items;\n"
                        + "INSERT INTO log SELECT current_setting('work_mem');",
                "");
        assertThat(cli.run("migrate").exit()).isEqualTo(3);

        assertThat(cli.run("repair", "shop", "002_x.sql", "--retry").exit()).isZero();
        Cli.Result run = cli.run("migrate");

        assertThat(run.out()).contains("goes on with statement 3");
        assertThat(run.exit()).isZero();
        assertThat(items()).isEqualTo("1");
        assertThat(db.query("SELECT said FROM shop.log")).isEqualTo("7MB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                // what was done ! what is asked behind it ! what the second session has to answer
                "SELECT set_config('search_path', 'staging', false) ! current_setting('search_path') ! staging",
                "DO $$ BEGIN PERFORM set_config('search_path', 'staging, shop', false); END $$ ! current_setting('search_path') ! staging, shop",
                "SET search_path = staging; RESET search_path ! current_setting('search_path') ! \"$user\", public",
                "SET work_mem = '7MB'; DO $$ BEGIN RESET work_mem; END $$ ! current_setting('work_mem') ! 4MB",
                "SET work_mem = '7MB'; DISCARD ALL ! current_setting('work_mem') ! 4MB",
                "SELECT set_config('my.tenant', E'a=b; |%\\nc', false) ! replace(current_setting('my.tenant', true), E'\\n', '/') ! a=b; |%/c",
                "SELECT public.tenant() ! current_setting('my.tenant', true) ! 5",
                "SELECT public.tenant() ! public.whose() ! 5",
                "SELECT set_config('work_mem', '7MB', true) ! current_setting('work_mem') ! 4MB",
                "BEGIN; SET LOCAL work_mem = '7MB'; COMMIT ! current_setting('work_mem') ! 4MB",
                "SET ROLE pg_monitor; RESET ROLE; SELECT set_config('role', 'some one', false) ! current_user::text ! some one",
                "SELECT set_config('session_replication_role', 'replica', false); SET ROLE \"some one\" ! concat_ws(' ', current_user, current_setting('session_replication_role')) ! some one replica",
                "SET SESSION AUTHORIZATION \"some one\" ! concat_ws(' ', session_user, current_user) ! some one some one",
                "LOAD 'auto_explain'; SELECT set_config('auto_explain.log_min_duration', '7s', false) ! current_setting('auto_explain.log_min_duration') ! 7s",
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ ! current_setting('transaction_isolation') ! repeatable read",
                "DO $$ BEGIN EXECUTE 'LISTEN \"a b\"'; END $$ ! (SELECT string_agg(c, ' ') FROM pg_listening_channels() AS c) ! a b",
                "LISTEN x; UNLISTEN * ! (SELECT count(*)::text FROM pg_listening_channels()) ! 0",
                "PREPARE p AS SELECT 1; DEALLOCATE p ! (SELECT count(*)::text FROM pg_prepared_statements WHERE from_sql) ! 0",
                "CREATE TEMP TABLE items (id int); DROP TABLE items ! to_regclass('items')::text ! items",
                "BEGIN; CREATE TEMP TABLE items (id int) ON COMMIT DROP; COMMIT ! to_regclass('items')::text ! items",
                "SELECT pg_advisory_lock(42); SELECT pg_advisory_unlock(42) ! (SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) ! 0",
            })
    void whatWasSetIsSetAgainExactly(String done, String asked, String answer) {
        db.execute("CREATE ROLE \"some one\"; CREATE SCHEMA shop; GRANT USAGE ON SCHEMA shop, staging TO \"some one\";"
                + " CREATE TABLE public.said (said text); GRANT ALL ON public.said, public.gate TO \"some one\";"
                + " CREATE FUNCTION public.tenant() RETURNS text LANGUAGE sql AS"
                + " $$SELECT set_config('my.tenant', '5', false)$$;"
                + " CREATE FUNCTION public.whose() RETURNS text LANGUAGE sql AS"
                + " $$SELECT current_setting('my.tenant', true)$$");
        try {
            file(
                    "-- bailiwick: touches:public\n" + done.replace("\\\\n", "\\n") + ";\n" + GATE
                            + "INSERT INTO public.said VALUES (" + asked.replace("\\\\n", "\\n") + ");",
                    "");
            Cli.Result first = cli.run("migrate");
            assertThat(first.exit()).as(first.said()).isEqualTo(5);
            mended();

            Cli.Result second = cli.run("migrate");

            assertThat(second.exit()).as(second.said()).isZero();
            assertThat(db.query("SELECT said FROM public.said")).isEqualTo(answer);
        } finally {
            db.execute("DROP OWNED BY \"some one\"; DROP ROLE \"some one\"");
        }
    }

    /** As a run of an older release left it: nobody has looked, and its text is what there is to go by. */
    private void olderRow() {
        db.execute("UPDATE shop.schema_migrations SET error_message = split_part(error_message, E'\\n; session', 1)"
                + " WHERE filename = '002_x.sql'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE LOCAL TEMPORARY TABLE x (id int)",
                "SELECT set_config('search_path', 'staging', false)",
                "SELECT 1 AS id INTO TEMPORARY x",
                "PREPARE x AS SELECT 1",
                "DO $$ BEGIN END $$",
                "SELECT public.whatever()",
                "INSERT INTO public.triggers (id) SELECT public.whatever()",
                "WITH x (a) AS (SELECT public.\"whatever\"()) SELECT a FROM x",
                "SELECT pg_advisory_lock(42)",
                "BEGIN; SELECT 1; SELECT public.whatever(); COMMIT",
            })
    void ofARowOfAnOlderReleaseItsTextIsAsked(String leaves) {
        db.execute(
                "CREATE TABLE public.triggers (id int); CREATE FUNCTION public.whatever() RETURNS int LANGUAGE sql AS"
                        + " 'SELECT 1'");
        file("-- bailiwick: touches:public\n" + leaves + ";\n" + GATE + "TRUNCATE items;", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        olderRow();
        mended();

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).as(refused.said()).isEqualTo(3);
        assertThat(refused.said())
                .contains("its statement 1 may have left something in its session")
                .contains("statement 1 may have left ");
        assertThat(items()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE temp (id int, temporary text, set_configs int)",
                "CREATE INDEX CONCURRENTLY i ON items (id)",
                "SET work_mem = '7MB'",
                "INSERT INTO shop.items (id) VALUES (2), (length('ab')) ON CONFLICT DO NOTHING",
                "INSERT INTO log SELECT 'pg_temp set_config(' WHERE 1 IN (SELECT count(*) FROM items) AND now() IS NOT NULL",
                "UPDATE items SET (id) = ROW (3)",
                "ALTER TABLE items ADD COLUMN prepared numeric(3, 1) DEFAULT abs(1)",
                "COMMENT ON TABLE items IS 'CREATE TEMP TABLE x'",
            })
    void whatLeavesNothingGoesOnWithoutAQuestion(String done) {
        file(done + ";\n" + GATE + "CREATE TABLE u (id int);", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        olderRow();
        mended();

        Cli.Result run = cli.run("migrate");

        assertThat(run.exit()).as(run.said()).isZero();
    }

    /** Its session is ended, or the runner killed, while a statement behind it runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_sleep(30);",
                "BEGIN; SELECT pg_sleep(30); COMMIT;",
                "VACUUM items; SELECT pg_sleep(30);"
            })
    void theSameWhereTheConnectionBroke(String sleeps) throws Exception {
        file(
                "DO 'BEGIN CREATE TEMP TABLE items (id int); END';\nSELECT set_config('work_mem', '7MB', false);\n"
                        + sleeps + "\nTRUNCATE items;",
                "");
        CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
        String sleeping = "FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        while (db.query("SELECT count(*) " + sleeping).equals("0")) {
            assertThat(run).isNotDone();
            Thread.sleep(20);
        }
        // What a killed runner leaves is what the row says now.
        assertThat(db.query("SELECT error_message FROM shop.schema_migrations WHERE filename = '002_x.sql'"))
                .contains("TABLE=items=");
        db.query("SELECT pg_terminate_backend(pid) " + sleeping);
        assertThat(run.get().exit()).isEqualTo(5);

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said()).contains("left the temporary table items in their session");
        assertThat(items()).isEqualTo("1");
        assertThat(db.query("SELECT message FROM shop.schema_migrations_log WHERE action = 'failure'"))
                .doesNotContain("session behind");
    }

    @Test
    void theSameOnTheWayBack() {
        file("SELECT 1;", "CREATE TEMP TABLE items (id int);\n" + GATE + "TRUNCATE items;");
        assertThat(cli.run("migrate").exit()).isZero();
        Cli.Result failed = cli.run("rollback", "shop", "--steps", "1", "--yes");
        assertThat(failed.exit()).as(failed.said()).isEqualTo(5);
        mended();

        Cli.Result refused = cli.run("rollback", "shop", "--steps", "1", "--yes");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("002_x.sql (down) can't go on: its statement 1 left the temporary table items")
                .contains("bailiwick mark shop 002_x.sql --pending");
        assertThat(items()).isEqualTo("1");
        assertThat(cli.run("repair", "shop", "002_x.sql", "--retry").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--steps", "1", "--yes").exit()).isZero();
    }

    @Test
    void theSameWhereAnIndexHeals() {
        file(
                "SELECT set_config('search_path', 'staging', false);\nCREATE TEMP TABLE x (id int);\n"
                        + "CREATE UNIQUE INDEX CONCURRENTLY i ON items (id);\nDROP TABLE x;",
                "");
        db.execute("INSERT INTO staging.items VALUES (7)");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        db.execute("DELETE FROM staging.items");

        assertThat(cli.run("migrate").said()).contains("left the temporary table x");

        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'staging.i'::regclass"))
                .isEqualTo("f");
        assertThat(cli.run("repair", "shop", "002_x.sql", "--retry").exit()).isZero();
        file(
                "SELECT set_config('search_path', 'staging', false);\nCREATE TEMP TABLE x (id int);\n"
                        + "CREATE UNIQUE INDEX CONCURRENTLY i ON items (id);",
                "");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'staging.i'::regclass"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " transaction:false"})
    void noFileMeetsWhatAnotherOneLeft(String option) {
        cli.file(
                "sql/shop/002_x.sql",
                "-- migrate:up" + option + "\nCREATE TEMP TABLE items (id int);\nPREPARE p AS SELECT 1;\n");
        cli.file("sql/shop/003_y.sql", "-- migrate:up" + option + "\nTRUNCATE items;\nPREPARE p AS SELECT 1;\n");

        Cli.Result run = cli.run("migrate");

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(items()).isEmpty();
    }

    @Test
    void statusSaysThatMigrateRefusesWhatIsToRunInATransactionNow() {
        file("INSERT INTO log VALUES ('a');\n" + GATE, "");
        assertThat(cli.run("migrate").exit()).isEqualTo(5);
        assertThat(cli.run("status", "--exit-code").exit()).isEqualTo(8);
        cli.file("sql/shop/002_x.sql", "-- migrate:up\nINSERT INTO log VALUES ('a');\n" + GATE);

        assertThat(cli.run("migrate").exit()).isEqualTo(3);
        Cli.Result status = cli.run("status", "--exit-code");

        assertThat(status.exit()).isEqualTo(3);
        assertThat(status.out())
                .contains("is to run in one now")
                .contains("bring transaction:false back")
                .doesNotContain("migrate goes on with the next");
        assertThat(cli.run("status", "--json").out()).contains("bring transaction:false back");
    }
}
