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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a migration does beyond its domain is seen in the catalog, whatever its text says, and rolled back. */
@Timeout(60)
class GuardIT {
    private static final String FILE = "20260101000001_x.sql";

    /** What is there of other domains: hr is a stranger to inventory, public is required. */
    private static final String OTHERS = """
            CREATE SCHEMA inventory;
            CREATE SCHEMA hr;
            CREATE EXTENSION pg_trgm SCHEMA hr;
            CREATE TABLE public.users (id int PRIMARY KEY, name text);
            CREATE TABLE public.audit (what text);
            CREATE TABLE hr.staff (id int PRIMARY KEY, name text);
            INSERT INTO hr.staff VALUES (7, 'g');
            CREATE INDEX staff_name_idx ON hr.staff (name);
            CREATE VIEW hr.names AS SELECT name FROM hr.staff;
            CREATE TYPE hr.grade AS ENUM ('a');
            CREATE SEQUENCE hr.numbers;
            CREATE FUNCTION hr.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION hr.audit() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO public.audit VALUES (TG_TABLE_NAME); RETURN new; END';
            CREATE TABLE inventory.drugs (id int PRIMARY KEY, user_id int REFERENCES public.users, name text);
            CREATE TABLE inventory.audited (id int);
            CREATE TRIGGER audit AFTER INSERT ON inventory.audited FOR EACH ROW EXECUTE FUNCTION hr.audit();
            CREATE FUNCTION inventory.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
            """;

