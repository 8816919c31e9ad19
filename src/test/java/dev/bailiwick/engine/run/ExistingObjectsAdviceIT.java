package dev.bailiwick.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A database that is ahead of its history, or behind: the advice is what mends the history, not "mend the file". */
class ExistingObjectsAdviceIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).file("sql/shop/domain.properties", "requires=\n");
    }

    private void file(String name, String up, String down) {
        cli.migration("shop", name, up, down);
    }

    private String fails(String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(4);
        return result.said();
    }

    private void succeeds(String... arguments) {
        Cli.Result result = cli.run(arguments);
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    @Test
    void aDatabaseThatWasMadeWithoutUsIsCountedAsFarAsItGoes() {
        file("001_drugs.sql", "CREATE TABLE shop.drugs (id integer, old text);", "DROP TABLE shop.drugs;");
        file("002_rows.sql", "INSERT INTO shop.drugs (id) VALUES (1);", "DELETE FROM shop.drugs;");
        file(
                "003_more.sql",
                "ALTER TABLE shop.drugs ADD COLUMN name text;\nALTER TABLE shop.drugs DROP COLUMN old;\n"
                        + "CREATE INDEX drugs_name ON shop.drugs (name);",
                "SELECT 1;");
        file("004_view.sql", "CREATE VIEW shop.v AS SELECT 1;", "DROP VIEW shop.v;");
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.drugs (id integer, name text);"
                + " CREATE INDEX drugs_name ON shop.drugs (name)");
        assertThat(fails("migrate"))
                .contains(
                        "all that it and the 2 files behind it make is there already; where this database has been made"
                                + " without Bailiwick: bailiwick baseline shop --to 003_more.sql",
                        "where it is something else that is there: mend sql/shop/001_drugs.sql");
        succeeds("baseline", "shop", "--to", "003_more.sql", "--yes");
        succeeds("migrate");
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("4");
    }

    @Test
    void whatWasDoneByHandIsMarked() {
        file("001_t.sql", "CREATE TABLE shop.t ();", "DROP TABLE shop.t;");
        succeeds("migrate");
        file("002_u.sql", "CREATE TABLE u (n integer);", "DROP TABLE u;");
        file("003_v.sql", "CREATE TABLE shop.v ();", "DROP TABLE shop.v;");
        db.execute("CREATE TABLE shop.u (n integer)");
        assertThat(fails("migrate"))
                .contains(
                        "all that it makes is there already; where that was done by hand: bailiwick mark shop 002_u.sql"
                                + " --applied")
                .doesNotContain("baseline", "003_v.sql --applied");
    }

    @Test
    void ofAHalfDoneFileWhatIsThereAndWhatIsNotIsNamed() {
        file(
                "001_t.sql",
                "CREATE TABLE shop.t (a integer, b integer);\nCREATE SEQUENCE shop.s;\nCREATE VIEW shop.w AS SELECT 1;",
                "DROP TABLE shop.t;");
        db.execute("CREATE SCHEMA shop; CREATE TABLE shop.t (a integer); CREATE VIEW shop.w AS SELECT 1");
        assertThat(fails("migrate"))
                .contains(
                        "there already: table shop.t",
                        "there already: view shop.w",
                        "not there: column b on shop.t",
                        "not there: sequence shop.s",
                        "make the rest of it by hand, then: bailiwick mark shop 001_t.sql --applied")
                .doesNotContain("baseline");
    }

    @Test
    void somethingElseOfThatNameIsToBeMended() {
        file("001_t.sql", "CREATE TABLE shop.t (a integer);", "DROP TABLE shop.t;");
        db.execute("CREATE SCHEMA shop; CREATE VIEW shop.t AS SELECT 1");
        assertThat(fails("migrate"))
                .contains("next: mend sql/shop/001_t.sql, then: bailiwick migrate shop")
                .doesNotContain("baseline", "--applied");
    }

    @Test
    void aRollbackOfWhatIsGoneIsMarkedAsPending() {
        file("001_t.sql", "CREATE TABLE shop.t ();", "DROP TABLE shop.t;");
        file(
                "002_u.sql",
                "CREATE TABLE shop.u ();\nCREATE FUNCTION shop.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';",
                "DROP FUNCTION shop.f();\nDROP TABLE shop.u;");
        succeeds("migrate");
        db.execute("DROP TABLE shop.t");
        db.execute("DROP FUNCTION shop.f()");
        assertThat(fails("rollback", "shop"))
                .contains(
                        "gone already: function shop.f",
                        "still there: table shop.u",
                        "bailiwick mark shop 002_u.sql --pending");
        db.execute("DROP TABLE shop.u");
        assertThat(fails("rollback", "shop"))
                .contains("all that it takes back is gone already; where that was done by hand: bailiwick mark shop"
                        + " 002_u.sql --pending");
        succeeds("mark", "shop", "002_u.sql", "--pending");
    }

    /** What a file makes, and the same made by hand: each kind that says that it exists already. */
    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("table", "CREATE TABLE %s ();"),
                Arguments.of("unlogged", "CREATE UNLOGGED TABLE shop.%s (n integer, PRIMARY KEY (n));"),
                Arguments.of("as", "CREATE TABLE shop.%s AS SELECT 1 AS n;"),
                Arguments.of("view", "CREATE VIEW shop.%s AS SELECT 1 AS n;"),
                Arguments.of("materialized", "CREATE MATERIALIZED VIEW shop.%s AS SELECT 1 AS n;"),
                Arguments.of("sequence", "CREATE SEQUENCE shop.%s;"),
                Arguments.of("index", "CREATE UNIQUE INDEX %s ON shop.base (n);"),
                Arguments.of("enum", "CREATE TYPE shop.%s AS ENUM ('a');"),
                Arguments.of("composite", "CREATE TYPE shop.%s AS (n integer);"),
                Arguments.of("domain", "CREATE DOMAIN shop.%s AS integer;"),
                Arguments.of(
                        "function",
                        "CREATE FUNCTION shop.%s(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT"
                                + " 1';"),
                Arguments.of("procedure", "CREATE PROCEDURE shop.%s() LANGUAGE sql AS 'SELECT 1';"),
                Arguments.of("aggregate", "CREATE AGGREGATE shop.%s (integer) (sfunc = int4pl, stype = integer);"),
                Arguments.of(
                        "trigger",
                        "CREATE TRIGGER %s BEFORE INSERT ON shop.base FOR EACH ROW EXECUTE FUNCTION"
                                + " suppress_redundant_updates_trigger();"),
                Arguments.of("policy", "CREATE POLICY %s ON shop.base;"),
                Arguments.of("rule", "CREATE RULE %s AS ON UPDATE TO shop.base DO ALSO NOTHING;"),
                Arguments.of("schema", "CREATE SCHEMA %s;"),
                Arguments.of("column", "ALTER TABLE shop.base ADD COLUMN %s integer;"),
                Arguments.of("constraint", "ALTER TABLE ONLY shop.base ADD CONSTRAINT %s CHECK (n > 0);"),
                Arguments.of("rename", "CREATE TABLE shop.x ();\nALTER TABLE shop.x RENAME TO %s;"),
                Arguments.of("value", "ALTER TYPE shop.e ADD VALUE '%s';"),
                Arguments.of("statistics", "CREATE STATISTICS shop.%s ON n, m FROM shop.base;"),
                Arguments.of("collation", "CREATE COLLATION shop.%s FROM \"C\";"),
                Arguments.of("quoted", "CREATE TABLE shop.\"%s A\" (\"B c\" integer);"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void eachKindIsFound(String kind, String statement) {
        cli.file("sql/shop/domain.properties", "requires=\nguard=off\n");
        String base = "CREATE TABLE shop.base (n integer, m integer);\nCREATE TYPE shop.e AS ENUM ('a');";
        file("001_base.sql", base, "SELECT 1;");
        succeeds("migrate");
        file("002_it.sql", statement.formatted("made_" + kind), "SELECT 1;");
        db.execute("SET search_path = shop; " + statement.formatted("made_" + kind));
        assertThat(fails("migrate"))
                .contains("bailiwick mark shop 002_it.sql --applied")
                .doesNotContain("not there:");
    }
}
