package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be seen is not taken for nothing: rows that a role may not read, counters that are off, another server's tables. */
@Timeout(120)
class HiddenLossIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).file("sql/ward/domain.properties", "requires=\nguard=off\n");
    }

    private void applied(String before, String down) {
        cli.file("sql/ward/001_before.sql", "-- migrate:up\n" + before + "\n")
                .migration("ward", "002_effect.sql", "SELECT 1;", down);
        Cli.Result result = cli.run("migrate", "-q");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    private void isAsked(String... said) {
        Cli.Result result = cli.run("rollback", "ward", "--steps", "1");
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.err()).contains(said).contains("nothing was taken back");
        Cli.Result agreed = cli.run("rollback", "ward", "--steps", "1", "--yes");
        assertThat(agreed.exit()).as(agreed.out() + agreed.err()).isZero();
    }

    @Test
    void countersThatAreOffForTheDatabase() {
        applied(
                "CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 500);",
                "DELETE FROM t WHERE id > 10;");
        db.execute("ALTER DATABASE " + db.name() + " SET track_counts = off");

        isAsked("rows of table ward.t: whether any go is not known: track_counts is off");
    }

    @Test
    void countersThatAFunctionSwitchesOff() {
        applied(
                "CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 500);"
                        + " CREATE FUNCTION f() RETURNS void LANGUAGE sql SET track_counts = off"
                        + " AS 'DELETE FROM ward.t WHERE id > 10';",
                "SELECT f();");

        isAsked("rows of table ward.t: whether any go is not known");
    }

    @Test
    void rowsThatRowSecurityHides() {
        String owner = db.createRole("owner");
        db.execute("ALTER DATABASE " + db.name() + " OWNER TO " + owner);
        cli.on(db.url(owner));
        applied(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1); CREATE TABLE e (id int);"
                        + " ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;",
                "DROP TABLE t; DROP TABLE e;");

        isAsked("table ward.t: this role can't read whether it holds rows");
    }

    @Test
    void rowsThatARoleMayDeleteAndNotRead() {
        String owner = db.createRole("owner");
        db.execute("ALTER DATABASE " + db.name() + " OWNER TO " + owner);
        cli.on(db.url(owner));
        applied("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2);", "DELETE FROM t;");
        db.execute("ALTER TABLE ward.t OWNER TO " + db.user() + "; GRANT DELETE ON ward.t TO " + owner);

        isAsked("rows of table ward.t: 2 rows; whether it keeps others can't be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM f WHERE id = 1;", "TRUNCATE f;"})
    void rowsOfAnotherServer(String down) {
        applied(
                "CREATE EXTENSION postgres_fdw SCHEMA ward; CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2);"
                        + " CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '"
                        + db.port() + "', dbname '" + db.name() + "');"
                        + " CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user '" + db.user() + "', password '"
                        + db.password() + "');"
                        + " CREATE FOREIGN TABLE f (id int) SERVER s OPTIONS (schema_name 'ward', table_name 't');",
                down);

        Cli.Result result = cli.run("rollback", "ward", "--steps", "1");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.err()).contains("foreign table ward.f: written; what goes at its server is not known");
        assertThat(db.query("SELECT count(*) FROM ward.t")).isEqualTo("2");
    }

    @Test
    void whatOfAForeignTableIsHereAlone() {
        applied(
                "CREATE EXTENSION postgres_fdw SCHEMA ward; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;"
                        + " CREATE FOREIGN TABLE f (id int, note text) SERVER s; CREATE FOREIGN TABLE g (id int) SERVER s;",
                "ALTER FOREIGN TABLE f DROP COLUMN note; DROP SERVER s CASCADE;");

        Cli.Result result = cli.run("rollback", "ward", "--steps", "1");

        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    @Test
    void tablesOfAnExtension() {
        applied(
                "CREATE EXTENSION citext SCHEMA ward; CREATE TABLE t (id int); INSERT INTO t VALUES (1);"
                        + " CREATE TABLE u (id int, c citext); INSERT INTO u VALUES (1, 'x');"
                        + " ALTER EXTENSION citext ADD TABLE t;",
                "DROP EXTENSION citext CASCADE;");

        isAsked("table ward.t: 1 row\n", "column ward.u.c: 1 value");
    }

    @Test
    void whatIsAnotherThingEachTimeEndsWithoutBeingTakenBack() {
        applied(
                "CREATE SEQUENCE s; DO $$ BEGIN FOR i IN 1..40 LOOP EXECUTE format('CREATE TABLE t%s (id int)', i);"
                        + " END LOOP; END $$;",
                "DO $$ BEGIN EXECUTE format('DROP TABLE t%s', nextval('s')); END $$;");

        Cli.Result result = cli.run("rollback", "ward", "--steps", "1");

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
        assertThat(result.err()).contains("would take away something else each time it is tried");
        assertThat(
                        db.query(
                                "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$' AND relnamespace = 'ward'::regnamespace"))
                .isEqualTo("40");
    }

    @Test
    void theListIsSorted() {
        applied(
                "CREATE TABLE b (id int); CREATE TABLE c (id int); CREATE TABLE a (id int, z int, y int);"
                        + " INSERT INTO a VALUES (1, 1, 1); INSERT INTO b VALUES (1); INSERT INTO c VALUES (1);",
                "ALTER TABLE a DROP z, DROP y; DROP TABLE c, b;");

        Cli.Result result = cli.run("rollback", "ward", "--steps", "1");

        assertThat(result.err().lines().filter(line -> line.contains(" ward.")).map(String::strip))
                .startsWith(
                        "table ward.b: 1 row",
                        "table ward.c: 1 row",
                        "column ward.a.y: 1 value",
                        "column ward.a.z: 1 value");
    }
}
