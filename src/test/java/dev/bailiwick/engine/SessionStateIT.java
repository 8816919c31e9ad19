package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a file does to its session reaches the bookkeeping or the next file. */
@Timeout(60)
class SessionStateIT {
    /** What a file can see of its session; every answer that could differ from a fresh one. */
    private static final String PROBE = """
            SELECT concat_ws(', ',
                   current_setting('search_path'), current_user, session_user, current_setting('TimeZone'),
                   current_setting('statement_timeout'), current_setting('lock_timeout'),
                   current_setting('session_replication_role'), current_setting('DateStyle'),
                   current_setting('IntervalStyle'), current_setting('work_mem'), current_setting('row_security'),
                   current_setting('check_function_bodies'), current_setting('default_transaction_read_only'),
                   current_setting('constraint_exclusion'), current_setting('client_min_messages'),
                   current_setting('bytea_output'), current_setting('extra_float_digits'),
                   current_setting('standard_conforming_strings'), current_setting('client_encoding'),
                   nullif(current_setting('app.actor', true), ''),
                   (SELECT count(*) FROM pg_prepared_statements WHERE from_sql AND name !~ '^bailiwick_run_'),
                   (SELECT count(*) FROM pg_listening_channels()),
                   (SELECT count(*) FROM pg_cursors WHERE is_holdable),
                   (SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND pg_table_is_visible(oid)),
                   (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
                    AND mode = 'ExclusiveLock' AND (classid, objid) = (0, 4711)))
            """;

