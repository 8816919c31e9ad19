package dev.bailiwick.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Catalog;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
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

/** Failing SQL in a transaction: where it failed, what stands, and that mending and repeating works. */
@Timeout(60)
class FailureIT {
    private static final String BAD = "sql/shop/002_bad.sql";

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(db);
    }

    /** Text of a file, SQLSTATE, and line:column of the failure; no place where no statement is to blame. */
    static Stream<Arguments> failures() {
        String head = "-- é 😀\n-- migrate:up\nCREATE TABLE stands (id int);\n";
        return Stream.of(
                Arguments.of(head + "SELECT '😀é', 1 FORM t;\n", "42601", "4:21"),
                Arguments.of(head + "CREATE TABLE x (\n  a int,\n  b nosuchtype\n);\n", "42704", "6:5"),
                Arguments.of(head + "SELECT 1;\n  /* 😀 */ ALTER TABLE nowhere ADD a int;\n", "42P01", "5:11"),
                Arguments.of(head + "SELECT 1; SELECT 2;\nINSERT INTO stands VALUES (1/0);\n", "22012", "5:1"),
                Arguments.of(
                        head + "ALTER TABLE stands ADD UNIQUE (id);\nINSERT INTO stands VALUES (1), (1);\n",
                        "23505",
                        "5:1"),
                Arguments.of(
                        head
                                + "SELECT 1;\nDO $$\nBEGIN\n  -- é\n  IF true THEN\n    PERFORM 1/0;\n  END IF;\nEND $$;\n",
                        "22012",
                        "9:5"),
                Arguments.of(head + "DO LANGUAGE plpgsql $a$ BEGIN PERFORM 1/0; END $a$;\n", "22012", "4:21"),
                Arguments.of(head + "DO $$\r\nBEGIN\r\n  RAISE EXCEPTION 'no';\r\nEND $$;\r\n", "P0001", "6:3"),
                Arguments.of(head + "DO $$\nBEGIN\n  SELEC 1;\nEND $$;\n", "42601", "6:3"),
                Arguments.of(
                        head + "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETUR 1;\nEND $$;\n",
                        "42601",
                        "6:3"),
                Arguments.of(head + "COPY stands FROM STDIN;\n1\n2\nx\n4\n\\.\nSELECT 1;\n", "22P02", "7:1"),
                Arguments.of(
                        head + "COPY stands FROM STDIN;\n1\n\\.\nSELECT 1;\nCOPY stands FROM STDIN;\n1\t2\n\\.\n",
                        "22P04",
                        "9:1"),
                Arguments.of(head + "COPY stands FROM STDIN;\r\n1\r\ny\r\n\\.\r\n", "22P02", "6:1"),
                Arguments.of(head + "COPY stands FROM STDIN;\n1\n\\.\nSELECT '😀', nosuch;\n", "42703", "7:13"),
                Arguments.of(head + "COPY stands FROM STDIN;\n1\n\\.\nSELECT 1;\nSELECT 1/0;\n", "22012", "8:1"),
                Arguments.of(head + "COPY nosuch FROM STDIN;\n1\n\\.\n", "42P01", "4:1"),
                Arguments.of(
                        head + "ALTER TABLE stands ADD PRIMARY KEY (id), ADD up int REFERENCES stands"
                                + " DEFERRABLE INITIALLY DEFERRED;\nINSERT INTO stands VALUES (1, 2);\n",
                        "23503",
                        ""),
                Arguments.of(head + "SET ROLE pg_monitor;\nCREATE TABLE shop.mine (id int);\n", "42501", "5:14"),
                Arguments.of(head + "DO $$ BEGIN EXECUTE 'SELECT ''a'' FORM b'; END $$;\n", "42601", "4:4"),
                Arguments.of(head + "DO $$\nBEGIN\n  SELECT 1 INTO STRICT x;\n  -- é\nEND $$;\n", "42601", "6:24"),
                Arguments.of(
                        head
                                + "DO $$\nBEGIN\n  INSERT INTO stands VALUES (1);\n  INSERT INTO stands (b) VALUES (1);\nEND $$;\n",
                        "42703",
                        "7:23"),
                Arguments.of(head + "DO $$ BEGIN COMMIT; END $$;\n", "2D000", "4:4"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void nothingOfAFailingFileStandsAndItsPlaceIsTold(String text, String sqlState, String place) {
        String at = place.isEmpty() ? "" : BAD + ":" + place;
        cli.migration("shop", "001_good.sql", "CREATE TABLE good (id int);", "DROP TABLE good;")
                .file(BAD, text)
                .migration("shop", "003_later.sql", "CREATE TABLE later (id int);", "DROP TABLE later;");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said()).contains(BAD, sqlState, "nothing of it stands");
        if (place.isEmpty()) {
            assertThat(result.said()).contains("behind its last statement").doesNotContain(BAD + ":");
        } else {
            assertThat(result.said()).containsPattern(BAD + ":" + place + "\\b");
        }
        assertThat(db.query("SELECT to_regclass('shop.good'), to_regclass('shop.stands'), to_regclass('shop.later')"))
                .isEqualTo("shop.good||");
        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_good.sql|t\n002_bad.sql|f");
        assertThat(db.query("SELECT error_message FROM shop.schema_migrations WHERE NOT success"))
                .contains(sqlState)
                .endsWith(at);
        assertThat(db.query("SELECT action, message FROM shop.schema_migrations_log ORDER BY id"))
                .startsWith("apply|\nfailure|ERROR " + sqlState);
        assertThat(cli.run("status", "shop").out()).contains("failed").contains("pending");

        cli.file(BAD, "-- migrate:up\nCREATE TABLE stands (id int);\n-- migrate:down\nDROP TABLE stands;\n");
        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id), bool_and(success), count(error_message)"
                        + " FROM shop.schema_migrations"))
                .isEqualTo("001_good.sql 002_bad.sql 003_later.sql|t|0");
        assertThat(cli.run("rollback", "shop").exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.good'), to_regclass('shop.stands'), to_regclass('shop.later')"))
                .isEqualTo("shop.good||");
    }

    @Test
    void failingAgainAndAgainKeepsOneRowAndOrder() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration("shop", "002_b.sql", "SELECT 1/0;", "DROP TABLE b;");
        for (int i = 0; i < 3; i++) {
            assertThat(cli.run("migrate").exit()).isEqualTo(4);
        }
        assertThat(db.query("SELECT count(*) FROM shop.schema_migrations WHERE NOT success"))
                .isEqualTo("1");

        cli.migration("shop", "002_b.sql", "CREATE TABLE b (id int REFERENCES a);", "DROP TABLE b;");
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;");
        cli.migration("shop", "002_b.sql", "CREATE TABLE b AS TABLE a;", "DROP TABLE b;");
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(cli.run("rollback", "shop", "--steps", "1").exit()).isZero();

        assertThat(db.query("SELECT filename FROM shop.schema_migrations")).isEqualTo("001_a.sql");
        assertThat(db.query("SELECT string_agg(action, ' ' ORDER BY id) FROM shop.schema_migrations_log"))
                .isEqualTo("apply failure failure failure apply rollback");
    }

    @Test
    void aFailingDownLeavesEverythingAndTheNextTakesItBack() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;\nSELECT 1/0;")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP TABLE b;");
        assertThat(cli.run("migrate").exit()).isZero();

        Cli.Result result = cli.run("rollback", "shop", "--all");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said())
                .contains("sql/shop/001_a.sql:6:1", "22012", "nothing was taken back: all 2 files are applied");
        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations ORDER BY id"))
                .isEqualTo("001_a.sql|t\n002_b.sql|t");
        assertThat(db.query("SELECT to_regclass('shop.a')")).isEqualTo("shop.a");
        assertThat(db.query("SELECT string_agg(action || ' ' || filename, ', ' ORDER BY id)"
                        + " FROM shop.schema_migrations_log WHERE action <> 'apply'"))
                .isEqualTo("failure 001_a.sql");

        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;");
        assertThat(cli.run("rollback", "shop", "--all", "--use-files").exit()).isZero();
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL")).isEqualTo("t");
    }

    @Test
    void oneTransactionIsAllOrNothing() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .file("sql/shop/002_b.sql", "-- migrate:up\nCREATE TABLE b (id int);\nCOPY b FROM STDIN;\n1\n\\.\n")
                .migration("shop", "003_c.sql", "SET search_path = ''; SELECT 1/0;", "")
                .migration("shop", "004_d.sql", "CREATE TABLE d (id int);", "DROP TABLE d;");

        Cli.Result result = cli.run("migrate", "--one-transaction");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said())
                .contains("sql/shop/003_c.sql:2:23", "nothing of the 4 files stands, they shared one transaction");
        // two before it went down with it, one behind it was not run; nobody may think that three were behind it
        assertThat(result.err())
                .doesNotContain("3 behind it")
                .doesNotContain("is applied")
                .doesNotContain("are applied");
        assertThat(result.out()).doesNotContain("✓");
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL AND to_regclass('shop.b') IS NULL"))
                .isEqualTo("t");
        assertThat(db.query("SELECT filename, success FROM shop.schema_migrations"))
                .isEqualTo("003_c.sql|f");

        cli.migration("shop", "003_c.sql", "SELECT set_config('search_path', '', false);", "");
        assertThat(cli.run("migrate", "--one-transaction").exit()).isZero();

        assertThat(db.query(
                        "SELECT string_agg(filename, ' ' ORDER BY id), count(DISTINCT xmin::text), count(DISTINCT batch)"
                                + " FROM shop.schema_migrations WHERE success"))
                .isEqualTo("001_a.sql 002_b.sql 003_c.sql 004_d.sql|1|1");
        assertThat(db.query("SELECT id FROM shop.b")).isEqualTo("1");
    }

    @Test
    void aMissingRightIsNamedAndNothingStands() {
        String role = db.createRole("guest");
        db.execute("GRANT CREATE ON DATABASE " + db.name() + " TO " + role + "; CREATE TABLE secret (id int)");
        cli.on(db.url(role))
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int);\nALTER TABLE secret ADD x int;", "");

        Cli.Result result = cli.run("migrate");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.said()).contains("42501", "sql/shop/001_a.sql:3:1", "owner");
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL")).isEqualTo("t");
    }

    @Test
    void limitsComeFromTheOptionTheDomainAndTheMarker() throws Exception {
        cli.migration("shop", "001_t.sql", "CREATE TABLE t (id int);", "DROP TABLE t;");
        assertThat(cli.run("migrate").exit()).isZero();
        String sleep = "CREATE TABLE x AS SELECT pg_sleep(0.6)::text;";
        try (Connection other = db.connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN; LOCK TABLE shop.t");
            cli.migration("shop", "002_u.sql", "SELECT 1;\nALTER TABLE t ADD a int;", "");

            Cli.Result byOption = cli.run("migrate", "--lock-timeout", "100ms", "--lock-retry", "0");
            cli.file("sql/shop/domain.properties", "lock_timeout=100ms\nlock_retry=0\n");
            Cli.Result byDomain = cli.run("migrate");
            cli.file("sql/shop/domain.properties", "")
                    .file(
                            "sql/shop/002_u.sql",
                            "-- migrate:up lock_timeout:100ms\nSELECT 1;\nALTER TABLE t ADD a int;\n");
            Cli.Result byMarker = cli.run("migrate", "--lock-timeout", "1h", "--lock-retry", "0");

            for (Cli.Result busy : List.of(byOption, byDomain, byMarker)) {
                assertThat(busy.exit()).isEqualTo(7);
                assertThat(busy.said()).contains("55P03", "sql/shop/002_u.sql:3:1", "nothing of it stands");
            }
            assertThat(cli.run("status", "--exit-code").exit()).isEqualTo(8);
        }
        assertThat(cli.run("migrate").exit()).isZero();

        cli.migration("shop", "003_v.sql", sleep, "");
        Cli.Result byOption = cli.run("migrate", "--statement-timeout", "100ms");
        cli.file("sql/shop/domain.properties", "statement_timeout=100ms\n");
        Cli.Result byDomain = cli.run("migrate");
        cli.file("sql/shop/domain.properties", "")
                .file("sql/shop/003_v.sql", "-- migrate:up statement_timeout:100ms\n" + sleep + "\n");
        Cli.Result byMarker = cli.run("migrate", "--statement-timeout", "1h");

        for (Cli.Result slow : List.of(byOption, byDomain, byMarker)) {
            assertThat(slow.exit()).isEqualTo(4);
            assertThat(slow.said()).contains("57014", "sql/shop/003_v.sql:2:1", "statement_timeout");
        }
        cli.file("sql/shop/domain.properties", "statement_timeout=100ms\n");
        assertThat(cli.run("migrate", "--statement-timeout", "1min").exit()).isEqualTo(4);
        cli.migration("shop", "003_v.sql", sleep, "");
        assertThat(cli.run("migrate", "--statement-timeout", "1min").exit()).isZero();
    }

    @Test
    void aDownOrUpThatDropsTheSchemaKeepsHistoryAndLog() {
        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration("shop", "002_b.sql", "CREATE TABLE b (id int);", "DROP SCHEMA shop CASCADE;")
                .migration("depot", "001_x.sql", "CREATE TABLE x (id int);", "DROP SCHEMA depot CASCADE;");
        assertThat(cli.run("migrate", "shop", "--next").exit()).isZero();
        assertThat(cli.run("migrate").exit()).isZero();

        assertThat(cli.run("rollback", "shop").exit()).isZero();

        assertThat(db.query("SELECT id, filename, batch FROM shop.schema_migrations"))
                .isEqualTo("1|001_a.sql|1");
        assertThat(db.query(
                        "SELECT string_agg(id || action || filename, ' ' ORDER BY id) FROM shop.schema_migrations_log"))
                .isEqualTo("1apply001_a.sql 2apply002_b.sql 3rollback002_b.sql");
        assertThat(db.query("SELECT to_regclass('shop.a') IS NULL AND to_regclass('shop.b') IS NULL"))
                .isEqualTo("t");
        assertThat(Catalog.of(db, "shop")).anyMatch(line -> line.startsWith("comment on table shop.schema_migrations"));

        assertThat(cli.run("rollback", "depot").exit()).isZero();
        assertThat(db.query("SELECT count(*), (SELECT count(*) FROM depot.schema_migrations_log)"
                        + " FROM depot.schema_migrations"))
                .isEqualTo("0|2");
        assertThat(cli.run("migrate", "depot").exit()).isZero();

        cli.migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                .migration(
                        "shop",
                        "002_b.sql",
                        "DROP SCHEMA shop CASCADE; CREATE SCHEMA shop; CREATE TABLE shop.b (id int);",
                        "")
                .migration("shop", "003_c.sql", "DROP SCHEMA shop CASCADE; SELECT 1/0;", "");
        assertThat(cli.run("migrate", "shop").exit()).isEqualTo(4);

        assertThat(db.query("SELECT id, filename, success FROM shop.schema_migrations ORDER BY id"))
                .matches("1\\|001_a.sql\\|t\n2\\|002_b.sql\\|t\n\\d+\\|003_c.sql\\|f");
        assertThat(db.query("SELECT count(*), count(DISTINCT id) FROM shop.schema_migrations_log"))
                .isEqualTo("5|5");
        assertThat(db.query("SELECT to_regclass('shop.b')")).isEqualTo("shop.b");
    }

    @Test
    void redoOfAFileThatDropsItsSchemaWorks() {
        cli.migration("depot", "001_x.sql", "CREATE TABLE x (id int);", "DROP SCHEMA depot CASCADE;");
        assertThat(cli.run("migrate").exit()).isZero();

        Cli.Result result = cli.run("redo", "depot");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(db.query("SELECT filename FROM depot.schema_migrations WHERE success"))
                .isEqualTo("001_x.sql");
        assertThat(db.query("SELECT string_agg(action, ' ' ORDER BY id) FROM depot.schema_migrations_log"))
                .isEqualTo("apply rollback apply");
        assertThat(db.query("SELECT to_regclass('depot.x')")).isEqualTo("depot.x");
    }
}
