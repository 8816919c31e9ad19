package dev.bailiwick.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is put back behind files of plain DDL that share a message: nobody can tell, whatever runs while they add objects. */
class PlainDdlIT {
    private static final TestDatabase TOGETHER = TestDatabase.empty();
    private static final TestDatabase ALONE = TestDatabase.empty();

    private static final String EMPTIED = """
            DO $$ DECLARE t text; BEGIN
              FOR t IN SELECT evtname FROM pg_event_trigger LOOP EXECUTE 'DROP EVENT TRIGGER ' || t; END LOOP; END $$;
            DROP SCHEMA IF EXISTS shop, public CASCADE;
            CREATE SCHEMA public;
            """;

    /** A function that changes what it can of its session, as immutable as it says, and what may run it. */
    private static final String BEFORE = """
            CREATE FUNCTION evil(v int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
              PERFORM set_config('work_mem', '77MB', false), set_config('shop.own', 'evil', false);
              BEGIN PERFORM pg_advisory_lock(4711); EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN EXECUTE 'LISTEN evil'; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN EXECUTE 'PREPARE evil AS SELECT 1'; EXCEPTION WHEN OTHERS THEN NULL; END;
              BEGIN EXECUTE 'SET ROLE pg_monitor'; EXCEPTION WHEN OTHERS THEN NULL; END;
              RETURN v IS NOT NULL; END $$;
            CREATE FUNCTION evil_number() RETURNS int LANGUAGE plpgsql IMMUTABLE AS
              $$ BEGIN PERFORM shop.evil(1); RETURN 1; END $$;
            CREATE FUNCTION evil_ddl() RETURNS event_trigger LANGUAGE plpgsql AS
              $$ BEGIN PERFORM shop.evil(1); END $$;
            CREATE TABLE seen (what text, value text);
            CREATE TABLE rows (id int PRIMARY KEY, v int);
            INSERT INTO rows VALUES (1, 1);
            CREATE TABLE parts (v int) PARTITION BY RANGE (v);
            CREATE TABLE parts_rest (v int CHECK (evil(v)));
            INSERT INTO parts_rest VALUES (5);
            ALTER TABLE parts ATTACH PARTITION parts_rest DEFAULT;
            CREATE DOMAIN evil_int AS int CHECK (shop.evil(VALUE));
            CREATE TYPE pair AS (a evil_int, b int);
            CREATE TYPE evil_range AS RANGE (subtype = evil_int);
            """;