    @RegisterExtension
    final TestDatabase db = TestDatabase.from("guarded", database -> database.execute(OTHERS));

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).file("sql/public/README.md", "").file("sql/hr/README.md", "");
    }

    private Cli.Result migrate(String up) {
        return cli.migration("inventory", FILE, up, "").run("migrate", "inventory");
    }

    /** What the guard asks stays prepared in the session; whatever a section does with it, the guard is asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEALLOCATE ALL",
                "SET track_counts = off",
                "RESET ALL",
                "SET enable_indexscan = off; SET plan_cache_mode = force_custom_plan",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION f()",
                "SAVEPOINT a; CREATE TABLE gone (); ROLLBACK TO a",
                "CREATE TYPE kind AS ENUM ('a'); CREATE DOMAIN code AS text; CREATE TABLE parts (k kind, c code, p int) PARTITION BY LIST (p)",
            })
    void whateverElseASectionDoesTheGuardIsAsked(String before) {
        cli.migration("inventory", "20260101000000_w.sql", "CREATE TABLE w (); " + before, "");
        assertThat(cli.run("migrate", "inventory").said()).isEmpty();
        cli.migration(
                "inventory",
                FILE,
                before.replaceAll("\\b(f\\(\\)|kind|code|parts)", "x_$1") + "; CREATE TABLE hr.lots ()",
                "");
        cli.migration("inventory", "20260101000002_y.sql", "CREATE TABLE y ()", "");

        Cli.Result result = cli.run("migrate", "inventory");

        assertThat(result.said()).contains("creates table hr.lots");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(db.query("SELECT to_regclass('hr.lots'), count(*) FROM inventory.schema_migrations WHERE success"))
                .isEqualTo("|1");
    }

    private static Stream<Arguments> ownAndOther() {
        List<String> own = List.of(
                "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text DEFAULT 'a')",
                "CREATE TABLE t (a text); ALTER TABLE t RENAME TO u",
                "CREATE TABLE t (a text); DROP TABLE t",
                "ALTER TABLE drugs ADD COLUMN x text",
                "ALTER TABLE audited ADD COLUMN note text",
                "ALTER TABLE drugs ALTER COLUMN name SET STORAGE EXTERNAL",
                "ALTER TABLE drugs ALTER COLUMN id TYPE bigint",
                "CREATE TYPE pair AS (a int, b text); CREATE DOMAIN code AS text",
                "TRUNCATE drugs; REINDEX TABLE drugs");
        List<String> others = List.of(
                "GRANT SELECT ON hr.staff TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION hr.one() TO postgres",
                "REVOKE USAGE ON TYPE hr.grade FROM PUBLIC",
                "GRANT USAGE ON SCHEMA hr TO PUBLIC");
        return own.stream().flatMap(one -> others.stream().map(other -> Arguments.of(one, other)));
    }

    /** The guard counts what was written and finds most of it by the locks that it takes; these take none. */
    @ParameterizedTest
    @MethodSource("ownAndOther")
    void besideWhatIsOwn(String own, String other) {
        String both = own + "; " + other.replace("postgres", "CURRENT_USER");

        Cli.Result result = migrate(both);

        assertThat(result.said()).contains("hr");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(db.query("SELECT count(*) FROM inventory.schema_migrations WHERE success"))
                .isEqualTo("0");
    }

    /** However many dependencies a type has, it is one; who may switch counting off may do so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE SEQUENCE s1; CREATE SEQUENCE s2; CREATE SEQUENCE s3; CREATE DOMAIN d AS int"
                        + " DEFAULT nextval('s1') + nextval('s2') + nextval('s3'); REVOKE USAGE ON TYPE hr.grade FROM PUBLIC",
                "CREATE SEQUENCE s1; ALTER DOMAIN code2 SET DEFAULT nextval('s1'); ALTER TYPE hr.grade RENAME TO grad",
                "SET LOCAL track_counts = off; GRANT USAGE ON SCHEMA hr TO PUBLIC; SET LOCAL track_counts = on",
            })
    void whatBalancesIsSeen(String section) {
        db.execute("CREATE DOMAIN inventory.code AS int; CREATE DOMAIN inventory.code2 AS inventory.code");

        Cli.Result result = migrate(section);

        assertThat(result.said()).contains("hr");
        assertThat(result.exit()).isEqualTo(3);
    }

    @Test
    void aFileIsNotTakenForWhatCameBeforeItInItsTransaction() {
        cli.migration("inventory", "20260101000000_w.sql", "CREATE TABLE w (a int)", "")
                .migration(
                        "inventory",
                        FILE,
                        "REVOKE USAGE ON TYPE hr.grade FROM PUBLIC; REVOKE USAGE ON TYPE hr.other FROM PUBLIC",
                        "");
        db.execute("CREATE TYPE hr.other AS ENUM ('a')");

        Cli.Result result = cli.run("migrate", "inventory", "--one-transaction");

        assertThat(result.said()).contains("hr.grade");
        assertThat(result.exit()).isEqualTo(3);
    }

    /** The first file of a run has the guard's queries prepared, the others find them there. */
    @Test
    void eachFileOfARunIsJudgedByWhatItDoesItself() {
        cli.migration(
                        "inventory",
                        "20260101000000_a.sql",
                        "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                        "")
                .migration("inventory", "20260101000001_b.sql", "DEALLOCATE ALL; CREATE TABLE b ()", "")
                .migration("inventory", "20260101000002_c.sql", "CREATE TABLE c ()", "")
                .migration("inventory", "20260101000003_d.sql", "GRANT SELECT ON hr.staff TO PUBLIC", "");

        Cli.Result result = cli.run("migrate", "inventory");

        assertThat(result.said()).contains("20260101000003_d.sql").contains("table hr.staff");
        assertThat(db.query(
                        "SELECT string_agg(filename, ' ' ORDER BY id) FROM inventory.schema_migrations WHERE success"))
                .isEqualTo("20260101000000_a.sql 20260101000001_b.sql 20260101000002_c.sql");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "CREATE TABLE public.lots (id serial PRIMARY KEY) ! creates table public.lots, which belongs to domain public",
                "SET search_path = public; CREATE TABLE lots (id int) ! creates table public.lots",
                "DO $$ BEGIN EXECUTE 'CREATE TABLE hr.' || 'lots ()'; END $$ ! creates table hr.lots",
                "DO $$ BEGIN BEGIN CREATE TABLE hr.lots (); EXCEPTION WHEN others THEN NULL; END; END $$ ! creates table hr.lots",
                "SAVEPOINT a; CREATE TABLE hr.lots (); RELEASE a ! creates table hr.lots",
                "CREATE VIEW hr.v AS SELECT 1 ! creates view hr.v",
                "CREATE FUNCTION hr.two() RETURNS int LANGUAGE sql AS 'SELECT 2' ! creates or replaces function hr.two()",
                "CREATE OR REPLACE FUNCTION hr.one() RETURNS int LANGUAGE sql AS 'SELECT 2' ! changes function hr.one()",
                "CREATE TYPE public.form AS ENUM ('a') ! creates type public.form",
                "CREATE SCHEMA stray ! creates or changes schema stray, outside of schema inventory",
                "CREATE EXTENSION btree_gist SCHEMA public ! creates extension btree_gist",
                "CREATE TRIGGER t BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION inventory.stamp() ! creates trigger t on public.users",
                "CREATE INDEX ON public.users (name) ! creates index public.users_name_idx",
                "CREATE POLICY p ON hr.staff ! creates policy p on hr.staff",
                "ALTER TABLE public.users ADD CONSTRAINT u UNIQUE (name) ! creates table constraint u on public.users",
                "ALTER TABLE public.users ADD COLUMN z int ! changes table public.users",
                "ALTER TABLE public.users ALTER name SET NOT NULL ! public.users",
                "ALTER TABLE public.users ALTER name SET STATISTICS 10 ! changes table public.users",
                "ALTER TABLE public.users DISABLE TRIGGER ALL ! changes table public.users",
                "ALTER TABLE inventory.drugs SET SCHEMA hr ! creates table hr.drugs",
                "ALTER TYPE hr.grade RENAME TO g ! changes type hr.g",
                "ALTER FUNCTION hr.one() COST 7 ! changes function hr.one()",
                "GRANT SELECT ON hr.staff TO PUBLIC ! changes table hr.staff",
                "GRANT EXECUTE ON FUNCTION hr.one() TO pg_monitor ! changes function hr.one()",
                "GRANT USAGE ON SCHEMA hr TO pg_monitor ! changes schema hr",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC ! for the whole database",
                "COMMENT ON TABLE hr.staff IS 'x' ! changes table hr.staff",
                "COMMENT ON COLUMN hr.staff.name IS 'x' ! changes table hr.staff",
                "COMMENT ON FUNCTION hr.one() IS 'x' ! changes function hr.one()",
                "TRUNCATE public.audit ! changes table public.audit",
                "INSERT INTO public.audit VALUES ('x') ! writes rows of table public.audit",
                "WITH gone AS (DELETE FROM hr.staff RETURNING 1) SELECT * FROM gone ! writes rows of table hr.staff",
                "INSERT INTO inventory.audited VALUES (1) ! writes rows of table public.audit",
                "DROP VIEW hr.names ! drops view hr.names, which belongs to domain hr",
                "DROP TABLE hr.staff CASCADE ! drops table hr.staff",
                "DROP INDEX hr.staff_name_idx ! drops index hr.staff_name_idx",
                "DROP FUNCTION hr.one() ! drops function hr.one",
                "DROP TYPE hr.grade ! drops type hr.grade",
                "DROP SEQUENCE hr.numbers ! drops sequence hr.numbers",
                "DROP EXTENSION pg_trgm ! drops extension pg_trgm",
                "DROP SCHEMA hr CASCADE ! drops schema hr",
                "ALTER TABLE public.users DROP CONSTRAINT users_pkey CASCADE ! drops constraint users_pkey on public.users",
                "CREATE VIEW v AS SELECT * FROM hr.staff ! makes view inventory.v depend on table hr.staff, and inventory does not require hr",
                "CREATE TABLE a (s int REFERENCES hr.staff) ! makes table constraint a_s_fkey on inventory.a depend on table hr.staff",
                "CREATE TABLE a (g hr.grade) ! makes table inventory.a depend on type hr.grade",
                "CREATE TABLE a (i int DEFAULT hr.one()) ! depend on function hr.one()",
                "CREATE TRIGGER t BEFORE UPDATE ON drugs FOR EACH ROW EXECUTE FUNCTION hr.audit() ! makes trigger t on inventory.drugs depend on function hr.audit()",
                "CREATE FUNCTION f(hr.staff) RETURNS int LANGUAGE sql AS 'SELECT 1' ! depend on type hr.staff",
                "DELETE FROM inventory.schema_migrations ! writes into inventory.schema_migrations, the domain's own history",
            })
    void whatReachesBeyondTheDomainIsRolledBack(String up, String words) {
        String before = catalog();

        Cli.Result result = migrate(up + ";");

        assertThat(result.err())
                .contains("sql/inventory/" + FILE)
                .contains(words)
                .contains("rolled back");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(catalog()).isEqualTo(before);
        assertThat(
                        db.query(
                                "SELECT success, error_message LIKE 'refused by the domain guard%' FROM inventory.schema_migrations"))
                .isEqualTo("f|t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (id int PRIMARY KEY, user_id int REFERENCES public.users, n serial)",
                "CREATE VIEW v AS SELECT u.name FROM drugs JOIN public.users u ON u.id = user_id",
                "DROP TABLE drugs",
                "ALTER TABLE drugs DROP COLUMN user_id",
                "CREATE INDEX ON drugs USING gin (name hr.gin_trgm_ops)",
                "CREATE EXTENSION btree_gist SCHEMA inventory",
                "CREATE TEMP TABLE t (id int); INSERT INTO t VALUES (1); DROP TABLE t",
                "DO $$ BEGIN BEGIN CREATE TABLE hr.a (); RAISE 'no'; EXCEPTION WHEN others THEN NULL; END; END $$",
                "CREATE TABLE a (id int); DROP TABLE a; CREATE MATERIALIZED VIEW m AS SELECT * FROM drugs",
                "SELECT nextval('hr.numbers'); SELECT count(*) FROM hr.staff",
                "LOCK TABLE public.users IN SHARE MODE",
                "CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE FUNCTION g() RETURNS mood LANGUAGE sql AS 'SELECT NULL::inventory.mood'",
                "GRANT USAGE ON SCHEMA inventory TO PUBLIC; GRANT SELECT ON drugs TO PUBLIC; COMMENT ON TABLE drugs IS 'x'",
                "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p DEFAULT; INSERT INTO p VALUES (1)",
            })
    void whatStaysInTheDomainIsLetThrough(String up) {
        Cli.Result result = migrate(up + ";");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
    }

    @Test
    void everyObjectIsNamedOnceWithItsLine() {
        Cli.Result result =
                migrate("CREATE TABLE lots (id int);\nCREATE TABLE public.bins (\n    id serial PRIMARY KEY,"
                        + " name text UNIQUE CHECK (name <> '')\n);\nGRANT SELECT ON hr.staff TO PUBLIC;");

        assertThat(result.err().lines().filter(line -> line.startsWith("error:")))
                .containsExactly(
                        "error: sql/inventory/" + FILE + " creates table public.bins, which belongs to domain public",
                        "error: sql/inventory/" + FILE + " changes table hr.staff, which belongs to domain hr");
        assertThat(result.err())
                .contains("at sql/inventory/" + FILE + ":3:14", "at sql/inventory/" + FILE + ":6:17")
                .contains("next: put it into schema inventory: inventory.bins")
                .contains("or move the statement into a migration of domain public")
                .contains("or where it is meant, let this file do it: touches:public.bins behind its marker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"touches:public", "touches:public.users", "touches:hr,public.users"})
    void aMarkerLetsItsFileThrough(String option) {
        cli.file(
                "sql/inventory/" + FILE,
                "-- migrate:up " + option
                        + "\nALTER TABLE public.users ADD COLUMN badge serial UNIQUE;\nUPDATE public.users SET name = '';\n"
                        + "CREATE TRIGGER t BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION inventory.stamp();\n"
                        + "-- migrate:down\nALTER TABLE public.users DROP COLUMN badge;\n");

        assertThat(cli.run("migrate", "inventory").exit()).isZero();
        assertThat(cli.run("rollback", "inventory").err())
                .as("the way down has a marker of its own")
                .contains("sql/inventory/" + FILE + " (down) changes table public.users")
                .contains("it is applied as before");
    }

    @Test
    void whatIsLetThroughIsNoMoreThanWhatIsNamed() {
        cli.file("sql/inventory/" + FILE, """
                -- migrate:up touches:public.users
                UPDATE public.users SET name = '';
                INSERT INTO public.audit VALUES ('x');
                """);

        assertThat(cli.run("migrate", "inventory").err())
                .contains("writes rows of table public.audit")
                .contains("touches:public.users,public.audit behind its marker")
                .doesNotContain("writes rows of table public.users");
    }

    @Test
    void requiredDomainsMayBeReferredToAndNothingMore() {
        cli.file("sql/inventory/domain.properties", "requires=public,hr\n")
                .migration("hr", "001_a.sql", "SELECT 1;", "")
                .migration("public", "001_a.sql", "SELECT 1;", "");
        assertThat(migrate("CREATE VIEW v AS SELECT * FROM hr.staff;").exit()).isZero();

        cli.migration("inventory", "20260101000002_y.sql", "CREATE VIEW hr.v AS SELECT 1;", "");
        assertThat(cli.run("migrate", "inventory").err()).contains("creates view hr.v");
    }

    @Test
    void dataLinesAreRowsToo() {
        assertThat(migrate("COPY public.audit FROM STDIN;\nx\n\\.\n").err())
                .contains("writes rows of table public.audit");
        assertThat(db.query("SELECT count(*) FROM public.audit")).isEqualTo("0");
    }

    @Test
    void warnTellsAndOffDoesNotLook() {
        cli.file("sql/inventory/domain.properties", "guard=warn\n");
        Cli.Result warned = migrate("CREATE TABLE public.lots (id int);");
        assertThat(warned.exit()).isZero();
        assertThat(warned.err()).contains("note: sql/inventory/" + FILE + " creates table public.lots");

        cli.file("sql/inventory/domain.properties", "guard=off\n")
                .migration("inventory", "20260101000002_y.sql", "CREATE TABLE public.bins (id int);", "");
        Cli.Result off = cli.run("migrate", "inventory");
        assertThat(off.exit()).isZero();
        assertThat(off.err()).isEmpty();
    }

    @Test
    void thePlatformMayDoWhatConcernsTheWholeDatabase() {
        cli.migration(
                "public",
                "001_a.sql",
                "CREATE EXTENSION btree_gist; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;",
                "");
        assertThat(cli.run("migrate", "public").err()).isEmpty();

        cli.migration("public", "002_b.sql", "CREATE VIEW v AS SELECT * FROM hr.staff;", "");
        assertThat(cli.run("migrate", "public").err())
                .contains("makes view public.v depend on table hr.staff, and public does not require hr");
    }

    @Test
    void inOneTransactionEachFileIsJudgedByItself() {
        cli.file(
                        "sql/inventory/001_a.sql",
                        "-- migrate:up touches:public.audit\nINSERT INTO public.audit VALUES ('a');\n")
                .migration("inventory", "002_b.sql", "CREATE TABLE b (id int);", "")
                .migration("inventory", "003_c.sql", "CREATE TABLE hr.c (id int);", "");

        Cli.Result result = cli.run("migrate", "inventory", "--one-transaction");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err())
                .contains("sql/inventory/003_c.sql creates table hr.c")
                .contains("nothing of the 3 files stands")
                .doesNotContain("public.audit");
        assertThat(db.query("SELECT to_regclass('inventory.b') IS NULL, count(*) FROM public.audit"))
                .isEqualTo("t|0");
    }

    @Test
    void inOneTransactionWhatOneFileMayTouchIsNotLetThroughInTheNext() {
        cli.file(
                        "sql/inventory/001_a.sql",
                        "-- migrate:up touches:public.audit,hr.staff\nINSERT INTO public.audit VALUES ('a');"
                                + "\nALTER TABLE hr.staff ADD COLUMN a int;\n")
                .migration(
                        "inventory",
                        "002_b.sql",
                        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS"
                                + " 'INSERT INTO public.audit VALUES (1)'; CREATE TABLE b (id int);",
                        "");
        assertThat(cli.run("migrate", "inventory", "--one-transaction").err()).isEmpty();

        cli.file(
                        "sql/inventory/003_c.sql",
                        "-- migrate:up touches:public.audit,hr.staff\nINSERT INTO public.audit VALUES ('a');"
                                + "\nALTER TABLE hr.staff ADD COLUMN b int;\n")
                .migration("inventory", "004_d.sql", "INSERT INTO public.audit VALUES ('b');", "");
        Cli.Result rows = cli.run("migrate", "inventory", "--one-transaction");
        assertThat(rows.err())
                .contains("004_d.sql writes rows of table public.audit")
                .doesNotContain("hr.staff");

        cli.migration("inventory", "004_d.sql", "ALTER TABLE hr.staff DROP COLUMN b;", "");
        assertThat(cli.run("migrate", "inventory", "--one-transaction").err())
                .contains("004_d.sql changes table hr.staff")
                .doesNotContain("public.audit");
    }

    @Test
    void aDomainMayBeLetTouchWhatItsSiteAudits() {
        db.execute("CREATE TABLE public.ddl_audit (what text); CREATE FUNCTION public.note() RETURNS event_trigger"
                + " LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.ddl_audit VALUES (TG_TAG); END';"
                + " CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION public.note()");
        assertThat(migrate("CREATE TABLE a (id int);").err()).contains("writes rows of table public.ddl_audit");

        cli.file("sql/inventory/domain.properties", "touches = public.ddl_audit\n");
        Cli.Result let = migrate("CREATE TABLE a (id int);");

        assertThat(let.err()).isEmpty();
        assertThat(let.exit()).isZero();
    }

    @Test
    void whatIsTakenHomeIsNamedAsItWas() {
        assertThat(migrate("ALTER TYPE hr.grade SET SCHEMA inventory;").err())
                .contains("takes type hr.grade, which belongs to domain hr, away from there")
                .contains("touches:hr.grade behind its marker");
    }

    @Test
    void aSectionThatClosesTheGuardsCursorAndDropsSomethingIsRefused() {
        Cli.Result result = migrate("CLOSE ALL;\nDROP TABLE hr.staff CASCADE;");

        assertThat(result.err()).contains("closes all cursors").contains("take CLOSE ALL out");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(db.query("SELECT to_regclass('hr.staff')")).isEqualTo("hr.staff");
    }

    @Test
    void aSeedMayFillTheTablesOfRequiredDomainsOnly() {
        cli.migration("inventory", FILE, "SELECT 1;", "").run("migrate", "inventory");
        cli.file("sql/inventory/seeds/010_a.sql", "INSERT INTO public.users VALUES (1, 'a') ON CONFLICT DO NOTHING;\n");
        assertThat(cli.run("seed", "inventory").exit()).isZero();

        cli.file("sql/inventory/seeds/020_b.sql", "INSERT INTO hr.staff VALUES (1, 'a');\n");
        assertThat(cli.run("seed", "inventory").err()).contains("writes rows of table hr.staff");
    }

    @Test
    void whatOthersDoMeanwhileIsNotBlamedOnUs() {
        Cli.Result result = migrate("SELECT pg_current_xact_id(); SELECT 1;");
        assertThat(result.exit()).isZero();
        db.execute("CREATE EXTENSION dblink SCHEMA public");
        cli.migration(
                "inventory",
                "20260101000002_y.sql",
                "SELECT public.dblink_exec('dbname=' || current_database() || ' user=" + db.user() + " password="
                        + db.password() + " host=127.0.0.1 port=' || current_setting('port'),"
                        + " 'CREATE TABLE hr.theirs (id int); GRANT SELECT ON public.users TO PUBLIC');",
                "");

        Cli.Result other = cli.run("migrate", "inventory");

        assertThat(other.err()).isEmpty();
        assertThat(db.query("SELECT to_regclass('hr.theirs')")).isEqualTo("hr.theirs");
    }

    @Test
    void anOrdinaryRoleIsGuardedToo() {
        String role = db.createRole("app");
        db.execute("GRANT CREATE ON DATABASE " + db.name() + " TO " + role + "; ALTER SCHEMA inventory OWNER TO " + role
                + "; GRANT CREATE ON SCHEMA public, hr TO " + role);
        cli.on(db.url(role));

        assertThat(migrate("CREATE TABLE public.lots (id int);").err()).contains("creates table public.lots");
        assertThat(migrate("CREATE TABLE lots (id int);").exit()).isZero();
    }

    /** What is there of the others; rolled back it is the same. */
    private String catalog() {
        return String.join(
                "\n",
                db.query("SELECT oid::regclass, relfilenode, relacl, relrowsecurity, relhastriggers FROM pg_class"
                        + " WHERE relnamespace IN ('public'::regnamespace, 'hr'::regnamespace) ORDER BY 1"),
                db.query(
                        "SELECT oid::regprocedure, proacl, procost, prosrc FROM pg_proc WHERE oid >= 16384 ORDER BY 1"),
                db.query("SELECT nspname, nspacl FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1"),
                db.query("SELECT * FROM public.audit"));
    }
}
