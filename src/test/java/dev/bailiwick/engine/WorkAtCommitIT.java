package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What PostgreSQL would run by itself at COMMIT has run before the history is compared, the guard judges, and rows are asked about. */
@Timeout(120)
class WorkAtCommitIT {
    private static final String HISTORY =
            "SELECT string_agg(concat_ws(' ', id, filename, batch, checksum, success), ','"
                    + " ORDER BY id) FROM shop.schema_migrations WHERE filename < '003'";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of("."));

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int); INSERT INTO b VALUES (1);", "DROP TABLE b;");
        assertThat(cli.run("migrate").exit()).isZero();
        db.execute("CREATE SCHEMA hr; CREATE TABLE hr.staff (id int); INSERT INTO hr.staff VALUES (1), (2)");
    }

    /** How a section comes to run. */
    private enum Form {
        ALONE,
        GROUPED,
        ONE_TRANSACTION,
        ROLLBACK,
        ROLLBACK_OF_SEVERAL,
        SEED,
        OUTSIDE,
        OUTSIDE_BLOCK
    }

    /** A trigger's function that defers the next step, so many times, before it does what it is to do. */
    private static String chain(int levels, String body) {
        return "CREATE TABLE shop.chain (n int); CREATE FUNCTION shop.step() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN"
                + " IF new.n < " + levels
                + " THEN SET CONSTRAINTS ALL DEFERRED; INSERT INTO shop.chain VALUES (new.n + 1);"
                + " ELSE " + body + " END IF; RETURN NULL; END $f$;"
                + " CREATE CONSTRAINT TRIGGER step AFTER INSERT ON shop.chain DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION shop.step(); INSERT INTO shop.chain VALUES (1);";
    }

    /** Two tables whose triggers take turns. */
    private static String turns(int levels, String body) {
        StringBuilder sql = new StringBuilder("CREATE TABLE shop.one (n int); CREATE TABLE shop.two (n int);");
        for (List<String> way : List.of(List.of("one", "two"), List.of("two", "one"))) {
            sql.append("CREATE FUNCTION shop.from_" + way.get(0) + "() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN"
                    + " IF new.n < " + levels + " THEN SET CONSTRAINTS ALL DEFERRED; INSERT INTO shop." + way.get(1)
                    + " VALUES (new.n + 1); ELSE " + body + " END IF; RETURN NULL; END $f$;"
                    + " CREATE CONSTRAINT TRIGGER step AFTER INSERT ON shop." + way.get(0)
                    + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shop.from_" + way.get(0) + "();");
        }
        return sql + " INSERT INTO shop.one VALUES (1);";
    }

    /** What a foreign key cascades to fires a trigger. */
    private static String cascade(int levels, String body) {
        return chain(levels, body).replace("INSERT INTO shop.chain VALUES (1);", "")
                + " CREATE TABLE shop.up (id int PRIMARY KEY); CREATE TABLE shop.low"
                + " (id int REFERENCES shop.up ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);"
                + " CREATE FUNCTION shop.fell() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN SET CONSTRAINTS ALL DEFERRED;"
                + " INSERT INTO shop.chain VALUES (1); RETURN NULL; END $f$;"
                + " CREATE CONSTRAINT TRIGGER fell AFTER DELETE ON shop.low DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION shop.fell(); INSERT INTO shop.up VALUES (1);"
                + " INSERT INTO shop.low VALUES (1); DELETE FROM shop.up;";
    }

    /** A block leaves the constraints deferred. */
    private static String leftDeferred(int levels, String body) {
        return chain(levels, body)
                .replace(
                        "INSERT INTO shop.chain VALUES (1);",
                        "DO $$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"
                                + " INSERT INTO shop.chain VALUES (1); SET CONSTRAINTS ALL DEFERRED; END $$;");
    }

    /** Operators of the section's own come before PostgreSQL's. */
    private static String ownOperators(int levels, String body) {
        return "CREATE SCHEMA IF NOT EXISTS shop; CREATE FUNCTION shop.never(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT false';"
                + " CREATE OPERATOR shop.= (LEFTARG = int, RIGHTARG = int, FUNCTION = shop.never);"
                + chain(levels, body) + " SET search_path = shop, pg_catalog;";
    }

    private static String held(String body) {
        return "CREATE FUNCTION shop.f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN " + body + " RETURN 1; END $f$;"
                + " DECLARE c CURSOR WITH HOLD FOR SELECT shop.f();";
    }

    private static String heldByExecute(String body) {
        return held(body)
                .replace(
                        "DECLARE c CURSOR WITH HOLD FOR SELECT shop.f();",
                        "DO $$ BEGIN EXECUTE 'DECLARE \"a c\" SCROLL CUR' || 'SOR WITH HO' || 'LD FOR SELECT shop.f()'; END $$;");
    }

    /** A deferred trigger declares the cursor whose query writes into a table with such a trigger. */
    private static String heldByTrigger(String body) {
        return held(body).replace("DECLARE c CURSOR WITH HOLD FOR SELECT shop.f();", "")
                + chain(4, "EXECUTE 'DECLARE c CURSOR WITH HOLD FOR SELECT shop.f()';");
    }

    static Stream<Arguments> deletions() {
        String body = "DELETE FROM shop.schema_migrations WHERE filename = '001_a.sql';";
        String renames = "EXECUTE 'ALTER TABLE shop.schema_migrations RENAME TO gone';"
                + " EXECUTE 'CREATE TABLE shop.schema_migrations (LIKE shop.gone INCLUDING ALL)';";
        return everyForm(
                Stream.of(Form.values()),
                List.of(chain(5, body), heldByExecute(body)),
                List.of(
                        chain(2, body),
                        chain(5, renames),
                        chain(300, body),
                        turns(6, body),
                        cascade(4, body),
                        leftDeferred(4, body),
                        ownOperators(300, body),
                        held(body),
                        heldByTrigger(body)));
    }

    @ParameterizedTest
    @MethodSource("deletions")
    void theHistoryIsComparedBehindIt(Form form, String section) {
        String before = db.query(HISTORY);

        Cli.Result result = run(form, section);

        assertThat(result.exit()).as(result.out() + result.err()).isBetween(3, 5);
        assertThat(db.query(HISTORY)).isEqualTo(before);
        assertThat(result.said()).containsPattern("the history of domain|own history|WITH HOLD");
    }

    /** What a section outside a transaction has set goes on behind a statement that left work for its COMMIT. */
    @Test
    void theRoleOutsideATransactionStays() {
        String role = db.createRole("app");
        db.execute("GRANT ALL ON SCHEMA shop TO " + role);
        cli.file("sql/shop/domain.properties", "role=" + role + "\n").file("sql/shop/003_x.sql", """
                -- migrate:up transaction:false
                CREATE TABLE shop.up (id int PRIMARY KEY);
                CREATE TABLE shop.low (id int REFERENCES shop.up DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO shop.low VALUES (1) ON CONFLICT DO NOTHING;
                CREATE TABLE shop.last (id int);
                -- migrate:down
                """.replace(
                        "INSERT INTO shop.low", "INSERT INTO shop.up VALUES (1);\nINSERT INTO shop.low"));

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(db.query("SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = 'shop'"
                        + " AND tablename IN ('up', 'low', 'last')"))
                .isEqualTo(role);
    }

    static Stream<Arguments> reaching() {
        String body = "DELETE FROM hr.staff;";
        return everyForm(
                Stream.of(Form.values()).filter(form -> !form.name().startsWith("OUTSIDE")),
                List.of(chain(5, body), held(body)),
                List.of(
                        turns(7, body),
                        chain(5, "EXECUTE 'ALTER TABLE hr.staff RENAME TO people';"),
                        cascade(4, body),
                        heldByTrigger(body)));
    }

    /** Some sections in every form, the others alone. */
    private static Stream<Arguments> everyForm(Stream<Form> forms, List<String> inEach, List<String> alone) {
        return Stream.concat(
                forms.flatMap(form -> inEach.stream().map(section -> Arguments.of(form, section))),
                alone.stream().map(section -> Arguments.of(Form.ALONE, section)));
    }

    @ParameterizedTest
    @MethodSource("reaching")
    void theGuardJudgesBehindIt(Form form, String section) {
        Cli.Result result = run(form, section);

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(db.query("SELECT count(*) FROM hr.staff")).isEqualTo("2");
    }

    static Stream<String> takingAway() {
        String body = "DELETE FROM shop.stock;";
        return Stream.of(chain(5, body), turns(6, body), held(body), heldByTrigger(body));
    }

    @ParameterizedTest
    @MethodSource("takingAway")
    void rowsAreAskedAboutBehindIt(String section) {
        db.execute("CREATE TABLE shop.stock (id int); INSERT INTO shop.stock SELECT generate_series(1, 500)");

        Cli.Result result = run(Form.ROLLBACK, section);

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.said()).contains("shop.stock: 500 rows");
        assertThat(db.query("SELECT count(*) FROM shop.stock")).isEqualTo("500");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatComesToAnEndStands(Form form) {
        String search = "SET LOCAL search_path = shop; ";
        String body = "INSERT INTO b VALUES (7); CREATE TABLE IF NOT EXISTS made (id int);";
        // Of several, all but the first level run with the last of them.
        int levels = form == Form.ROLLBACK_OF_SEVERAL ? 1 : 450;
        String section = search + chain(levels, body);

        Cli.Result result = run(form, section);

        if (form == Form.OUTSIDE) {
            // There SET LOCAL is over when its statement is.
            return;
        }
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        if (form != Form.ROLLBACK_OF_SEVERAL) {
            assertThat(db.query("SELECT string_agg(id::text, ' ') FROM shop.b WHERE id = 7"))
                    .isEqualTo("7");
        }
        assertThat(db.query("SELECT max(n) FROM shop.chain")).isEqualTo(String.valueOf(levels));
    }

    @Test
    void whatAHeldCursorDoesStandsAsWithPsql() {
        db.execute("CREATE TABLE hr.rows AS SELECT generate_series(1, 3) AS n");
        cli.migration(
                "shop",
                "003_c.sql",
                "CREATE FUNCTION shop.f(n int) RETURNS int LANGUAGE plpgsql AS"
                        + " $f$ BEGIN INSERT INTO shop.b VALUES (n); RETURN n; END $f$;"
                        + " CREATE TABLE r AS SELECT generate_series(11, 15) AS n;"
                        + " DECLARE c NO SCROLL CURSOR WITH HOLD FOR SELECT shop.f(n) FROM r; FETCH 2 FROM c;",
                "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(db.query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM shop.b WHERE id > 10"))
                .isEqualTo("11 12 13 14 15");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatComesToNoEndIsRefusedByName(Form form) {
        Cli.Result result = run(form, chain(1_000_000_000, "NULL;"));

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(form == Form.OUTSIDE ? 5 : 4);
        assertThat(result.said()).contains("deferred triggers go on working at COMMIT", "trigger step on shop.chain");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success AND filename > '003'"))
                .isEqualTo(form.name().startsWith("ROLLBACK") || form == Form.GROUPED ? "1" : "0");
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"ONE_TRANSACTION", "ROLLBACK_OF_SEVERAL"})
    void whatAnotherSessionHasDoneIsNotCalledUndone(Form form) {
        db.execute("CREATE EXTENSION dblink");

        Cli.Result result = run(
                form,
                "SELECT public.dblink_exec(format('host=127.0.0.1 port=%s dbname=%I user=%I password=%s',"
                        + " current_setting('port'), current_database(), session_user, '" + db.password() + "'),"
                        + " $$DELETE FROM shop.schema_migrations WHERE filename = '001_a.sql'$$);");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(4);
        assertThat(result.said())
                .contains(
                        "another session has changed the history of domain shop",
                        "what the other session has done stands: the row of 001_a.sql is gone",
                        "bailiwick repair shop --from-log")
                .doesNotContain("rule or trigger");
        assertThat(cli.run("repair", "shop", "--from-log", "--yes").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE filename = '001_a.sql'"))
                .isEqualTo("1");
    }

    @Test
    void whatStandsOnTheTablesIsComparedBehindIt() {
        db.execute(chain(5, "DELETE FROM shop.schema_migrations WHERE filename = '001_a.sql';")
                        .replace("INSERT INTO shop.chain VALUES (1);", "")
                + "CREATE FUNCTION shop.starts() RETURNS trigger LANGUAGE plpgsql AS"
                + " $f$ BEGIN SET CONSTRAINTS ALL DEFERRED; INSERT INTO shop.chain VALUES (1); RETURN NULL; END $f$;"
                + " CREATE CONSTRAINT TRIGGER starts AFTER INSERT OR UPDATE OR DELETE ON shop.schema_migrations"
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shop.starts()");
        String before = db.query(HISTORY);
        cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "DROP TABLE c;");

        for (List<String> command : List.of(
                List.of("migrate"),
                List.of("rollback", "shop", "--yes"),
                List.of("mark", "shop", "003_c.sql", "--applied"),
                List.of("mark", "shop", "002_b.sql", "--pending"))) {
            Cli.Result result = cli.run(command.toArray(String[]::new));

            assertThat(result.exit()).as(command + result.out() + result.err()).isEqualTo(4);
            assertThat(db.query(HISTORY)).as(command.toString()).isEqualTo(before);
        }
        cli.file("sql/shop/003_c.sql", "-- migrate:up transaction:false\nSELECT 1;\nSELECT 2;\n-- migrate:down\n");
        Cli.Result result = cli.run("migrate");
        assertThat(result.exit()).as(result.out() + result.err()).isBetween(4, 5);
        assertThat(db.query(HISTORY)).isEqualTo(before);
    }

    private Cli.Result run(Form form, String section) {
        String fourth = "CREATE TABLE d (id int);";
        return switch (form) {
            case ALONE -> {
                cli.migration("shop", "003_c.sql", section, "");
                yield cli.run("migrate");
            }
            case GROUPED -> {
                cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "")
                        .migration("shop", "004_x.sql", section, "")
                        .migration("shop", "005_d.sql", fourth, "");
                yield cli.run("migrate");
            }
            case ONE_TRANSACTION -> {
                cli.migration("shop", "003_c.sql", "CREATE TABLE c (id int);", "")
                        .migration("shop", "004_x.sql", section, "")
                        .migration("shop", "005_d.sql", fourth, "");
                yield cli.run("migrate", "--one-transaction");
            }
            case ROLLBACK -> {
                cli.migration("shop", "003_c.sql", "SELECT 1;", section);
                assertThat(cli.run("migrate").exit()).isZero();
                yield cli.run("rollback", "shop");
            }
            case ROLLBACK_OF_SEVERAL -> {
                cli.migration("shop", "003_c.sql", "SELECT 1;", section);
                assertThat(cli.run("migrate").exit()).isZero();
                yield cli.run("rollback", "shop", "--steps", "2", "--yes");
            }
            case SEED -> {
                cli.file("sql/shop/seeds/010_s.sql", section);
                yield cli.run("seed", "shop");
            }
            case OUTSIDE -> {
                cli.file("sql/shop/003_c.sql", "-- migrate:up transaction:false\n" + section + "\n-- migrate:down\n");
                yield cli.run("migrate");
            }
            case OUTSIDE_BLOCK -> {
                cli.file(
                        "sql/shop/003_c.sql",
                        "-- migrate:up transaction:false\nBEGIN;\n" + section + "\nCOMMIT;\n-- migrate:down\n");
                yield cli.run("migrate");
            }
        };
    }
}
