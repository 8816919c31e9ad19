package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of a first installation share transactions, and nobody but the clock can tell. */
class FirstInstallationIT {
    private static final String BEFORE = """
            CREATE TABLE seen (what text, value text);
            CREATE TABLE parent (id int PRIMARY KEY);
            CREATE FUNCTION said() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN INSERT INTO shop.seen VALUES ('trigger', TG_RELID::regclass::text); RETURN NEW; END $$;
            """;

    /** What is there before, and belongs to others. */
    private static final String OTHERS = """
            CREATE SCHEMA other;
            CREATE TABLE other.t (id int UNIQUE DEFERRABLE INITIALLY DEFERRED, u int);
            CREATE SEQUENCE other.ids;
            CREATE FUNCTION other.applied() RETURNS bigint LANGUAGE plpgsql AS
              $$ DECLARE n bigint; BEGIN EXECUTE 'SELECT count(*) FROM shop.' || 'schema_migrations' INTO n; RETURN n; END $$;
            CREATE FUNCTION other.opens() RETURNS void LANGUAGE plpgsql AS
              $$ DECLARE c refcursor := 'mine'; BEGIN OPEN c FOR SELECT 1; END $$;
            CREATE FUNCTION other.says() RETURNS void LANGUAGE plpgsql AS
              $$ BEGIN RAISE INFO USING ERRCODE = 'BWTIM', MESSAGE = 'x'; RAISE INFO USING ERRCODE = 'BWBEG', MESSAGE = 'y';
                 RAISE INFO USING ERRCODE = 'BWREC', MESSAGE = 'z'; END $$;
            """;

    /** What a file may find of one before it, other than what that one has committed. */
    private static final String BEHIND = """
            INSERT INTO seen
            SELECT 'setting ' || name, setting FROM pg_settings
            WHERE name IN ('search_path', 'role', 'session_authorization', 'lock_timeout', 'statement_timeout', 'DateStyle',
                           'TimeZone', 'client_encoding', 'work_mem', 'row_security', 'session_replication_role',
                           'default_transaction_read_only', 'transaction_read_only', 'check_function_bodies', 'track_counts',
                           'synchronous_commit', 'default_tablespace', 'transaction_isolation')
            UNION ALL SELECT 'user', current_user::text
            UNION ALL SELECT 'own', coalesce(current_setting('shop.own', true), '')
            UNION ALL SELECT 'temporary', count(*)::text FROM pg_class WHERE relnamespace = pg_my_temp_schema()
            UNION ALL SELECT 'prepared', count(*)::text FROM pg_prepared_statements WHERE from_sql AND name !~ '^bailiwick'
            UNION ALL SELECT 'listening', count(*)::text FROM pg_listening_channels()
            UNION ALL SELECT 'cursors', count(*)::text FROM pg_cursors WHERE name !~ 'bailiwick' AND name !~ 'unnamed'
            UNION ALL SELECT 'locks', count(*)::text FROM pg_locks
                      WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND classid = 0;
            CREATE TABLE later (id int);
            """;

    @RegisterExtension
    final TestDatabase grouped = TestDatabase.perTest();

    /** Two for all cases, emptied before each: to make and drop two databases takes longer than a case. */
    private static final TestDatabase TOGETHER = TestDatabase.empty();

    private static final TestDatabase APART = TestDatabase.empty();

