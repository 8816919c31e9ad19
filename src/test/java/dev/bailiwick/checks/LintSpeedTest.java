package dev.bailiwick.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bailiwick.model.report.LintFinding;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The time of lint grows with the size of what it reads and not with its square. Each of these takes a second or less, and
 * minutes where a rule looks through the file once for each of its statements.
 */
class LintSpeedTest {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static String file(String up, String down) {
        return "-- migrate:up\n" + up + "\n-- migrate:down\n" + down + "\n";
    }

    static Stream<Arguments> files() {
        String body = lines(60, i -> "  v_" + i + " := coalesce(p_" + i % 7 + ", 0) + " + i + ";");
        return Stream.of(
                Arguments.of(
                        "functions",
                        file(
                                lines(
                                        1_000,
                                        i -> "CREATE FUNCTION inventory.f" + i
                                                + "(p_0 int) RETURNS int LANGUAGE plpgsql AS" + " $$\nBEGIN\n" + body
                                                + "\n  RETURN 1;\nEND $$;"),
                                lines(1_000, i -> "DROP FUNCTION inventory.f" + i + "(int);"))),
                Arguments.of(
                        "tables on one line",
                        file(
                                lines(20_000, i -> "CREATE TABLE t" + i + " (id int REFERENCES drugs (id));")
                                        .replace('\n', ' '),
                                lines(20_000, i -> "DROP TABLE t" + i + ";"))),
                Arguments.of(
                        "triggers",
                        file(
                                lines(
                                        10_000,
                                        i -> "CREATE TRIGGER g" + i + " BEFORE INSERT ON drugs EXECUTE FUNCTION f();\n"
                                                + "COMMENT ON TABLE t" + i + " IS 'x';"),
                                "SELECT 1;")),
                Arguments.of(
                        "columns",
                        file(
                                "ALTER TABLE inventory.drugs\n"
                                        + lines(20_000, i -> "ADD COLUMN c" + i + " text NOT NULL,") + " ADD d int;\n"
                                        + lines(
                                                10_000,
                                                i -> "ALTER TABLE inventory.drugs ALTER c" + i + " SET NOT NULL;"),
                                "SELECT 1;")),
                Arguments.of(
                        "drops",
                        file(lines(20_000, i -> "ALTER TABLE inventory.drugs DROP COLUMN c" + i + ";"), "SELECT 1;")),
                Arguments.of(
                        "rules that are disabled",
                        file(
                                lines(
                                        20_000,
                                        i -> "-- lint:disable serial they number them so\nCREATE TABLE a" + i
                                                + " (x serial);"),
                                "SELECT 1;")),
                Arguments.of(
                        "words of another domain",
                        file(
                                "INSERT INTO inventory.drugs VALUES\n"
                                        + lines(30_000, i -> "(" + i + ", (SELECT hr.a FROM hr)),") + " (0, 1);",
                                "SELECT 1;")),
                Arguments.of(
                        "a literal",
                        file(
                                "INSERT INTO inventory.drugs VALUES ('" + "postgres://a:eyJ".repeat(100_000) + "');\n"
                                        + "DO $$ " + "alter table create ".repeat(100_000) + "$$;",
                                "SELECT 1;")),
                Arguments.of(
                        "a comment", file("/* " + "-- lint:disable ".repeat(100_000) + "*/ SELECT 1;", "SELECT 1;")),
                Arguments.of(
                        "parentheses",
                        file(
                                "CREATE TABLE inventory.a (id int CHECK (" + "(".repeat(200_000) + "id > 0"
                                        + ")".repeat(200_000) + "));",
                                "DROP TABLE inventory.a;")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void timeGrowsWithTheSize(String what, String text) {
        List<LintFinding> findings = assertTimeoutPreemptively(LONGEST, () -> RuleBookTest.findings(text), what);

        assertThat(findings).isNotNull();
    }
}
