package dev.bailiwick.engine.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.cli.TestProgram;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a rollback, a redo and a reset take away is known before it is gone, and nothing with rows goes without a question. */
@Timeout(120)
class DataLossQuestionIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    /** What is there before, what the last file makes and what its way down does, and what of that has to be asked about. */
    enum Effect {
        TABLE_WITH_ROWS(
                "", "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2);", "DROP TABLE t;", "table ward.t: 2 rows"),
        EMPTY_TABLE("", "CREATE TABLE t (id int);", "DROP TABLE t;", ""),
        SECOND_OF_A_LIST(
                "",
                "CREATE TABLE e (id int); CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "DROP TABLE e, t CASCADE;",
                "table ward.t: 1 row"),
        WHOLE_SCHEMA(
                "",
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "DROP SCHEMA ward CASCADE;",
                "table ward.t: 1 row"),
        DO_BODY(
                "",
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "DO $$ BEGIN DROP TABLE t; END $$;",
                "table ward.t: 1 row"),
        BUILT_NAME(
                "",
                "CREATE TABLE t_1 (id int); INSERT INTO t_1 VALUES (1);",
                "DO $$ BEGIN EXECUTE 'DROP ' || 'TABLE t' || '_1'; END $$;",
                "table ward.t_1: 1 row"),
        SWALLOWED_FIRST(
                "",
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "DO $$ BEGIN DROP TABLE none; EXCEPTION WHEN undefined_table THEN DROP TABLE t; END $$;",
                "table ward.t: 1 row"),
        TRUNCATED(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "SELECT 1;",
                "TRUNCATE t;",
                "all rows of table ward.t: 1 row"),
        DELETED_ALL(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2);",
                "SELECT 1;",
                "DELETE FROM t;",
                "all rows of table ward.t: 2 rows"),
        DELETED_MANY(
                "CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 500);",
                "SELECT 1;",
                "DELETE FROM t WHERE id > 10;",
                "rows of table ward.t: 490 rows"),
        DELETED_WHAT_IT_PUT_IN(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "INSERT INTO t VALUES (2);",
                "DELETE FROM t WHERE id = 2;",
                ""),
        COLUMN_WITH_VALUES(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2);",
                "ALTER TABLE t ADD COLUMN name text; UPDATE t SET name = 'x' WHERE id = 2;",
                "ALTER TABLE t DROP COLUMN name;",
                "column ward.t.name: 1 value"),
        COLUMN_OF_NULLS(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "ALTER TABLE t ADD COLUMN name text;",
                "ALTER TABLE t DROP COLUMN name;",
                ""),
        COLUMN_OF_DEFAULTS(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "ALTER TABLE t ADD COLUMN active boolean NOT NULL DEFAULT true;",
                "ALTER TABLE t DROP COLUMN active;",
                ""),
        GENERATED_COLUMN(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "ALTER TABLE t ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED;",
                "ALTER TABLE t DROP COLUMN twice;",
                ""),
        VIEW(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "CREATE VIEW v AS SELECT * FROM t;",
                "DROP VIEW v;",
                ""),
        MATERIALIZED_VIEW(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "CREATE MATERIALIZED VIEW v AS SELECT * FROM t;",
                "DROP MATERIALIZED VIEW v;",
                ""),
        INDEX("CREATE TABLE t (id int); INSERT INTO t VALUES (1);", "CREATE INDEX i ON t (id);", "DROP INDEX i;", ""),
        SEQUENCE("", "CREATE SEQUENCE s; SELECT nextval('s');", "DROP SEQUENCE s;", ""),
        REWRITTEN(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "ALTER TABLE t ALTER COLUMN id TYPE bigint;",
                "ALTER TABLE t ALTER COLUMN id TYPE int;",
                ""),
        RENAMED(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "ALTER TABLE t RENAME TO u;",
                "ALTER TABLE u RENAME TO t;",
                ""),
        PARTITION(
                "CREATE TABLE t (id int) PARTITION BY LIST (id);",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); INSERT INTO t VALUES (1);",
                "DROP TABLE t1;",
                "table ward.t1: 1 row"),
        PARTITIONED(
                "",
                "CREATE TABLE t (id int) PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);"
                        + " CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2); INSERT INTO t VALUES (1), (2), (2);",
                "DROP TABLE t;",
                "table ward.t: 3 rows"),
        DETACHED(
                "CREATE TABLE t (id int) PARTITION BY LIST (id); CREATE TABLE t1 (id int); INSERT INTO t1 VALUES (1);",
                "ALTER TABLE t ATTACH PARTITION t1 FOR VALUES IN (1);",
                "ALTER TABLE t DETACH PARTITION t1;",
                ""),
        INHERITED_CHILD(
                "CREATE TABLE t (id int);",
                "CREATE TABLE c () INHERITS (t); INSERT INTO c VALUES (1);",
                "DROP TABLE c;",
                "table ward.c: 1 row"),
        FOREIGN_TABLE(
                "",
                "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
                        + " CREATE FOREIGN TABLE f (id int) SERVER s;",
                "DROP FOREIGN TABLE f; DROP SERVER s; DROP FOREIGN DATA WRAPPER w;",
                ""),
        OUTSIDE_A_TRANSACTION(
                "",
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "transaction:false\nDROP TABLE t;",
                "table ward.t: 1 row"),
        OUTSIDE_ONLY_AN_INDEX(
                "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
                "CREATE INDEX i ON t (id);",
                "transaction:false\nDROP INDEX CONCURRENTLY i;",
                "");

        private final String before;
        private final String up;
        private final String down;
        private final String asked;

        Effect(String before, String up, String down, String asked) {
            this.before = before;
            this.up = up;
            this.down = down;
            this.asked = asked;
        }
    }

    private Cli project(Effect effect) {
        Cli cli = Cli.in(folder).on(db).file("sql/ward/domain.properties", "requires=\n");
        if (!effect.before.isEmpty()) {
            cli.migration("ward", "001_before.sql", effect.before, "SELECT 1;");
        }
        boolean outside = effect.down.startsWith("transaction:false\n");
        cli.file(
                "sql/ward/002_effect.sql",
                "-- migrate:up\n" + effect.up + "\n\n-- migrate:down"
                        + (outside ? " transaction:false\n" + effect.down.substring(18) : "\n" + effect.down) + "\n");
        cli.succeeds("migrate", "-q");
        return cli;
    }

    private String applied() {
        return db.query("SELECT count(*) FROM ward.schema_migrations WHERE filename LIKE '002%'");
    }

    @ParameterizedTest
    @EnumSource
    void onAPipeWhatHoldsRowsIsRefusedAndTheRestGoes(Effect effect) {
        Cli cli = project(effect);

        Cli.Result result = cli.run("rollback", "ward", "--steps", "1");

        if (effect.asked.isEmpty()) {
            assertThat(result.exit()).as(result.out() + result.err()).isZero();
            assertThat(applied()).isEqualTo("0");
        } else {
            assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(3);
            assertThat(result.err())
                    .contains(effect.asked + "\n", "database ", "sql/ward/002_effect.sql", "batch 1, applied ")
                    .contains("nothing was taken back", "bailiwick rollback ward --steps 1 --yes");
            assertThat(applied()).isEqualTo("1");
            cli.succeeds("rollback", "ward", "--steps", "1", "--yes");
            assertThat(applied()).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rollback ward",
        "rollback ward --steps 1",
        "rollback ward --steps 99",
        "rollback ward --batch 1",
        "rollback ward --all",
        "redo ward",
        "reset ward"
    })
    void everyCommandAsksAndInProductionForWholeDomainsWithMoreThanAYes(String line) {
        Cli cli = project(Effect.TABLE_WITH_ROWS);
        List<String> words = new ArrayList<>(List.of(line.split(" ")));

        Cli.Result refused = cli.run(words.toArray(String[]::new));
        assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
        assertThat(refused.err()).contains("table ward.t: 2 rows");
        cli.with("APP_ENV", "production");
        words.add("--yes");
        if (!line.startsWith("redo")) {
            Cli.Result production = cli.run(words.toArray(String[]::new));
            assertThat(production.exit())
                    .as(production.out() + production.err())
                    .isIn(2, 3);
            assertThat(production.err()).contains("--yes-really");
            words.add("--yes-really");
        }
        assertThat(applied()).isEqualTo("1");
        assertThat(db.query("SELECT count(*) FROM ward.t")).isEqualTo("2");
        cli.succeeds(words.toArray(String[]::new));
    }

    @Test
    void batchesAfterAFailedRunAreNotTakenForIt() {
        Cli cli = project(Effect.EMPTY_TABLE).migration("ward", "003_bad.sql", "SELECT 1/0;", "SELECT 1;");
        assertThat(cli.run("migrate", "ward").exit()).isEqualTo(4);

        Cli.Result refused = cli.run("rollback", "ward");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.said())
                .contains("the last run applied nothing in ward: it failed in 003_bad.sql", "--batch 1");
        assertThat(applied()).isEqualTo("1");
        cli.succeeds("rollback", "ward", "--batch", "1");
        assertThat(applied()).isEqualTo("0");
    }

    @Test
    void batchesAfterARunThatFoundNothingOrWasRefusedAreNotTakenForIt() {
        Cli cli = project(Effect.EMPTY_TABLE);
        cli.succeeds("migrate", "ward");
        db.execute("UPDATE ward.schema_migrations SET applied_at = applied_at - interval '10 days'");
        assertThat(cli.run("rollback", "ward").said()).contains("the last run applied nothing in ward", "--batch 1");
        cli.file("sql/ward/002_effect.sql", "-- migrate:up\nSELECT 2;\n-- migrate:down\nDROP TABLE t;\n");
        assertThat(cli.run("migrate", "ward").exit()).isEqualTo(3);

        assertThat(cli.run("rollback", "ward").exit()).isEqualTo(3);
        assertThat(applied()).isEqualTo("1");
    }

    @Test
    void upAndDownTwiceInARowGoesThrough() {
        Cli cli = project(Effect.EMPTY_TABLE);
        for (int i = 0; i < 2; i++) {
            cli.succeeds("rollback", "ward");
            cli.succeeds("migrate", "ward");
        }
        cli.succeeds("redo", "ward");
        cli.succeeds("rollback", "ward");
        assertThat(applied()).isEqualTo("0");
    }

    private Cli domains() {
        Cli cli = Cli.in(folder)
                .on(db)
                .migration("public", "001_p.sql", "CREATE TABLE p (id int PRIMARY KEY);", "DROP TABLE p;")
                .migration("public", "002_q.sql", "CREATE TABLE q (id int PRIMARY KEY);", "DROP TABLE q;")
                .migration("hr", "001_s.sql", "CREATE TABLE s (p int REFERENCES p);", "DROP TABLE s;")
                .migration("pay", "001_v.sql", "CREATE VIEW v AS SELECT * FROM hr.s;", "DROP VIEW v;")
                .file("sql/pay/domain.properties", "requires=public,hr\n");
        cli.succeeds("migrate", "-q");
        return cli;
    }

    @Test
    void whatOthersDependOnIsRefusedAsAWholeWithTheObjects() {
        Cli cli = domains();

        Cli.Result refused = cli.run("rollback", "public");

        assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
        assertThat(refused.err())
                .contains("constraint s_p_fkey on table hr.s depends on table p")
                .contains("bailiwick rollback public --with-dependents", "nothing was taken back in public");
        assertThat(db.query("SELECT to_regclass('public.q') IS NOT NULL")).isEqualTo("t");
        assertThat(db.query("SELECT count(*) FROM public.schema_migrations_log WHERE action = 'failure'"))
                .isEqualTo("0");
    }

    @Test
    void withDependentsTakesThemBackTogether() {
        Cli cli = domains();
        db.execute("INSERT INTO p VALUES (1); INSERT INTO hr.s VALUES (1)");

        Cli.Result refused = cli.run("rollback", "public", "--with-dependents");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("table hr.s: 1 row", "table public.p: 1 row", "rollback pay, hr, public");
        assertThat(db.query("SELECT count(*) FROM hr.s")).isEqualTo("1");

        cli.succeeds("rollback", "public", "--with-dependents", "--yes");
        assertThat(db.query("SELECT to_regclass('hr.s') IS NULL AND to_regclass('public.p') IS NULL"
                        + " AND to_regclass('pay.v') IS NULL"))
                .isEqualTo("t");
        assertThat(db.query("SELECT (SELECT count(*) FROM hr.schema_migrations)"
                        + " + (SELECT count(*) FROM pay.schema_migrations)"
                        + " + (SELECT count(*) FROM public.schema_migrations)"))
                .isEqualTo("0");
    }

    @Test
    void severalFilesAreAllTakenBackOrNone() {
        Cli cli = project(Effect.EMPTY_TABLE)
                .migration("ward", "001_before.sql", "CREATE TABLE b ();", "DROP TABLE b, none;");
        db.execute("TRUNCATE ward.schema_migrations, ward.schema_migrations_log; DROP TABLE ward.t");
        cli.succeeds("baseline", "ward", "--empty");
        cli.succeeds("migrate", "-q");

        Cli.Result failed = cli.run("rollback", "ward");

        assertThat(failed.exit()).isEqualTo(4);
        assertThat(failed.said()).contains("nothing was taken back: all 2 files are applied as before");
        assertThat(db.query("SELECT to_regclass('ward.t') IS NOT NULL")).isEqualTo("t");
    }

    @Test
    void theGuardNamesTheFileThatReachesBeyondItsDomain() {
        Cli cli = Cli.in(folder).on(db).file("sql/ward/domain.properties", "requires=\n");
        db.execute("CREATE SCHEMA hr; CREATE TABLE hr.h (id int)");
        cli.migration("ward", "001_a.sql", "CREATE TABLE a ();", "DROP TABLE a;")
                .migration("ward", "002_b.sql", "CREATE TABLE b ();", "DROP TABLE b; DROP TABLE hr.h;")
                .migration("ward", "003_c.sql", "CREATE TABLE c ();", "DROP TABLE c;");
        cli.succeeds("migrate", "-q");

        Cli.Result refused = cli.run("rollback", "ward");

        assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
        assertThat(refused.err()).contains("sql/ward/002_b.sql");
        assertThat(db.query("SELECT to_regclass('hr.h') IS NOT NULL AND to_regclass('ward.c') IS NOT NULL"))
                .isEqualTo("t");
    }

    @Test
    void theJsonOfARefusalHasTheSameFacts() {
        Cli cli = project(Effect.TABLE_WITH_ROWS);

        Cli.Result refused = cli.run("rollback", "ward", "--json");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.out().replaceAll("\\s+", " "))
                .contains("\"kind\": \"table\", \"name\": \"ward.t\", \"count\": 2, \"exact\": true")
                .contains("\"whole_domain\": true", "\"system_identifier\": \"", "\"source\": \"DATABASE_URL\"");
    }

    @Test
    void theFirstLineNamesTheDatabaseOnStandardErrorAlone() {
        project(Effect.EMPTY_TABLE);
        Map<String, String> environment = Map.of("DATABASE_URL", db.url());

        Cli.Result planned = TestProgram.whole(folder, environment, "rollback", "ward", "--dry-run", "--sql");

        assertThat(planned.err()).startsWith("database " + db.name() + " on ").contains("(DATABASE_URL)");
        assertThat(planned.out()).startsWith("-- sql/ward/002_effect.sql");
        assertThat(TestProgram.whole(folder, environment, "status").err()).isEmpty();
        Cli.Result embedded = TestProgram.whole(folder, Map.of("APP_ENV", "production"), "migrate", "--dry-run");
        assertThat(embedded.exit()).isEqualTo(2);
    }
}