    private static final String EMPTIED = """
            DROP SCHEMA IF EXISTS shop, shop2, other, public CASCADE;
            CREATE SCHEMA public;
            ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC;
            SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        return Stream.of(
                        one("nothing", "SELECT 1;"),
                        one("no semicolon, a comment", "SELECT 1 -- done"),
                        one("a comment alone", "/* nothing */"),
                        one("set", "SET work_mem = '77MB'; SET shop.own = 'x'; SET search_path = pg_catalog;"),
                        one("set local", "SET LOCAL work_mem = '77MB'; SET LOCAL shop.own = 'x';"),
                        one(
                                "set_config",
                                "SELECT set_config('work_mem', '77MB', true), set_config('shop.own', 'y', false);"),
                        one("set in a function", """
                                CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS
                                $$ BEGIN PERFORM set_config('lock_timeout', '77s', false); END $$;
                                SELECT f();"""),
                        one("read only", "SET LOCAL transaction_read_only = on;"),
                        one("read only by default", "SET default_transaction_read_only = on;"),
                        one("set transaction", "SET TRANSACTION READ ONLY;"),
                        one("isolation", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"),
                        one("replication role", "SET session_replication_role = replica;"),
                        one("counters", "SET track_counts = off; CREATE TABLE uncounted (id int);"),
                        one("not durable", "SET synchronous_commit = off;"),
                        one("role", "SET ROLE pg_monitor;"),
                        one("local role", "SET LOCAL ROLE pg_monitor;"),
                        one("temporary table", "CREATE TEMP TABLE tmp AS SELECT 1 AS one;"),
                        one(
                                "temporary table found",
                                "CREATE TEMP TABLE tmp (a int);",
                                "CREATE TABLE t AS SELECT * FROM tmp;"),
                        one(
                                "temporary table twice",
                                "CREATE TEMP TABLE tmp (a int);",
                                "CREATE TEMP TABLE tmp (a int);"),
                        one("prepare", "PREPARE p AS SELECT 1;", "EXECUTE p;"),
                        one("prepare twice", "PREPARE p AS SELECT 1;", "PREPARE p AS SELECT 2;"),
                        one("prepare in a block", "DO $$ BEGIN EXECUTE 'PREP' || 'ARE p AS SELECT 1'; END $$;"),
                        one("cursor", "DECLARE c CURSOR FOR SELECT 1;", "FETCH c;"),
                        one("cursor with hold", "DECLARE c CURSOR WITH HOLD FOR SELECT 1;"),
                        one("cursors closed", "CLOSE ALL;"),
                        one("listen", "LISTEN shop; NOTIFY shop;"),
                        one("advisory locks", "SELECT pg_advisory_lock(0), pg_advisory_xact_lock(1);"),
                        one("savepoint", "SAVEPOINT a; CREATE TABLE a (id int);", "ROLLBACK TO SAVEPOINT a;"),
                        one("savepoint released", "SAVEPOINT a; CREATE TABLE a (id int); RELEASE a;"),
                        one("back to a savepoint", "SAVEPOINT a; CREATE TABLE a (id int); ROLLBACK TO a;"),
                        one("framed", "BEGIN; CREATE TABLE a (id int); COMMIT;"),
                        one("sequence", "CREATE SEQUENCE s; SELECT nextval('s');", "SELECT currval('s');"),
                        one(
                                "last value",
                                "CREATE SEQUENCE s; SELECT nextval('s');",
                                "INSERT INTO seen SELECT 'l', lastval()::text;"),
                        one(
                                "enum",
                                "CREATE TYPE e AS ENUM ('a');",
                                "ALTER TYPE e ADD VALUE 'b';",
                                "CREATE TABLE t (e e DEFAULT 'b');"),
                        one("freeze", "CREATE TABLE t (id int); COPY t FROM stdin (FREEZE);\n1\n\\.\n"),
                        one("freeze later", "CREATE TABLE t (id int);", "COPY t FROM stdin (FREEZE);\n1\n\\.\n"),
                        one("copy", "CREATE TABLE t (id int); COPY t FROM stdin;\n1\n2\n\\.\n"),
                        one(
                                "deferred, then right",
                                "CREATE TABLE c (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);",
                                "INSERT INTO c VALUES (1); INSERT INTO parent VALUES (1);"),
                        one(
                                "deferred, then wrong",
                                "CREATE TABLE c (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);",
                                "INSERT INTO c VALUES (1);",
                                "INSERT INTO parent VALUES (1);"),
                        one(
                                "set constraints",
                                "CREATE TABLE c (id int REFERENCES parent DEFERRABLE);",
                                "SET CONSTRAINTS ALL DEFERRED; INSERT INTO c VALUES (1); INSERT INTO parent VALUES (1);",
                                "INSERT INTO c VALUES (2); INSERT INTO parent VALUES (2);"),
                        one(
                                "hidden deferred",
                                "DO $$ BEGIN EXECUTE 'CREATE TABLE c (id int REFERENCES parent DEFER' ||"
                                        + " 'RABLE INITIALLY DEFER' || 'RED)'; END $$;",
                                "INSERT INTO c VALUES (1);",
                                "INSERT INTO parent VALUES (1);"),
                        one(
                                "constraint trigger",
                                """
                                CREATE CONSTRAINT TRIGGER t AFTER INSERT ON parent DEFERRABLE INITIALLY DEFERRED
                                FOR EACH ROW EXECUTE FUNCTION said();""",
                                "INSERT INTO parent VALUES (1); INSERT INTO seen VALUES ('before', 'the trigger');",
                                "INSERT INTO parent VALUES (2);"),
                        one(
                                "pending trigger events",
                                "CREATE TABLE c (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);"
                                        + " INSERT INTO parent VALUES (1);",
                                "INSERT INTO c VALUES (1);",
                                "ALTER TABLE c ADD COLUMN more int;"),
                        one("notices", "DO $$ BEGIN RAISE NOTICE 'one'; END $$;", "DROP TABLE IF EXISTS nowhere;"),
                        one("a warning", "SELECT 1; COMMIT;"),
                        one("an error", "CREATE TABLE a (id int);", "SELECT 1 / 0;", "CREATE TABLE b (id int);"),
                        one("an error in a function", "DO $$ BEGIN PERFORM 1; RAISE 'no'; END $$;"),
                        one("syntax", "CREATE TABLE a (id int);", "CREATE TABEL b (id int);"),
                        one("exists", "CREATE TABLE a (id int);", "CREATE TABLE a (id int);"),
                        one("other schema", "CREATE SCHEMA other;"),
                        one("public", "CREATE TABLE public.t (id int);"),
                        one("there and back", "CREATE TABLE public.t (id int);", "DROP TABLE public.t;"),
                        one("its own history", "DELETE FROM schema_migrations;"),
                        one(
                                "its own log",
                                "INSERT INTO schema_migrations_log (action, filename) VALUES ('apply', 'x');"),
                        one("its history, locked", "LOCK TABLE schema_migrations;"),
                        one("a trigger on its history", """
                                CREATE TRIGGER t BEFORE INSERT ON schema_migrations FOR EACH ROW
                                EXECUTE FUNCTION said();"""),
                        one("its schema dropped", "DROP SCHEMA shop CASCADE;"),
                        one("statement timeout", "SET statement_timeout = '1ms'; SELECT pg_sleep(1);"),
                        one("time", "INSERT INTO seen SELECT 'now', (now() = transaction_timestamp())::text;"),
                        one(
                                "made elsewhere, brought home",
                                "CREATE TABLE public.x (id int);",
                                "ALTER TABLE public.x SET SCHEMA shop;"),
                        one(
                                "a view that leaned on others",
                                "CREATE VIEW v AS SELECT id FROM other.t;",
                                "CREATE OR REPLACE VIEW v AS SELECT 1 AS id;"),
                        one(
                                "a constraint of others, and back",
                                "ALTER TABLE other.t ADD CONSTRAINT uu UNIQUE (u);",
                                "ALTER TABLE other.t DROP CONSTRAINT uu;"),
                        one(
                                "a comment of others, and back",
                                "COMMENT ON TABLE other.t IS 'x';",
                                "COMMENT ON TABLE other.t IS NULL;"),
                        one(
                                "default privileges, and back",
                                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;",
                                "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC;"),
                        one(
                                "dropped by a block",
                                "CREATE TABLE other.gone (id int);",
                                "DO $$ BEGIN EXECUTE 'DROP TABLE other.gone'; END $$;"),
                        one(
                                "dropped by CASCADE",
                                "CREATE TABLE t (id int, c int);",
                                "CREATE VIEW other.v AS SELECT c FROM shop.t;",
                                "ALTER TABLE t DROP COLUMN c CASCADE;"),
                        one(
                                "added and dropped at once",
                                "CREATE TABLE t (id int);",
                                "CREATE VIEW other.v AS SELECT id FROM shop.t;",
                                "ALTER TABLE t ADD CONSTRAINT c CHECK (true), DROP COLUMN id CASCADE;"),
                        one(
                                "a schema renamed, and back",
                                "ALTER SCHEMA shop RENAME TO shop2;",
                                "ALTER SCHEMA shop2 RENAME TO shop;"),
                        one(
                                "a constraint of others, copied and dropped",
                                "CREATE TABLE x (LIKE other.t INCLUDING ALL);",
                                "INSERT INTO x VALUES (1), (1);",
                                "UPDATE x SET id = 2 WHERE ctid = '(0,2)'; DO $$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; END $$;"
                                        + " ALTER TABLE x DROP CONSTRAINT x_id_key;"),
                        one(
                                "a sequence that was there, then an error",
                                "CREATE TABLE x (id int DEFAULT nextval('other.ids'));",
                                "INSERT INTO x VALUES (DEFAULT), (DEFAULT);",
                                "SELECT 1 / 0;"),
                        one(
                                "filled by CREATE TABLE AS",
                                "CREATE TABLE x AS SELECT nextval('other.ids') AS id;",
                                "SELECT 1 / 0;"),
                        one(
                                "the history read by others",
                                "INSERT INTO seen SELECT 'a', other.applied();",
                                "INSERT INTO seen SELECT 'b', other.applied();"),
                        one(
                                "transaction ids",
                                "CREATE TABLE aud (tx xid8 DEFAULT pg_current_xact_id()); INSERT INTO aud DEFAULT VALUES;",
                                "INSERT INTO aud DEFAULT VALUES;",
                                "INSERT INTO seen SELECT 'tx', count(DISTINCT tx::text) FROM aud;"),
                        one(
                                "a cursor of a function",
                                "SELECT other.opens();",
                                "DO $$ DECLARE c refcursor := 'mine'; v int; BEGIN FETCH c INTO v; END $$;"),
                        one(
                                "a large object's descriptor",
                                "SELECT lo_create(4242);",
                                "SELECT lo_open(4242, 131072);",
                                "SELECT lowrite(0, '\\x01'::bytea);"),
                        one("what looks like ours", "SELECT other.says();", "CREATE TABLE t (id int);"),
                        one(
                                "an index behind an update",
                                "CREATE TABLE x (v int); INSERT INTO x VALUES (1);",
                                "UPDATE x SET v = 2;",
                                "CREATE INDEX i ON x (v);",
                                "SET LOCAL enable_seqscan = off; INSERT INTO seen SELECT 'found', v::text FROM x WHERE v = 2;"))
                .flatMap(Stream::of);
    }

    @AfterAll
    static void end() {
        TOGETHER.close();
        APART.close();
    }

    private static Arguments one(String name, String... ups) {
        return Arguments.of(name, List.of(ups));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void endsAsWithATransactionEach(String name, List<String> ups) {
        List<String> all = new ArrayList<>(List.of(BEFORE));
        all.addAll(ups);
        all.add(BEHIND);
        Cli cli = Cli.in(folder);
        for (int i = 0; i < all.size(); i++) {
            cli.migration("shop", "00" + i + "_file.sql", all.get(i), "SELECT 1;");
        }

        TOGETHER.execute(EMPTIED + OTHERS);
        APART.execute(EMPTIED + OTHERS);
        Cli.Result together = cli.on(TOGETHER).run("migrate", "shop");
        Cli.Result apart = cli.on(APART).run("migrate", "shop", "--file-transactions");

        assertThat(transcript(together)).as(name).isEqualTo(transcript(apart));
        assertThat(state(TOGETHER)).as(name).isEqualTo(state(APART));
    }

    private static String transcript(Cli.Result result) {
        return result.transcript().replace(" --file-transactions", "").replaceAll(" +", " ");
    }

    private static String state(TestDatabase database) {
        String all = Stream.of(
                        "SELECT filename, batch, checksum, success, error_message, source, statements_done, id"
                                + " FROM shop.schema_migrations ORDER BY id",
                        "SELECT action, filename, batch, checksum, message, client, db_role, tool_version, id"
                                + " FROM shop.schema_migrations_log ORDER BY id",
                        "SELECT * FROM shop.seen ORDER BY 1, 2")
                .map(query -> "CASE WHEN to_regclass('" + query.replaceAll(".* FROM (\\S+) .*", "$1")
                        + "') IS NULL THEN 'none' ELSE query_to_xml('" + query + "', true, false, '')::text END")
                .collect(Collectors.joining(", ", "SELECT ", ""));
        return String.join("\n", Catalog.of(database, "shop", "public", "other")) + "\n" + database.query(all);
    }

    private Cli installation(int files) {
        Cli cli = Cli.in(folder).on(grouped);
        for (int i = 0; i < files; i++) {
            cli.migration(
                    "shop",
                    "%03d_t.sql".formatted(i),
                    "CREATE TABLE t%d (id int PRIMARY KEY);\nCOMMENT ON TABLE t%d IS 'It''s $1 %% number \\%d';"
                            .formatted(i, i, i),
                    "DROP TABLE t" + i + ";");
        }
        return cli;
    }

    private String transactions() {
        return grouped.query("SELECT count(*) || ' ' || count(DISTINCT xmin::text) FROM shop.schema_migrations");
    }

    @Test
    void filesShareTransactions() {
        Cli cli = installation(40);

        Cli.Result result = cli.run("migrate", "shop");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(transactions()).isEqualTo("40 1");
        assertThat(
                        grouped.query(
                                "SELECT count(*) FROM (SELECT applied_at >= lag(applied_at) OVER (ORDER BY id) AND filename >"
                                        + " lag(filename) OVER (ORDER BY id) AS later FROM shop.schema_migrations) AS t WHERE NOT later"))
                .isEqualTo("0");
        assertThat(grouped.query("SELECT count(*) FROM shop.schema_migrations AS m JOIN shop.schema_migrations_log AS l"
                        + " USING (filename, checksum, batch, execution_time_ms) WHERE l.logged_at = m.applied_at"))
                .isEqualTo("40");
        assertThat(cli.run("validate", "shop").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--all", "--yes").exit()).isZero();
        assertThat(grouped.query("SELECT count(*) FROM pg_tables WHERE tablename ~ '^t[0-9]+$'"))
                .isEqualTo("0");
        assertThat(grouped.query("SELECT count(*) || ' ' || count(DISTINCT xmin::text) FROM shop.schema_migrations_log"
                        + " WHERE action = 'rollback'"))
                .isEqualTo("40 1");
    }

    /** What a session is called is cut to 63 bytes: then nothing differs between two files. */
    @Test
    void filesOfADomainWithALongName() {
        String domain = "a".repeat(60);
        Cli cli = Cli.in(folder).on(grouped);
        for (int i = 0; i < 3; i++) {
            cli.migration(domain, "00" + i + "_t.sql", "CREATE TABLE t" + i + " (id int);", "DROP TABLE t" + i + ";");
        }

        Cli.Result result = cli.run("migrate", domain);

        assertThat(result.exit()).as(result.transcript()).isZero();
        assertThat(grouped.query(
                        "SELECT count(*) || ' ' || count(DISTINCT xmin::text) FROM " + domain + ".schema_migrations"))
                .isEqualTo("3 1");
    }

    @Test
    void aDomainWithAHistoryHasATransactionForEach() {
        Cli cli = installation(3);
        assertThat(cli.run("migrate", "shop", "--count", "1").exit()).isZero();

        assertThat(cli.run("migrate", "shop").exit()).isZero();

        assertThat(transactions()).isEqualTo("3 3");
    }

    @Test
    void thoseBeforeAnErrorStand() {
        Cli cli = installation(40)
                .migration(
                        "shop", "029_t.sql", "CREATE TABLE t29 (id int);\nSELECT 1 FROM nowhere;", "DROP TABLE t29;");

        Cli.Result result = cli.run("migrate", "shop");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said()).contains("029_t.sql:3").contains("nowhere");
        assertThat(grouped.query(
                        "SELECT count(*) FILTER (WHERE success) || ' ' || count(*) FROM shop.schema_migrations"))
                .isEqualTo("29 30");
        assertThat(grouped.query("SELECT to_regclass('shop.t29')")).isEmpty();
    }

    @Test
    void aTransactionMayBeIdleHoweverShortThatIsAllowed() {
        grouped.execute("ALTER DATABASE \"" + grouped.name() + "\" SET idle_in_transaction_session_timeout = 1");

        assertThat(installation(20).run("migrate", "shop").exit()).isZero();

        assertThat(transactions()).isEqualTo("20 1");
    }

    @Test
    void whereTransactionsAreToBeShortEachFileHasOne() {
        if (Integer.parseInt(grouped.query("SHOW server_version_num")) < 170000) {
            return;
        }
        grouped.execute("ALTER DATABASE \"" + grouped.name() + "\" SET transaction_timeout = '1min'");

        assertThat(installation(5).run("migrate", "shop").exit()).isZero();

        assertThat(transactions()).isEqualTo("5 5");
    }

    @Test
    void theGuardWarnsOfEachFile() {
        Cli cli = installation(5)
                .file("sql/shop/domain.properties", "guard=warn\n")
                .migration("shop", "002_t.sql", "CREATE TABLE public.far (id int);", "DROP TABLE public.far;");

        Cli.Result result = cli.run("migrate", "shop");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out() + result.err()).contains("002_t.sql").contains("public.far");
    }
}
