package dev.bailiwick.script.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement may leave in its session, by its text. */
class SessionEffectsTest {
    private static String of(String statement) {
        return SessionEffects.of(Text.of(statement), new Statement(0, statement.length(), Statement.Kind.SQL, -1, -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f()",
                "CREATE TABLE t AS SELECT f()",
                "CREATE TABLE t (a, b) AS (SELECT 1, f())",
                "CREATE UNLOGGED TABLE IF NOT EXISTS t WITH (fillfactor = 70) AS WITH x (a) AS (SELECT f()) TABLE x",
                "CREATE TABLE t AS VALUES (f())",
                "COPY (SELECT f()) TO STDOUT",
                "COPY t (a) FROM STDIN WHERE f(a)",
            })
    void aFunctionThatIsCalledMayLeaveAnything(String statement) {
        assertThat(of(statement)).isEqualTo("what function f has done to it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a numeric(3, 2) DEFAULT f(), CHECK (f(a)), FOREIGN KEY (a) REFERENCES u (a))",
                "CREATE TABLE t PARTITION OF p FOR VALUES IN (1, 2)",
                "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (g(a)) STORED)",
                "CREATE TABLE t AS SELECT count(*) FROM u",
                "CREATE VIEW v AS SELECT f()",
                "CREATE INDEX ON t (f(a))",
                "CREATE FUNCTION f(a int) RETURNS table (b int) LANGUAGE sql AS 'SELECT f()'",
                "COPY t (a, b) FROM STDIN WITH (FORMAT csv)",
                "REFRESH MATERIALIZED VIEW v",
                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a)",
            })
    void whatCallsNothingLeavesNothing(String statement) {
        assertThat(of(statement)).isEmpty();
    }
}
