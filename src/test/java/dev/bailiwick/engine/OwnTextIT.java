package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors that come up in statements of Bailiwick's own tell what PostgreSQL said, and never the text of those statements. */
@Timeout(60)
class OwnTextIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db).migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    private static String trigger(String when, String table, String body) {
        return "CREATE FUNCTION shop.f() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN " + body + " END $f$;"
                + " CREATE TRIGGER f " + when + " ON shop." + table + " FOR EACH ROW EXECUTE FUNCTION shop.f()";
    }

    /** What is done to our tables, so that what we write into them fails. */
    private static final List<String> HARM = List.of(
            trigger("BEFORE INSERT OR UPDATE OR DELETE", "schema_migrations", "RAISE 'not today'; RETURN new;"),
            trigger("AFTER INSERT", "schema_migrations_log", "PERFORM 1 / 0; RETURN new;"),
            trigger("BEFORE INSERT", "schema_migrations_log", "PERFORM nothing(); RETURN new;"),
            "ALTER TABLE shop.schema_migrations ADD CONSTRAINT none CHECK (filename < '002') NOT VALID",
            "ALTER TABLE shop.schema_migrations_log ADD COLUMN ticket text; ALTER TABLE shop.schema_migrations_log"
                    + " ADD CONSTRAINT ticket CHECK (ticket IS NOT NULL) NOT VALID",
            "ALTER TABLE shop.schema_migrations_log ALTER client TYPE varchar(1) USING left(client, 1)",
            "CREATE RULE r AS ON INSERT TO shop.schema_migrations_log DO INSTEAD NOTHING",
            "ALTER TABLE shop.schema_migrations_log DROP COLUMN tool_version",
            "CREATE UNIQUE INDEX ON shop.schema_migrations_log ((1)) WHERE id > 1;"
                    + " INSERT INTO shop.schema_migrations_log (action, filename) VALUES ('mark', '001_t.sql')");

    private static final List<String> SECTIONS = List.of(
            "-- migrate:up\nCREATE TABLE u (id int);\n",
            "-- migrate:up transaction:false\nCREATE TABLE u (id int);\nVACUUM t;\n",
            "-- migrate:up transaction:false\nBEGIN; CREATE TABLE u (id int); COMMIT;\n");

    static List<Arguments> harm() {
        List<Arguments> all = new ArrayList<>();
        for (String harm : HARM) {
            for (String section : SECTIONS) {
                all.add(Arguments.of(harm, section));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("harm")
    void isNotToldWhereTheHistoryCantBeWritten(String harm, String section) {
        db.execute(harm);
        cli.file("sql/shop/002_u.sql", section);

        List<Cli.Result> results = List.of(
                cli.run("migrate"),
                cli.run("mark", "shop", "002_u.sql", "--applied", "--reason", "x"),
                cli.run("rollback", "shop", "--steps", "1"),
                cli.run("status"));

        assertThat(results.get(0).exit()).as(results.get(0).err()).isNotZero();
        for (Cli.Result result : results) {
            assertThat(result.out() + result.err()).satisfies(OwnTextIT::holdsNoneOfOurs);
        }
    }

    /** What a section does to its own transaction makes our statements behind it fail. */
    @ParameterizedTest
    @MethodSource("sections")
    void isNotToldWhereASectionMakesOursFail(String sql) {
        boolean ordinary = !sql.startsWith("TRUNCATE") && !sql.contains("DROP COLUMN");
        for (String option : ordinary ? List.of("", " transaction:false") : List.of(" transaction:false")) {
            cli.file("sql/shop/002_u.sql", "-- migrate:up" + option + "\nCREATE TABLE u (id int);\n" + sql + ";\n");

            Cli.Result result = cli.run("migrate");

            assertThat(result.exit()).as(result.err()).isNotZero();
            assertThat(result.out() + result.err()).satisfies(OwnTextIT::holdsNoneOfOurs);
            db.execute("DELETE FROM shop.schema_migrations WHERE NOT success; DROP TABLE IF EXISTS shop.u");
        }
    }

    static List<String> sections() {
        return List.of(
                "DO $$ BEGIN SET LOCAL transaction_read_only = on; END $$",
                "DO $$ BEGIN PERFORM set_config('transaction_read_only', 'on', true); END $$",
                "ALTER TABLE schema_migrations ADD CHECK (false) NOT VALID",
                "ALTER TABLE schema_migrations DROP COLUMN success",
                "TRUNCATE schema_migrations",
                trigger("BEFORE INSERT OR UPDATE", "schema_migrations", "RAISE 'not today'; RETURN new;"));
    }

    private static void holdsNoneOfOurs(String said) {
        assertThat(said)
                .doesNotContain(
                        "bailiwick_run",
                        "pg_advisory",
                        "inline_code_block",
                        "SQL statement",
                        "SQL expression",
                        "WITH run",
                        "INSERT INTO",
                        "UPDATE \"shop\"",
                        "hashtext",
                        "regclass",
                        "Position:",
                        "Where:");
    }
}
