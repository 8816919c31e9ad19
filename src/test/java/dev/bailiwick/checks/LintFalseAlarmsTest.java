package dev.bailiwick.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.report.LintFinding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules said of statements that are well, and no longer say. */
class LintFalseAlarmsTest {

    /** What a rule says of the second of two files. */
    private static List<LintFinding> found(String rule, String first, String up, String down) {
        String text = "-- file: 20260101000001_a.sql\n-- migrate:up\n" + first
                + "\n-- migrate:down\nSELECT 1;\n-- file: 20260101000002_b.sql\n-- migrate:up\n" + up
                + "\n-- migrate:down\n"
                + down + "\n";
        return RuleBookTest.findings(text).stream()
                .filter(finding ->
                        finding.rule().equals(rule) && finding.where().file().contains("_b.sql"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int | integer | false",
                "int | int4 USING c::int | false",
                "bigint | int8 | false",
                "integer | bigint | true",
                "varchar(20) | varchar(40) | false",
                "varchar(40) | varchar(20) | true",
                "character varying(20) | text | false",
                "varchar(20) | varchar | false",
                "char(20) | text | true",
                "int | text | true",
                "numeric(10,2) | numeric(12,2) | false",
                "numeric(10,2) | numeric(12,4) | true",
                "numeric(10,2) | decimal(10,2) | false",
                "timestamp with time zone | timestamptz | false",
                "timestamp | timestamptz | true",
                "text[] | text[] | false",
                "text | text COLLATE \"C\" | true",
                "text | text USING lower(c) | true",
                "double precision | float8 | false"
            })
    void aTypeThatStaysIsNoChange(String was, String is, boolean found) {
        assertThat(found(
                        "type-change",
                        "CREATE TABLE inventory.a (c " + was + " NOT NULL DEFAULT NULL);",
                        "ALTER TABLE inventory.a ALTER COLUMN c TYPE " + is + ";",
                        "SELECT 1;"))
                .hasSize(found ? 1 : 0);
        assertThat(found(
                        "type-change",
                        "CREATE TABLE inventory.a (id int); ALTER TABLE inventory.a ADD COLUMN c " + was + ";",
                        "ALTER TABLE inventory.a ALTER c SET DATA TYPE " + is + ";",
                        "SELECT 1;"))
                .hasSize(found ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP MATERIALIZED VIEW inventory.m; CREATE MATERIALIZED VIEW inventory.m AS SELECT 1; | 0",
                "DROP MATERIALIZED VIEW IF EXISTS inventory.m; | 0",
                "CREATE TEMP TABLE w AS SELECT 1 AS x; TRUNCATE w; DELETE FROM w; DROP TABLE w; | 0",
                "CREATE TEMPORARY TABLE IF NOT EXISTS w (x int); DROP TABLE w; | 0",
                "SELECT 1 AS x INTO TEMP w; DROP TABLE w; | 0",
                "CREATE TABLE inventory.n (x int); TRUNCATE inventory.n; DELETE FROM inventory.n; | 0",
                "DROP TABLE IF EXISTS inventory.n; CREATE TABLE inventory.n (x int); | 0",
                "DROP TABLE inventory.a; CREATE TABLE inventory.a (x int); | 1",
                "TRUNCATE inventory.a; | 1",
                "TRUNCATE TABLE ONLY inventory.n, inventory.a; | 1"
            })
    void rowsThatAreNobodysAreNotLost(String up, int count) {
        assertThat(found("destructive", "CREATE TABLE inventory.a (id int);", up, "SELECT 1;"))
                .hasSize(count);
    }

    @Test
    void whatWasThereBeforeIsMadeAgainAndNotDropped() {
        String trigger =
                "CREATE TRIGGER stamp BEFORE UPDATE ON inventory.a FOR EACH ROW EXECUTE FUNCTION inventory.f();";
        String first = "CREATE TABLE inventory.a (id int); " + trigger;

        assertThat(found("down-forgets", first, "DROP TRIGGER stamp ON inventory.a; " + trigger, "SELECT 1;"))
                .singleElement()
                .extracting(LintFinding::fix)
                .isEqualTo("make trigger stamp again as it was before this file");
        assertThat(found(
                        "down-forgets",
                        "SELECT 1;",
                        "DROP TRIGGER IF EXISTS stamp ON inventory.a; " + trigger,
                        "SELECT 1;"))
                .singleElement()
                .extracting(LintFinding::fix)
                .isEqualTo(
                        "DROP TRIGGER stamp ON inventory.a; or, where it was there before, make trigger stamp again as it"
                                + " was before this file");
        assertThat(found("down-forgets", first, trigger.replace("stamp", "other"), "SELECT 1;"))
                .singleElement()
                .extracting(LintFinding::fix)
                .isEqualTo("DROP TRIGGER other ON inventory.a;");
        assertThat(found(
                        "down-forgets",
                        "CREATE VIEW inventory.v AS SELECT 1;",
                        "CREATE OR REPLACE VIEW inventory.v AS SELECT 2;",
                        "SELECT 1;"))
                .singleElement()
                .extracting(LintFinding::fix)
                .isEqualTo("make view inventory.v again as it was before this file");
    }

    @Test
    void aFixIsWrittenAsItHasToBeRun() {
        assertThat(found("missing-comment", "SELECT 1;", "CREATE TABLE inventory.\"User\" (id int);", "SELECT 1;"))
                .singleElement()
                .extracting(LintFinding::fix)
                .isEqualTo("COMMENT ON TABLE inventory.\"User\" IS '…';");
        assertThat(found(
                        "fk-without-index",
                        "CREATE TABLE inventory.\"order\" (id int PRIMARY KEY);",
                        "CREATE TABLE inventory.a (\"orderId\" int REFERENCES inventory.\"order\" (id));",
                        "SELECT 1;"))
                .singleElement()
                .extracting(LintFinding::fix)
                .isEqualTo("CREATE INDEX \"a_orderId_idx\" ON inventory.a (\"orderId\");");
    }

    @Test
    void aSequenceGoesWithItsColumnAndATemporaryTableIsNobodysDefinition() {
        assertThat(found(
                        "down-forgets",
                        "CREATE TABLE inventory.a (id int);",
                        "CREATE SEQUENCE inventory.s; ALTER SEQUENCE inventory.s OWNED BY inventory.a.id;",
                        "SELECT 1;"))
                .isEmpty();
        assertThat(found(
                        "ddl-and-dml",
                        "CREATE TABLE inventory.a (id int);",
                        "CREATE TEMP TABLE w AS SELECT 1 AS x; DELETE FROM inventory.a USING w WHERE id = x; DROP TABLE w;",
                        "SELECT 1;"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ADD o_id int UNIQUE, 0",
        "ADD COLUMN o_id int UNIQUE, 0",
        "ADD COLUMN IF NOT EXISTS o_id int UNIQUE, 0",
        "ADD COLUMN IF NOT EXISTS o_id int, 1"
    })
    void aColumnThatIsAddedWithAnIndexOfItsOwnHasOne(String add, int found) {
        assertThat(found(
                        "fk-without-index",
                        "CREATE TABLE inventory.o (id int PRIMARY KEY); CREATE TABLE inventory.a (id int);",
                        "ALTER TABLE inventory.a " + add + " REFERENCES inventory.o (id) ON DELETE CASCADE;",
                        "SELECT 1;"))
                .hasSize(found);
    }
}
