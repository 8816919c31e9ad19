package dev.bailiwick.script.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bailiwick.model.script.TableChange;
import dev.bailiwick.script.split.MigrationParser;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableChangesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE TABLE a (i int) | CREATE a",
                "create unlogged table if not exists Inventory . A (i int) | CREATE inventory.a",
                "CREATE /* x */ TABLE \"A b\".\"c\"\"d\" () | CREATE A b.c\"d",
                "CREATE FOREIGN TABLE f () SERVER s | CREATE f",
                "CREATE TABLE a AS SELECT 1 | CREATE a",
                "CREATE TABLE p1 PARTITION OF inventory.p FOR VALUES IN (1) | CREATE p1 in inventory.p",
                "CREATE TABLE c (i int) INHERITS (p) | CREATE c in p",
                "CREATE TEMP TABLE t () | ~~",
                "CREATE LOCAL TEMPORARY TABLE t () | ~~",
                "CREATE TABLE pg_temp.t () | ~~",
                "CREATE TABLE U&\"d0061\" () | UNSEEN_MADE",
                "SELECT a, b INTO t FROM x | CREATE t",
                "SELECT a INTO TEMP t FROM x | ~~",
                "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x | ~~",
                "DROP TABLE IF EXISTS a, inventory.b CASCADE | DROP a, DROP inventory.b",
                "DROP SCHEMA IF EXISTS inventory CASCADE | DROP_SCHEMA inventory",
                "DROP INDEX a | ~~",
                "ALTER TABLE IF EXISTS ONLY a RENAME TO b | RENAME a in b",
                "ALTER TABLE a RENAME COLUMN x TO y | ~~",
                "ALTER TABLE a RENAME x TO y | ~~",
                "ALTER TABLE public.a SET SCHEMA inventory | MOVE public.a in inventory",
                "ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (1) | PARENT c in p",
                "ALTER TABLE p DETACH PARTITION c | PARENT c",
                "ALTER TABLE a ADD COLUMN into_table int | ~~",
                "ALTER SCHEMA a RENAME TO b | UNSEEN_MADE, UNSEEN_GONE",
                "CREATE SCHEMA a CREATE TABLE b () | UNSEEN_MADE",
                "DROP OWNED BY me | UNSEEN_GONE",
                "DO $$ BEGIN EXECUTE 'create table x ()'; END $$ | UNSEEN_MADE",
                "DO $$ BEGIN RAISE NOTICE 'x'; END $$ | ~~",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE x' | UNSEEN_GONE",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$BEGIN CREATE TEMP TABLE x (); END$$ | ~~",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$BEGIN EXECUTE format('CREATE TABLE s.%I PARTITION OF"
                        + " s.p', y); END$$ | ~~",
                "DO $$ BEGIN ALTER TABLE a ADD b int; EXECUTE 'ALTER TABLE a RENAME TO b'; END $$ | UNSEEN_GONE",
                "DO $$ BEGIN ALTER TABLE a ADD b int; END $$ | ~~",
                "DO $$ BEGIN ALTER TABLE a ADD b int; PERFORM 'set schema'; END $$ | ~~",
                "COMMENT ON TABLE a IS 'drop table b' | ~~",
            })
    void ofEachStatementIsSeenWhatItDoesToTables(String sql, String changes) {
        assertThat(changes(sql + ";")).isEqualTo(changes == null ? "" : changes);
    }

    @Test
    void aLongBodyIsReadInLinearTime() {
        String body = "ALTER TABLE a ADD b int;\n".repeat(40_000);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(changes("DO $$ " + body + "$$;"))
                .isEmpty());
    }

    @Test
    void onlyTheUpSectionCountsAndEveryStatementOfIt() {
        assertThat(changes("BEGIN;\nCREATE TABLE a ();\nCOPY a FROM STDIN;\n\\.\nDROP TABLE a;\nCOMMIT;\n"
                        + "-- migrate:down\nDROP TABLE b;"))
                .isEqualTo("CREATE a, DROP a");
    }

    private static String changes(String up) {
        return TableChanges.of(MigrationParser.parse("1_a.sql", "1_a.sql", "-- migrate:up\n" + up + "\n")).stream()
                .map(TableChangesTest::shown)
                .collect(Collectors.joining(", "));
    }

    private static String shown(TableChange change) {
        String other = change.other() == null ? "" : change.other().toString().replaceFirst("\\.$", "");
        String table = change.table().name().isEmpty() ? "" : " " + change.table();
        return change.kind() + table + (other.isEmpty() ? "" : (table.isEmpty() ? " " : " in ") + other);
    }
}
