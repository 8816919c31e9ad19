package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind each transaction the history is what it was and what was written, or nothing of it stands. */
@Timeout(120)
class HistoryWatchIT {
    /** Before each: two files are applied. H stands for the tracking table, L for its log. */
    private static final String HISTORY =
            "SELECT string_agg(concat_ws(' ', id, filename, batch, checksum, success, source), ','"
                    + " ORDER BY id) FROM shop.schema_migrations";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of("."));

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    /** How a section comes to run. */
    private enum Form {
        ALONE,
        GROUPED,
        ONE_TRANSACTION,
        ROLLBACK,
        ROLLBACK_OF_SEVERAL,
        SEED
    }

    private static final List<String> SECTIONS = List.of(
            "TRUNCATE shop.schema_migrations;",
            "TRUNCATE shop.schema_migrations_log;",
            "DO $$ BEGIN EXECUTE 'TRUNCATE shop.schema_' || 'migrations'; END $$;",
            "DO $$ BEGIN EXECUTE 'DELETE FROM shop.schema_' || 'migrations_log'; END $$;",
            "DELETE FROM shop.schema_migrations WHERE filename = '001_a.sql';",
            "UPDATE shop.schema_migrations SET success = false;",
            "UPDATE shop.schema_migrations_log SET action = 'rollback';",
            "INSERT INTO shop.schema_migrations (filename, checksum, execution_time_ms, success)"
                    + " VALUES ('009_never.sql', 'MANUAL', 0, true);",
            "CREATE TABLE shop.h (LIKE shop.schema_migrations INCLUDING ALL); DROP TABLE shop.schema_migrations;"
                    + " ALTER TABLE shop.h RENAME TO schema_migrations;",
            "ALTER TABLE shop.schema_migrations RENAME TO h;"
                    + " CREATE TABLE shop.schema_migrations (LIKE shop.h INCLUDING ALL);",
            "ALTER TABLE shop.schema_migrations_log SET SCHEMA public;"
                    + " CREATE TABLE shop.schema_migrations_log (LIKE public.schema_migrations_log INCLUDING ALL);",
            "ALTER SCHEMA shop RENAME TO shut; CREATE SCHEMA shop; CREATE TABLE shop.schema_migrations"
                    + " (LIKE shut.schema_migrations INCLUDING ALL); CREATE TABLE shop.schema_migrations_log"
                    + " (LIKE shut.schema_migrations_log INCLUDING ALL);",
            "ALTER TABLE shop.schema_migrations SET UNLOGGED;",
            "ALTER TABLE shop.schema_migrations DROP COLUMN source;",
            "CREATE RULE r AS ON INSERT TO shop.schema_migrations_log DO ALSO DELETE FROM shop.schema_migrations;",
            "CREATE FUNCTION shop.bend() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN DELETE FROM shop.schema_migrations; RETURN NULL; END $$;"
                    + " CREATE TRIGGER bend AFTER INSERT OR DELETE ON shop.schema_migrations_log"
                    + " FOR EACH STATEMENT EXECUTE FUNCTION shop.bend();",
            "CREATE TABLE shop.t (i int); CREATE FUNCTION shop.bend() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN DELETE FROM shop.schema_migrations; RETURN NULL; END $$;"
                    + " CREATE CONSTRAINT TRIGGER bend AFTER INSERT ON shop.t DEFERRABLE INITIALLY DEFERRED"
                    + " FOR EACH ROW EXECUTE FUNCTION shop.bend(); INSERT INTO shop.t VALUES (1);",
            "ALTER TABLE shop.schema_migrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
                    + " DELETE FROM shop.schema_migrations;");

    static Stream<Arguments> sections() {
        List<Arguments> all = new ArrayList<>();
        for (String section : SECTIONS) {
            for (Form form : Form.values()) {
                all.add(Arguments.of(form, section));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void aSectionThatChangesTheHistoryIsRolledBack(Form form, String section) {
        cli.file("sql/shop/domain.properties", "guard = off\n");
        String before = db.query(HISTORY);
        String mark = "CREATE TABLE shop.mark (id int);\n";

        Cli.Result result = run(form, mark + section);

        assertThat(result.exit()).as(result.out() + result.err()).isNotZero();
        assertThat(result.exit()).as(result.err()).isIn(3, 4);
        assertThat(result.out()).doesNotContain("✓ 004", "✓ 010");
        assertThat(db.query("SELECT to_regclass('shop.mark') IS NULL")).isEqualTo("t");
        List<String> rows = List.of(before.split(","));
        assertThat(List.of(db.query(HISTORY).split(","))).containsAll(rows);
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success AND filename >= '004'"))
                .isEqualTo(form == Form.ROLLBACK || form == Form.ROLLBACK_OF_SEVERAL ? "1" : "0");
    }

    /** Runs a section that must not come to its end, behind others where the form has several. */
    private Cli.Result run(Form form, String section) {
        String four = "004_bend.sql";
        return switch (form) {
            case ALONE -> cli.migration("shop", four, section, "").run("migrate");
            case GROUPED ->
                cli.migration("shop", "003_c.sql", "CREATE TABLE shop.c (id int);", "")
                        .migration("shop", four, section, "")
                        .migration("shop", "005_d.sql", "CREATE TABLE shop.d (id int);", "")
                        .run("migrate");
            case ONE_TRANSACTION ->
                cli.migration("shop", "003_c.sql", "CREATE TABLE shop.c (id int);", "")
                        .migration("shop", four, section, "")
                        .run("migrate", "shop", "--one-transaction");
            case ROLLBACK -> {
                cli.migration("shop", four, "SELECT 1;", section);
                assertThat(cli.run("migrate").exit()).isZero();
                yield cli.run("rollback", "shop", "--steps", "1");
            }
            case ROLLBACK_OF_SEVERAL -> {
                cli.migration("shop", four, "SELECT 1;", section);
                assertThat(cli.run("migrate").exit()).isZero();
                yield cli.run("rollback", "shop", "--steps", "2", "--one-transaction");
            }
            case SEED -> cli.file("sql/shop/seeds/010_bend.sql", section).run("seed", "shop");
        };
    }

    @Test
    void theStatementIsNamed() {
        cli.file("sql/shop/domain.properties", "guard = off\n")
                .migration("shop", "004_x.sql", "CREATE TABLE x (id int);\nTRUNCATE schema_migrations;\nSELECT 1;", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.said())
                .contains(
                        "sql/shop/004_x.sql changes the history of domain shop, which only Bailiwick writes",
                        "sql/shop/004_x.sql:3:1",
                        "the row of 001_a.sql is gone",
                        "rolled back: nothing of it stands");
        assertThat(db.query(
                        "SELECT action, filename, message FROM shop.schema_migrations_log ORDER BY id DESC LIMIT 1"))
                .startsWith("failure|004_x.sql|changed the history of its domain: the row of 001_a.sql is gone");
        cli.migration("shop", "004_x.sql", "CREATE TABLE x (id int);", "");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    /** What stands on the tables: its body, its moment. */
    static Stream<Arguments> triggers() {
        return Stream.of(
                Arguments.of(
                        "AFTER INSERT",
                        "DELETE FROM shop.schema_migrations WHERE filename = new.filename; RETURN NULL;"),
                Arguments.of("BEFORE INSERT", "new.success := false; RETURN new;"),
                Arguments.of("BEFORE INSERT", "new.filename := 'x' || new.filename; RETURN new;"),
                Arguments.of("BEFORE INSERT", "new.checksum := 'MANUAL'; RETURN new;"),
                Arguments.of("BEFORE INSERT", "new.source := 'nothing'; RETURN new;"),
                Arguments.of("BEFORE INSERT", "new.id := -new.id; RETURN new;"),
                Arguments.of("BEFORE INSERT", "RETURN NULL;"),
                Arguments.of("AFTER INSERT", "UPDATE shop.schema_migrations SET batch = 99; RETURN NULL;"),
                Arguments.of("AFTER INSERT", "DELETE FROM shop.schema_migrations_log; RETURN NULL;"),
                Arguments.of("AFTER INSERT", "TRUNCATE shop.schema_migrations_log; RETURN NULL;"),
                Arguments.of("DEFERRED", "DELETE FROM shop.schema_migrations WHERE id = new.id; RETURN NULL;"),
                Arguments.of("DEFERRED", "UPDATE shop.schema_migrations SET success = false; RETURN NULL;"),
                Arguments.of(
                        "AFTER INSERT",
                        "PERFORM set_config('track_counts', 'off', true);"
                                + " DELETE FROM shop.schema_migrations WHERE id = new.id;"
                                + " PERFORM set_config('track_counts', 'on', true); RETURN NULL;"));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void aTriggerThatBendsTheHistoryRollsBackAndIsNamed(String moment, String body) {
        trigger(moment, body);
        cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "DROP TABLE c;");
        String before = db.query(HISTORY);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(body.contains("-new.id") ? 3 : 4);
        assertThat(result.said())
                .containsAnyOf("keeps the history from being written", "used by active queries", "the sequence of");
        assertThat(db.query("SELECT to_regclass('shop.c') IS NULL")).isEqualTo("t");
        assertThat(List.of(db.query(HISTORY).split(","))).containsAll(List.of(before.split(",")));

        db.execute("DROP TRIGGER bend ON shop.schema_migrations");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("001_a.sql 002_b.sql 003_c.sql");
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void aTriggerThatBendsTheHistoryStopsWhatAPersonSays(String moment, String body) {
        trigger(moment, body);
        cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "DROP TABLE c;");
        String before = db.query(HISTORY);
        String log = db.query("SELECT count(*) FROM shop.schema_migrations_log");

        Cli.Result result = cli.run("mark", "shop", "003_c.sql", "--applied");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(4);
        assertThat(db.query(HISTORY)).isEqualTo(before);
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations_log")).isEqualTo(log);
    }

    private void trigger(String moment, String body) {
        db.execute("CREATE FUNCTION public.bend() RETURNS trigger LANGUAGE plpgsql AS $b$ BEGIN " + body + " END $b$");
        boolean deferred = moment.equals("DEFERRED");
        db.execute("CREATE " + (deferred ? "CONSTRAINT " : "") + "TRIGGER bend " + (deferred ? "AFTER INSERT" : moment)
                + " ON shop.schema_migrations " + (deferred ? "DEFERRABLE INITIALLY DEFERRED " : "")
                + "FOR EACH ROW EXECUTE FUNCTION public.bend()");
    }

    static Stream<String> whatRunsWhenARowIsWritten() {
        return Stream.of(
                "CREATE INDEX bend ON shop.schema_migrations (public.bends(filename))",
                "CREATE INDEX bend ON shop.schema_migrations_log (id) WHERE public.bends(filename) > 0",
                "CREATE DOMAIN public.name AS varchar(255) CHECK (public.bends(VALUE) > 0);"
                        + " ALTER TABLE shop.schema_migrations ALTER filename TYPE public.name");
    }

    /** Functions that are called immutable, and write. */
    @ParameterizedTest
    @MethodSource("whatRunsWhenARowIsWritten")
    void whatAnIndexOrATypeRunsIsCompared(String sql) {
        db.execute(
                "CREATE FUNCTION public.bend() RETURNS int LANGUAGE sql AS"
                        + " 'DELETE FROM shop.schema_migrations WHERE filename = ''001_a.sql''; SELECT 1';"
                        + " CREATE FUNCTION public.bends(varchar) RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                        + " 'BEGIN IF current_setting(''public.bend'', true) = ''on'' THEN RETURN public.bend(); END IF; RETURN 1; END'");
        db.execute(sql);
        db.execute("ALTER DATABASE " + db.name() + " SET public.bend = 'on'");
        cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "DROP TABLE c;");
        String before = db.query(HISTORY);

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.out() + result.err()).isBetween(3, 4);
        assertThat(db.query(HISTORY)).isEqualTo(before);
        if (sql.contains("INDEX")) {
            assertThat(result.said()).contains("there is index ");
        }
    }

    @Test
    void aTriggerThatOnlyLooksOnIsLetBe() {
        db.execute("CREATE TABLE public.audit (said text)");
        trigger("AFTER INSERT", "INSERT INTO public.audit VALUES (new.filename); RETURN NULL;");
        db.execute("ALTER TABLE shop.schema_migrations ADD COLUMN ticket text DEFAULT now()::text");
        for (int i = 3; i < 9; i++) {
            cli.migration("shop", "00" + i + "_t.sql", "CREATE TABLE t" + i + " (id int);", "DROP TABLE t" + i + ";");
        }

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(db.query("SELECT count(*) FROM public.audit")).isEqualTo("6");
        assertThat(cli.run("rollback", "shop").exit()).isZero();
    }

    @Test
    void sequencesThatAreBehindAreSetRight() {
        db.execute("SELECT setval(pg_get_serial_sequence('shop.schema_migrations', 'id'), 1, false),"
                + " setval(pg_get_serial_sequence('shop.schema_migrations_log', 'id'), 1, false)");
        cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "DROP TABLE c;")
                .migration("shop", "004_d.sql", "CREATE TABLE d (id int);", "DROP TABLE d;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations"))
                .isEqualTo("001_a.sql 002_b.sql 003_c.sql 004_d.sql");
        db.execute("ALTER TABLE shop.schema_migrations_log ALTER COLUMN id RESTART WITH 1");
        assertThat(cli.run("mark", "shop", "004_d.sql", "--pending").exit()).isZero();
        db.execute("ALTER TABLE shop.schema_migrations_log ALTER COLUMN id RESTART WITH 1");
        cli.migration("shop", "004_d.sql", "SELECT 1/0;", "");
        assertThat(cli.run("migrate").exit()).isEqualTo(4);
        assertThat(db.query("SELECT action FROM shop.schema_migrations_log ORDER BY id DESC LIMIT 1"))
                .isEqualTo("failure");
    }

    @Test
    void aSectionThatSetsASequenceBackEachTimeComesToAnEnd() {
        cli.migration(
                "shop", "003_c.sql", "SELECT setval(pg_get_serial_sequence('schema_migrations', 'id'), 1, false);", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isEqualTo(3);
        assertThat(result.said()).contains("003_c.sql can't be recorded: the sequence of shop.schema_migrations");
    }

    @Test
    void aUniqueViolationOfOthersIsNoOtherRunner() {
        db.execute("CREATE SCHEMA other; CREATE TABLE other.schema_migrations (filename text UNIQUE);"
                + " INSERT INTO other.schema_migrations VALUES ('003_c.sql')");
        cli.migration(
                "shop",
                "003_c.sql",
                "CREATE TABLE t (i int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE unique_violation USING TABLE = 'schema_migrations', SCHEMA = 'shop',"
                        + " CONSTRAINT = 'schema_migrations_filename_key'; END $$;"
                        + " CREATE CONSTRAINT TRIGGER f AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION f(); INSERT INTO t VALUES (1);",
                "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isEqualTo(4);
        assertThat(result.said()).contains("23505");
    }

    @Test
    void aTableThatHidesItsRowsIsNoEmptyHistory() {
        String role = db.createRole("hidden");
        db.execute("GRANT USAGE, CREATE ON SCHEMA shop TO " + role + "; GRANT ALL ON ALL TABLES IN SCHEMA shop TO "
                + role);
        for (String table : List.of("schema_migrations", "schema_migrations_log", "schema_migrations_catalog")) {
            db.execute("ALTER TABLE shop." + table + " ENABLE ROW LEVEL SECURITY");
            Cli other = Cli.in(folder).on(db.url(role)).file("sql/shop/seeds/010_s.sql", "SELECT 1;");
            for (List<String> command : List.of(
                    List.of("status"),
                    List.of("validate"),
                    List.of("migrate"),
                    List.of("rollback", "shop"),
                    List.of("seed"),
                    List.of("drift"),
                    List.of("mark", "shop", "001_a.sql", "--pending"))) {
                Cli.Result result = other.run(command.toArray(String[]::new));
                assertThat(result.exit())
                        .as(table + " " + command + result.out() + result.err())
                        .isEqualTo(3);
                assertThat(result.said())
                        .contains("row-level security is in force on shop." + table, "DISABLE ROW LEVEL SECURITY");
            }
            assertThat(cli.run("status").exit()).isZero();
            db.execute("ALTER TABLE shop." + table + " DISABLE ROW LEVEL SECURITY");
        }
    }

    @Test
    void anEventTriggerThatHidesNewTablesIsSeenAtOnce() {
        String role = db.createRole("owner");
        db.execute("GRANT CREATE ON DATABASE " + db.name() + " TO " + role);
        db.execute("CREATE FUNCTION public.force() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                + " $b$ DECLARE c record; BEGIN FOR c IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP"
                + " IF c.object_type = 'table' THEN EXECUTE 'ALTER TABLE ' || c.object_identity"
                + " || ' ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY'; END IF; END LOOP; END $b$;"
                + " CREATE EVENT TRIGGER force ON ddl_command_end WHEN TAG IN ('CREATE TABLE')"
                + " EXECUTE FUNCTION public.force()");
        cli.migration("lab", "001_l.sql", "SELECT 1;", "");

        Cli.Result result = Cli.in(folder).on(db.url(role)).run("migrate", "lab");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.said().toLowerCase(Locale.ROOT)).contains("row-level security is in force on lab.");
        db.execute("DROP EVENT TRIGGER force");
    }

    @Test
    void anUnloggedHistoryIsRefused() {
        db.execute("ALTER TABLE shop.schema_migrations SET UNLOGGED");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.said()).contains("UNLOGGED", "SET LOGGED");
    }
}
