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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No domain changes the history of another one, whatever it may touch; and two domains in one schema keep theirs apart. */
@Timeout(120)
class OtherHistoriesIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of("."));

    @BeforeEach
    void project() {
        cli = Cli.in(folder)
                .on(db)
                .file("sql/hr/domain.properties", "requires=\n")
                .file("sql/lab/domain.properties", "requires=hr\n")
                .migration("hr", "001_a.sql", "CREATE TABLE t (id int);", "DROP TABLE t;")
                .migration("hr", "002_b.sql", "INSERT INTO t VALUES (2);", "DELETE FROM t;")
                .migration("lab", "001_l.sql", "CREATE TABLE l (id int);", "DROP TABLE l;");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    /** How a section of lab comes to run that may touch all of hr. */
    private enum Form {
        TOUCHES,
        PROPERTIES,
        UNGUARDED,
        SEED,
        ONE_TRANSACTION,
        OUTSIDE,
        ROLLBACK,
        ROLLBACK_OF_SEVERAL
    }

    private static final List<String> SECTIONS = List.of(
            "DELETE FROM hr.schema_migrations WHERE filename = '002_b.sql';",
            "DELETE FROM hr.schema_migrations_log WHERE filename = '002_b.sql';",
            "DO $$ BEGIN EXECUTE 'TRUNCATE hr.schema_' || 'migrations'; END $$;",
            "UPDATE hr.schema_migrations SET success = false;",
            "SET track_counts = off; DELETE FROM hr.schema_migrations WHERE filename = '002_b.sql'; SET track_counts = on;");

    static Stream<Arguments> sections() {
        return Stream.of(Form.values()).flatMap(form -> SECTIONS.stream().map(sql -> Arguments.of(form, sql)));
    }

    private String histories() {
        return db.query("SELECT (SELECT string_agg(concat_ws(' ', id, filename, success), ',' ORDER BY id)"
                + " FROM hr.schema_migrations), (SELECT string_agg(concat_ws(' ', id, filename, action), ',' ORDER BY id)"
                + " FROM hr.schema_migrations_log)");
    }

    private Cli.Result runs(Form form, String sql) {
        String touching = "-- migrate:up touches:hr\n" + sql + "\n-- migrate:down touches:hr\n";
        switch (form) {
            case TOUCHES, ONE_TRANSACTION -> cli.file("sql/lab/002_x.sql", touching);
            case PROPERTIES ->
                cli.file("sql/lab/domain.properties", "requires=hr\ntouches=hr\n")
                        .migration("lab", "002_x.sql", sql, "");
            case UNGUARDED ->
                cli.file("sql/lab/domain.properties", "requires=hr\nguard=off\n")
                        .migration("lab", "002_x.sql", sql, "");
            case SEED -> cli.file("sql/lab/seeds/x.sql", sql + "\n");
            case OUTSIDE ->
                cli.file("sql/lab/002_x.sql", "-- migrate:up transaction:false\n" + sql + "\n-- migrate:down\n");
            case ROLLBACK, ROLLBACK_OF_SEVERAL -> {
                cli.file("sql/lab/002_x.sql", "-- migrate:up\n-- migrate:down touches:hr\n" + sql + "\n");
                assertThat(cli.run("migrate", "lab").exit()).isZero();
            }
        }
        return switch (form) {
            case SEED -> cli.run("seed", "lab");
            case ONE_TRANSACTION ->
                cli.migration("lab", "003_y.sql", "SELECT 1;", "").run("migrate", "lab", "--one-transaction");
            case ROLLBACK -> cli.run("rollback", "lab", "--steps", "1", "--yes");
            case ROLLBACK_OF_SEVERAL -> cli.run("rollback", "lab", "--steps", "2", "--yes");
            default -> cli.run("migrate", "lab");
        };
    }

    @ParameterizedTest
    @MethodSource("sections")
    void noSectionChangesIt(Form form, String sql) {
        String before = histories();

        Cli.Result result = runs(form, sql);

        assertThat(result.exit())
                .as(result.said())
                .isBetween(form == Form.OUTSIDE ? 4 : 3, form == Form.OUTSIDE ? 5 : 3);
        // Seeds are guarded as well: what they may fill, they may not empty.
        assertThat(result.said())
                .containsAnyOf("the history of another domain", "only Bailiwick writes it")
                .doesNotContain("touches:hr.schema_migrations");
        assertThat(histories()).isEqualTo(before);
        assertThat(db.query("SELECT count(*) FROM hr.t")).isEqualTo("1");
    }

    /** The other domain has its turn later in the same transaction. */
    @Test
    void whatIsTakenBackWithItChangesNothingOfIt() {
        cli.migration("lab", "002_v.sql", "CREATE VIEW v AS SELECT * FROM hr.t;", "")
                .file("sql/lab/002_v.sql", """
                        -- migrate:up
                        CREATE VIEW v AS SELECT * FROM hr.t;
                        -- migrate:down touches:hr
                        DROP VIEW v;
                        DO $$ BEGIN EXECUTE 'DELETE FROM hr.schema_' || 'migrations WHERE filename < ''002'''; END $$;
                        """);
        assertThat(cli.run("migrate").exit()).isZero();
        cli.migration("hr", "003_c.sql", "SELECT 1;", "DROP TABLE t;");
        assertThat(cli.run("migrate").exit()).isZero();
        String before = histories();

        Cli.Result result = cli.run("rollback", "hr", "--steps", "1", "--with-dependents", "--yes");

        assertThat(result.exit()).as(result.said()).isEqualTo(3);
        assertThat(result.said()).contains("sql/lab/002_v.sql (down) changes the history of another domain");
        assertThat(histories()).isEqualTo(before);
    }

    /** What locks it, or reads it, and leaves it as it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM hr.schema_migrations;",
                "ANALYZE;",
                "LOCK TABLE hr.schema_migrations IN ACCESS EXCLUSIVE MODE;",
                "GRANT SELECT ON ALL TABLES IN SCHEMA hr TO PUBLIC;",
                "DO $$ BEGIN EXECUTE format('ALTER TABLE hr.schema_migrations OWNER TO %I', current_user); END $$;",
                "INSERT INTO hr.t VALUES (3);"
            })
    void whatLeavesItAsItIsMayRun(String sql) {
        Cli.Result result = runs(Form.UNGUARDED, sql);

        assertThat(result.exit()).as(result.said()).isZero();
        assertThat(db.query("SELECT count(*) FROM lab.schema_migrations WHERE success"))
                .isEqualTo("2");
    }

    /** What a session keeps planned for one of them isn't for the other one. */
    @Test
    void twoDomainsInOneSchemaKeepTheirsApart() {
        cli.file("sql/two/domain.properties", "schema=hr\ntable=two_migrations\nrequires=hr\n")
                .migration("hr", "003_c.sql", "INSERT INTO t VALUES (3);", "SELECT 1;")
                .migration("two", "001_x.sql", "INSERT INTO t VALUES (7);", "DELETE FROM t WHERE id = 7;")
                .migration("two", "002_x.sql", "INSERT INTO t VALUES (8);", "SELECT 1;")
                .file("sql/hr/seeds/s.sql", "INSERT INTO t VALUES (9);\n")
                .file("sql/two/seeds/s.sql", "INSERT INTO t VALUES (10);\n");

        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("seed").exit()).isZero();

        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM hr.schema_migrations"))
                .isEqualTo("001_a.sql 002_b.sql 003_c.sql");
        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM hr.two_migrations"))
                .isEqualTo("001_x.sql 002_x.sql");
        assertThat(db.query(
                        "SELECT string_agg(action || ' ' || filename, ', ' ORDER BY id) FROM hr.two_migrations_log"))
                .isEqualTo("apply 001_x.sql, apply 002_x.sql, seed seeds/s.sql");
        assertThat(db.query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM hr.t"))
                .isEqualTo("2 3 7 8 9 10");
        assertThat(cli.run("status", "--exit-code").exit()).isZero();
        assertThat(cli.run("rollback", "two", "--steps", "2", "--yes").exit()).isZero();
        assertThat(db.query("SELECT count(*) FROM hr.two_migrations")).isEqualTo("0");
    }
}