    private static final String BEHIND = """
            INSERT INTO seen
            SELECT name, setting FROM pg_settings
            WHERE name IN ('search_path', 'role', 'session_authorization', 'lock_timeout', 'statement_timeout', 'DateStyle',
                           'TimeZone', 'client_encoding', 'work_mem', 'plan_cache_mode', 'enable_seqscan', 'jit',
                           'check_function_bodies', 'synchronous_commit')
            UNION ALL SELECT 'user', current_user::text
            UNION ALL SELECT 'own', coalesce(current_setting('shop.own', true), '')
            UNION ALL SELECT 'prepared', count(*)::text FROM pg_prepared_statements WHERE from_sql AND name !~ '^bailiwick'
            UNION ALL SELECT 'listening', count(*)::text FROM pg_listening_channels()
            UNION ALL SELECT 'locks', count(*)::text FROM pg_locks
                      WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND objid = 4711;
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        return Stream.of(
                one("a table", "CREATE TABLE x (id int PRIMARY KEY, t text DEFAULT 'a b'); CREATE INDEX i ON x (t);"),
                one("a foreign key", "CREATE TABLE x (id int REFERENCES rows (id));"),
                one(
                        "a type, a view, a grant",
                        "CREATE TYPE e AS ENUM ('a'); CREATE VIEW w AS SELECT 1 AS one;"
                                + " GRANT SELECT ON w TO PUBLIC;"),
                one("a comment with brackets", "COMMENT ON TABLE rows IS 'it''s {(['; CREATE TABLE x (id int);"),
                one("limits of its own", "-- migrate:lock-timeout 3s\nCREATE TABLE x (id int);"),
                one("an index on a function", "CREATE INDEX i ON rows ((evil(v)));"),
                one("an index without a space", "CREATE INDEX i ON rows(evil(v));"),
                one("an index for some rows", "CREATE INDEX i ON rows (v) WHERE evil(v);"),
                one("a check", "ALTER TABLE rows ADD CONSTRAINT c CHECK (evil(v));"),
                one("an exclusion", "ALTER TABLE rows ADD CONSTRAINT c EXCLUDE USING btree ((evil(v)::int) WITH =);"),
                one("an array of a domain", "CREATE TABLE x (a evil_int[] DEFAULT '{1}');"),
                one("an array in dollars", "CREATE TABLE x (a evil_int[] DEFAULT $${1}$$);"),
                one("an array with escapes", "CREATE TABLE x (a evil_int[] DEFAULT E'\\x7b1}');"),
                one("an array in Unicode", "CREATE TABLE x (a evil_int[] DEFAULT U&'\\007b1\\007d');"),
                one("an array behind a comment", "CREATE TABLE x (-- it's\n a evil_int[] DEFAULT '{1}');"),
                one(
                        "an array behind a nested one",
                        "CREATE TABLE x (/* /* ' */ */ a evil_int[] DEFAULT '{1}' /* ' */);"),
                one("an array behind a name", "CREATE TABLE x (\"it's\" int, a evil_int[] DEFAULT '{1}');"),
                one("a constant in a view", "CREATE VIEW x AS SELECT '(1,2)'::pair AS p;"),
                one("a constant range", "CREATE VIEW x AS SELECT '[1,2]'::evil_range AS p;"),
                one("a constant of a policy", "CREATE POLICY p ON rows USING ('(1,2)'::pair IS NOT NULL);"),
                one("a domain's default", "CREATE DOMAIN d AS evil_int[] DEFAULT '{1}';"),
                one("a default of a domain", "CREATE TABLE x (v evil_int DEFAULT 1);"),
                one("bounds", "CREATE TABLE x PARTITION OF parts FOR VALUES FROM (evil_number()) TO (3);"),
                one("a default partition", "CREATE TABLE x PARTITION OF parts FOR VALUES FROM (10) TO (30);"),
                one(
                        "a function's default",
                        "CREATE FUNCTION f(p pair DEFAULT '(1,2)') RETURNS int LANGUAGE sql AS 'SELECT 1';"),
                one("a table of the session", "CREATE TABLE pg_temp.seen (what text, value text);"),
                one("a table of the session, quoted", "CREATE TABLE \"pg_temp\".seen (what text, value text);"),
                one("a sequence of the session", "CREATE SEQUENCE pg_temp.s;"),
                one(
                        "a generated column",
                        "CREATE TABLE x (a int, b int GENERATED ALWAYS AS (a + evil_number()) STORED);"),
                one("a partition key", "CREATE TABLE x (a int) PARTITION BY RANGE ((a + evil_number()));"),
                one("a table of rows", "CREATE TABLE x AS -- the rows\nSELECT evil(v) FROM rows;"),
                one("two actions", "ALTER TABLE rows ADD CONSTRAINT k UNIQUE (v), ADD CHECK (evil(v));"),
                one(
                        "a column beside",
                        "ALTER TABLE rows ADD CONSTRAINT k UNIQUE (v), ADD w int DEFAULT evil_number();"),
                one(
                        "a partition behind a comment",
                        "CREATE TABLE x PARTITION -- a\nOF parts FOR VALUES FROM (evil_number()) TO (3);"),
                one("an array behind a return", "CREATE TABLE x (a evil_int[] DEFAULT -- a\r '{1}');"),
                one(
                        "a default of a function",
                        "CREATE TABLE x (a int DEFAULT evil_number() CHECK (a > evil_number()));"),
                one("a domain of functions", "CREATE DOMAIN d AS int DEFAULT evil_number() CHECK (evil(VALUE));"),
                one(
                        "a copy",
                        "CREATE TABLE y (a int, b int GENERATED ALWAYS AS (a + evil_number()) STORED);"
                                + " CREATE TABLE x (LIKE y INCLUDING ALL);"),
                one("an index of a table with rows", "CREATE INDEX i ON rows (v DESC NULLS LAST) INCLUDE (id);"),
                one(
                        "a constraint of a table without",
                        "CREATE TABLE x (a int); ALTER TABLE x ADD CONSTRAINT k UNIQUE (a);"),
                one(
                        "an event trigger of the same run",
                        "CREATE EVENT TRIGGER evil ON ddl_command_start EXECUTE FUNCTION shop.evil_ddl();",
                        "CREATE TABLE x (id int);",
                        "CREATE TABLE y (id int);"));
    }

    private static Arguments one(String name, String... ups) {
        return Arguments.of(name, List.of(ups));
    }

    @AfterAll
    static void end() {
        TOGETHER.close();
        ALONE.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void endsAsOneAtATime(String name, List<String> ups) {
        Cli cli = Cli.in(folder);
        cli.migration("shop", "000_before.sql", BEFORE, "SELECT 1;");
        // The guard's look would see some of it, too.
        cli.file("sql/shop/domain.properties", "guard=off\n");
        TOGETHER.execute(EMPTIED);
        ALONE.execute(EMPTIED);
        Cli.Result before = cli.on(TOGETHER).run("migrate", "shop");
        assertThat(before.exit()).as(before.transcript()).isZero();
        assertThat(cli.on(ALONE).run("migrate", "shop").exit()).isZero();
        int files = 0;
        cli.migration("shop", "001_plain.sql", "CREATE TABLE first (id int);", "SELECT 1;");
        for (String up : ups) {
            files++;
            cli.migration("shop", "01" + files + "_file.sql", up, "SELECT 1;");
        }
        cli.migration("shop", "020_plain.sql", "CREATE TABLE next (id int);", "SELECT 1;");
        cli.migration("shop", "030_behind.sql", BEHIND, "SELECT 1;");

        Cli.Result together = cli.on(TOGETHER).run("migrate", "shop");
        for (int i = 0; i < files + 3; i++) {
            assertThat(cli.on(ALONE).run("migrate", "shop", "--count", "1").exit())
                    .as(name)
                    .isZero();
        }

        assertThat(together.exit()).as(together.transcript()).isZero();
        assertThat(state(TOGETHER)).as(name).isEqualTo(state(ALONE));
    }

    /** With event triggers that were there before. */
    @Test
    void withAnEventTriggerThatWasThere() {
        Cli cli = Cli.in(folder);
        cli.migration("shop", "000_before.sql", BEFORE, "SELECT 1;");
        TOGETHER.execute(EMPTIED);
        assertThat(cli.on(TOGETHER).run("migrate", "shop").exit()).isZero();
        TOGETHER.execute("CREATE EVENT TRIGGER evil ON ddl_command_end EXECUTE FUNCTION shop.evil_ddl();");
        cli.migration("shop", "010_file.sql", "CREATE TABLE x (id int);", "SELECT 1;");
        cli.migration("shop", "030_behind.sql", BEHIND, "SELECT 1;");

        Cli.Result result = cli.on(TOGETHER).run("migrate", "shop");

        assertThat(result.exit()).as(result.transcript()).isZero();
        assertThat(TOGETHER.query("SELECT string_agg(what || ' ' || value, ', ') FROM shop.seen"
                        + " WHERE what IN ('user', 'own', 'locks', 'prepared', 'listening')"))
                .doesNotContain("evil")
                .contains("locks 0", "prepared 0", "listening 0");
    }

    /** Beyond the domain, with a table of its own beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE other.x (id int);",
                "CREATE TABLE other -- a comment\n.x (id int);",
                "CREATE TABLE x (id int); CREATE TABLE \"other\" . y (id int);",
                "CREATE TABLE x (v other.number);",
                "CREATE TABLE x (v int DEFAULT nextval('other.ids'));",
                "CREATE TABLE x (v int DEFAULT other.f(1));",
                "CREATE TABLE x (v int CHECK (other.f(v) > 0));",
                "CREATE TABLE x (id int REFERENCES other.t (id));",
                "CREATE TABLE x (id int); CREATE INDEX i ON far (id);",
                "CREATE TABLE x (id int); CREATE INDEX i ON public.far (id);",
                "CREATE TABLE x (id int); COMMENT ON TABLE far IS 'mine';",
                "CREATE TABLE x (id int); COMMENT ON COLUMN far.id IS 'mine';",
                "CREATE TABLE x (id int); GRANT SELECT ON far TO PUBLIC;",
                "CREATE VIEW x AS SELECT * FROM other.t;",
                "CREATE TABLE x (id int); CREATE TRIGGER t BEFORE UPDATE ON far EXECUTE FUNCTION suppress_redundant_updates_trigger();"
            })
    void theGuardSees(String up) {
        String others =
                "DROP SCHEMA IF EXISTS other CASCADE; CREATE TABLE public.far (id int PRIMARY KEY); CREATE SCHEMA other;"
                        + " CREATE TABLE other.t (id int PRIMARY KEY); CREATE SEQUENCE other.ids; CREATE DOMAIN other.number AS int;"
                        + " CREATE FUNCTION other.f(v int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';";
        Cli cli = Cli.in(folder);
        cli.migration("shop", "000_before.sql", "CREATE TABLE first (id int);", "SELECT 1;");
        TOGETHER.execute(EMPTIED + others);
        ALONE.execute(EMPTIED + others);
        assertThat(cli.on(TOGETHER).run("migrate", "shop").exit()).isZero();
        assertThat(cli.on(ALONE).run("migrate", "shop").exit()).isZero();
        cli.migration("shop", "010_plain.sql", "CREATE TABLE plain (id int);", "SELECT 1;");
        cli.migration("shop", "020_file.sql", up, "SELECT 1;");
        cli.migration("shop", "030_plain.sql", "CREATE TABLE next (id int);", "SELECT 1;");

        Cli.Result together = cli.on(TOGETHER).run("migrate", "shop");

        assertThat(cli.on(ALONE).run("migrate", "shop", "--count", "1").exit()).isZero();
        Cli.Result alone = cli.on(ALONE).run("migrate", "shop", "--count", "1");
        assertThat(together.exit()).as(together.transcript()).isEqualTo(3);
        assertThat(alone.exit()).isEqualTo(3);
        assertThat(together.err().replaceAll("(?m)^  now: .*$", ""))
                .isEqualTo(alone.err().replace(" --count 1", "").replaceAll("(?m)^  now: .*$", ""));
        assertThat(TOGETHER.query(
                        "SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("000_before.sql 010_plain.sql");
    }

    /** The guard sees what plain DDL does beyond its domain, and says where. */
    @Test
    void theGuardStops() {
        TOGETHER.execute(EMPTIED + "CREATE TABLE public.far (id int);");
        Cli cli = Cli.in(folder);
        cli.migration("shop", "000_before.sql", "CREATE TABLE x (id int);", "SELECT 1;");
        assertThat(cli.on(TOGETHER).run("migrate", "shop").exit()).isZero();
        cli.migration("shop", "010_file.sql", "CREATE TABLE y (id int);", "SELECT 1;");
        cli.migration("shop", "020_file.sql", "CREATE INDEX i ON public.far (id);", "SELECT 1;");
        cli.migration("shop", "030_file.sql", "CREATE TABLE z (id int);", "SELECT 1;");

        Cli.Result result = cli.on(TOGETHER).run("migrate", "shop");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.transcript()).contains("020_file.sql").contains("public.i");
        assertThat(TOGETHER.query(
                        "SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("000_before.sql 010_file.sql");
        assertThat(TOGETHER.query("SELECT to_regclass('public.i')")).isEmpty();
    }

    private static String state(TestDatabase database) {
        return String.join("\n", Catalog.of(database, "shop", "public"))
                + database.query(
                        "SELECT string_agg(filename || success || checksum, ' ' ORDER BY id) FROM shop.schema_migrations")
                + database.query("SELECT string_agg(what || ' ' || value, ', ' ORDER BY what, value) FROM shop.seen");
    }
}
