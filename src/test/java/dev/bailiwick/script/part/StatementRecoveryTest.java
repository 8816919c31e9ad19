package dev.bailiwick.script.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.script.split.MigrationParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the end of each kind of statement can be found out. */
class StatementRecoveryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE TABLE t (id int) | Recorded[]",
                "INSERT INTO t VALUES (1) | Recorded[]",
                "ALTER TYPE e ADD VALUE 'x' | Recorded[]",
                "CREATE INDEX i ON t (a) | Recorded[]",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY m | Recorded[]",
                "DO $$ BEGIN PERFORM 1; END $$ | Recorded[]",
                "DO $$ BEGIN COMMIT; END $$ | Unknown[command=DO]",
                "CALL p() | Unknown[command=CALL]",
                "SET work_mem = '1GB' | SessionOnly[]",
                "RESET ALL | SessionOnly[]",
                "VACUUM (ANALYZE) t | Repeatable[]",
                "ALTER SYSTEM SET work_mem = '1GB' | Repeatable[]",
                "CLUSTER | Repeatable[]",
                "CREATE INDEX CONCURRENTLY i ON s.t (a) | IndexBuild[index=i, table=s.t, unique=false, definition=(a)]",
                "create unique index concurrently if not exists \"I x\" on only \"S\".\"T\" using btree (a) | IndexBuild[index=I x, table=S.T, unique=true, definition=using btree (a)]",
                "CREATE INDEX CONCURRENTLY ON t (a) | IndexBuild[index=, table=t, unique=false, definition=(a)]",
                "CREATE INDEX CONCURRENTLY i ON t USING gin (a /* ; */) WHERE b > 0 /* x */ ; | IndexBuild[index=i, table=t, unique=false, definition=USING gin (a /* ; */) WHERE b > 0 /* x */ ]",
                "DROP INDEX CONCURRENTLY IF EXISTS s.i | IndexDrop[index=s.i]",
                "DROP INDEX CONCURRENTLY i CASCADE | IndexDrop[index=i]",
                "REINDEX (VERBOSE) TABLE CONCURRENTLY t | Rebuild[kind=table, target=t]",
                "REINDEX DATABASE | Rebuild[kind=database, target=null]",
                "REINDEX (CONCURRENTLY) INDEX s.i | Rebuild[kind=index, target=s.i]",
                "REINDEX SCHEMA CONCURRENTLY s | Rebuild[kind=schema, target=s]",
                "ALTER TABLE IF EXISTS ONLY s.t DETACH PARTITION s.p CONCURRENTLY | Detach[table=s.t, partition=s.p]",
                "CREATE DATABASE x | Unknown[command=CREATE DATABASE]",
                "DROP TABLESPACE x | Unknown[command=DROP TABLESPACE]",
            })
    void isKnownByItsFirstWords(String sql, String recovery) {
        Migration migration =
                MigrationParser.parse("a.sql", "a.sql", "-- migrate:up transaction:false\n" + sql + ";\n");
        Part.Single part =
                (Part.Single) SectionParts.of(migration, migration.up()).get(0);

        assertThat(part.recovery()).hasToString(recovery);
    }
}