    /** What files leave behind. */
    private static final List<String> LEFT = List.of(
            "SET search_path = pg_catalog",
            "SET search_path = ''",
            "SELECT set_config('search_path', '', false)",
            "SET search_path = evil",
            "SET ROLE pg_monitor",
            "SET LOCAL ROLE pg_monitor",
            "SET SESSION AUTHORIZATION pg_monitor",
            "SET timezone = 'Asia/Tokyo'",
            "SET LOCAL TIME ZONE 'America/Lima'",
            "SET statement_timeout = 1",
            "SET lock_timeout = 1",
            "SET transaction_timeout = 100000",
            "SET session_replication_role = replica",
            "SET DateStyle = 'German'",
            "SET DateStyle = 'SQL, DMY'",
            "SET IntervalStyle = 'iso_8601'",
            "SET work_mem = '64kB'",
            "SET row_security = off",
            "SET check_function_bodies = off",
            "SET default_transaction_read_only = on",
            "SET default_tablespace = ''",
            "SET client_min_messages = error",
            "SET client_min_messages = debug1",
            "SET bytea_output = escape; SET extra_float_digits = 0",
            "SET app.actor = 'me'",
            "SET xmloption = document",
            "RESET ALL",
            "CREATE TEMP TABLE schema_migrations (id int); CREATE TEMP TABLE t_later (id int)",
            "CREATE TEMP SEQUENCE t_later",
            "CREATE FUNCTION pg_temp.coalesce2() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "PREPARE later AS SELECT 1",
            "PREPARE \"a \"\"b\" AS SELECT 1",
            "LISTEN later",
            "LISTEN later; NOTIFY later, 'x'",
            "DECLARE later CURSOR WITH HOLD FOR SELECT 1",
            "DECLARE later CURSOR FOR SELECT 1",
            "SELECT pg_advisory_lock(4711)",
            "SELECT pg_advisory_xact_lock(4711)",
            "SET CONSTRAINTS ALL DEFERRED",
            "SAVEPOINT a; CREATE TABLE dropped (id int); ROLLBACK TO a",
            "SAVEPOINT a; SELECT 1; SAVEPOINT b");

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
    }

    @Test
    void everyFileStartsAsCleanAsTheFirst() {
        db.execute("CREATE SCHEMA evil; CREATE TABLE evil.schema_migrations (x int)");
        cli.migration("shop", "000_probe.sql", "CREATE TABLE probe AS SELECT 0 AS file, (" + PROBE + ") AS seen;", "");
        for (int i = 1; i <= LEFT.size(); i++) {
            boolean known = version() >= 17 || !LEFT.get(i - 1).contains("transaction_timeout");
            String mark = "CREATE TABLE shop.mark" + i + " (id int);\n";
            cli.migration("shop", "%03d_leaves.sql".formatted(i), mark + (known ? LEFT.get(i - 1) : "") + ";", "")
                    .migration(
                            "shop",
                            "%03d_sees.sql".formatted(i),
                            "INSERT INTO probe SELECT " + i + ", (" + PROBE + ");",
                            "");
        }

        Cli.Result result = cli.run("migrate");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        for (int i = 1; i <= LEFT.size(); i++) {
            assertThat(db.query("SELECT seen FROM shop.probe WHERE file = " + i))
                    .as("behind " + LEFT.get(i - 1))
                    .isEqualTo(db.query("SELECT seen FROM shop.probe WHERE file = 0"));
            assertThat(db.query("SELECT to_regclass('shop.mark" + i + "') IS NOT NULL"))
                    .isEqualTo("t");
        }
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations"
                        + " WHERE success AND applied_by = session_user AND batch = 1"))
                .isEqualTo(String.valueOf(2 * LEFT.size() + 1));
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log"
                        + " WHERE db_role = session_user AND logged_at BETWEEN now() - interval '1 min' AND now()"))
                .isEqualTo(String.valueOf(2 * LEFT.size() + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET DateStyle = 'ISO, DMY'",
                "SET timezone = 'Asia/Tokyo'",
                "SET search_path = pg_catalog",
                "SET statement_timeout = 0",
                "SET application_name = 'other'",
                "SET IntervalStyle = 'iso_8601'"
            })
    void whatIsSetHoldsOverCopyDataAndNoLonger(String set) {
        cli.file(
                        "sql/shop/001_copy.sql",
                        "-- migrate:up\nCREATE TABLE shop.t (id int);\n" + set
                                + ";\nCOPY shop.t FROM STDIN;\n1\n\\.\nSELECT 1;\n")
                .migration("shop", "002_after.sql", "CREATE TABLE after AS " + PROBE + ";", "")
                .migration("shop", "003_again.sql", "CREATE TABLE again AS " + PROBE + ";", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(db.query("SELECT * FROM shop.after")).isEqualTo(db.query("SELECT * FROM shop.again"));
    }

    @Test
    void aFileOutsideATransactionLeavesNothingEither() {
        cli.migration("shop", "001_before.sql", "CREATE TABLE before AS " + PROBE + ";", "")
                .file("sql/shop/002_alone.sql", """
                        -- migrate:up transaction:false
                        SET search_path = pg_catalog;
                        SET statement_timeout = 1;
                        SET statement_timeout = 0;
                        SET app.actor = 'me';
                        SET timezone = 'Asia/Tokyo';
                        CREATE TEMP TABLE schema_migrations (id int);
                        SELECT pg_advisory_lock(4711);
                        SET ROLE pg_monitor;
                        """)
                .migration("shop", "003_after.sql", "CREATE TABLE after AS " + PROBE + ";", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(db.query("SELECT * FROM shop.after")).isEqualTo(db.query("SELECT * FROM shop.before"));
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success AND applied_by = '" + db.user()
                        + "'"))
                .isEqualTo("3");
    }

    @Test
    void theTimeZoneIsTheServersWhateverTheJvmsIs() {
        String expected = db.query("SELECT current_setting('log_timezone')");
        TimeZone own = TimeZone.getDefault();
        try {
            for (String zone : new String[] {"Asia/Kathmandu", "America/St_Johns"}) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                String table = zone.substring(zone.indexOf('/') + 1).toLowerCase(java.util.Locale.ROOT);
                cli.migration("public", "00" + table.length() + "_" + table + ".sql", """
                        CREATE TABLE %s AS SELECT current_setting('TimeZone') AS zone,
                            extract(epoch FROM timestamptz '2026-07-01 12:00') AS at;""".formatted(table), "");
                assertThat(cli.run("migrate", "--allow-out-of-order").exit()).isZero();
                assertThat(db.query("SELECT zone FROM " + table)).isEqualTo(expected);
            }
            assertThat(db.query("SELECT count(DISTINCT at) FROM (TABLE kathmandu UNION ALL TABLE st_johns) AS t"))
                    .isEqualTo("1");

            db.execute("ALTER DATABASE " + db.name() + " SET timezone = 'Europe/Paris'");
            cli.migration("public", "099_x.sql", "CREATE TABLE x AS SELECT current_setting('TimeZone') AS zone;", "");
            assertThat(cli.run("migrate").exit()).isZero();
            assertThat(db.query("SELECT zone FROM x")).isEqualTo("Europe/Paris");
        } finally {
            TimeZone.setDefault(own);
        }
    }

    /** The driver asks for DateStyle ISO at its login, which would hide the order of day and month set here. */
    @Test
    void daysAndMonthsAreReadInTheOrderThatTheDatabaseIsSetTo() {
        for (String style : new String[] {"ISO, DMY", "SQL, DMY", "German", "ISO, YMD", "ISO, MDY"}) {
            try (TestDatabase set = TestDatabase.empty()) {
                set.execute("ALTER DATABASE " + set.name() + " SET DateStyle = '" + style + "'");
                Cli one = Cli.in(folder.resolve(style.replaceAll("\\W", ""))).on(set);
                String text = style.contains("YMD") ? "03/04/05" : "03/04/2005";
                one.migration("public", "001_d.sql", "CREATE TABLE d AS SELECT date '" + text + "' AS d;", "")
                        .file("sql/public/002_copy.sql", "-- migrate:up\nCOPY d FROM STDIN;\n" + text + "\n\\.\n")
                        .file(
                                "sql/public/003_alone.sql",
                                "-- migrate:up transaction:false\nINSERT INTO d VALUES ('" + text + "');\n");

                assertThat(one.run("migrate").exit()).isZero();

                String expected =
                        style.contains("YMD") ? "2003-04-05" : style.contains("MDY") ? "2005-03-04" : "2005-04-03";
                assertThat(set.query("SELECT string_agg(DISTINCT to_char(d, 'YYYY-MM-DD'), ' ') || count(*) FROM d"))
                        .as(style)
                        .isEqualTo(expected + "3");
            }
        }
    }

    @Test
    void valuesAreReadableInTheirRunAndGoneInTheNext() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a AS SELECT current_setting('bailiwick.site') AS site;", "")
                .migration(
                        "shop", "002_b.sql", "CREATE TABLE b AS SELECT current_setting('bailiwick.site') AS site;", "")
                .file("sql/shop/003_c.sql", """
                        -- migrate:up transaction:false
                        CREATE TABLE c AS SELECT current_setting('bailiwick.site') AS site;
                        """);
        String value = "it's \\ $1 ?;é😀 \"x\"";

        assertThat(cli.run("migrate", "--set", "site=" + value).exit()).isZero();

        assertThat(db.query("SELECT site FROM shop.a UNION SELECT site FROM shop.b UNION SELECT site FROM shop.c"))
                .isEqualTo(value);
        cli.migration("shop", "004_d.sql", "CREATE TABLE d AS SELECT current_setting('bailiwick.site') AS site;", "");
        Cli.Result next = cli.run("migrate");
        assertThat(next.exit()).isEqualTo(4);
        assertThat(next.err()).contains("42704", "bailiwick.site");
    }

    @Test
    void anUnqualifiedCreateLandsInTheDomainsSchema() {
        cli.migration("public", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration("shop", "001_b.sql", "CREATE TABLE b AS SELECT * FROM a; CREATE TYPE t AS ENUM ('x');", "")
                .file("sql/depot/domain.properties", "schema=depot_2\n")
                .migration("depot", "001_c.sql", "CREATE TABLE c AS SELECT * FROM a;", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();

        assertThat(db.query("SELECT to_regclass('public.a'), to_regclass('shop.b'), to_regclass('depot_2.c'),"
                        + " to_regtype('shop.t')"))
                .isEqualTo("a|shop.b|depot_2.c|shop.t");
    }

    private int version() {
        return Integer.parseInt(db.query("SHOW server_version_num")) / 10_000;
    }
}
