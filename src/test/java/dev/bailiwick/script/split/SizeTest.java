package dev.bailiwick.script.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that would take minutes, or a deep stack, if anything were not linear. They take about a second at most. */
class SizeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MEGA = 1_000_000;

    static Stream<Arguments> texts() {
        return Stream.of(
                of("one line of 10 MB", "SELECT 1, ".repeat(MEGA) + "2;"),
                of("a string of 10 MB", "SELECT '" + "it''s ; ".repeat(MEGA) + "';"),
                of("100,000 statements", "INSERT INTO a VALUES (1, 'b');\n".repeat(100_000)),
                of("100,000 statements on a line", "SELECT 1;".repeat(100_000)),
                of("10,000 nested comments", "/*".repeat(10_000) + "*/".repeat(10_000)),
                of("nested comments that stay open", "/* /".repeat(MEGA)),
                of("a million slashes and stars", "/*/*".repeat(10) + "*/ /".repeat(MEGA)),
                of("tags that are none", "$a ".repeat(MEGA)),
                of("tags without an end", "SELECT $a$" + "$a ".repeat(MEGA)),
                of("tags that nearly end", "SELECT $abcdefghij$" + "$abcdefghi$".repeat(100_000)),
                of("one tag of a megabyte", "SELECT $" + "a".repeat(MEGA) + " $" + "a".repeat(MEGA) + "$ b"),
                of("dollars", "$".repeat(MEGA)),
                of("digits and dollars", "$1$".repeat(MEGA)),
                of("quotes by turns", "'\"".repeat(100_000) + "'"),
                of("strings continued", "'a'\n".repeat(300_000)),
                of("strings not continued", "'a' -- b\n,".repeat(300_000)),
                of("strings before blanks", "'a'" + " ".repeat(MEGA) + ", 'a' \n --" + "-".repeat(MEGA)),
                of("escapes", "SELECT E'" + "\\'".repeat(MEGA)),
                of("open parentheses", "(".repeat(MEGA)),
                of("closed parentheses", "(;".repeat(MEGA) + ")".repeat(MEGA)),
                of("bodies that begin", "CREATE FUNCTION f() BEGIN ATOMIC ".repeat(100_000)),
                of("begin, begin", "CREATE FUNCTION f() " + "BEGIN ".repeat(300_000)),
                of("comments of dashes", ("-".repeat(150) + "\n").repeat(100_000)),
                of("comments that begin like markers", "-- migrate the rows\n".repeat(100_000)),
                of("look-alikes", "-- migrate up\n".repeat(100_000)),
                of("markers", UP.repeat(100_000)),
                of("a marker with many options", "-- migrate:up " + "lock_timeout:1s ".repeat(20_000)),
                of("markers behind statements", "SELECT 1; -- migrate:up\n".repeat(100_000)),
                of("commands", "\\q\n".repeat(100_000)),
                of("commands on a long line", " \\;".repeat(MEGA)),
                of("carriage returns", "--\r".repeat(MEGA)),
                of("blank lines", " \n".repeat(MEGA)),
                of("blanks before a comment", (" ".repeat(MEGA) + "-- a\n").repeat(10)),
                of("copies", "COPY a FROM STDIN;\n1\n\\.\n".repeat(100_000)),
                of("copy data", "COPY a FROM STDIN;\n" + "1\t2\n".repeat(MEGA)),
                of("copies with no end", "COPY a FROM STDIN ".repeat(100_000)),
                of("restrict", "\\restrict a\n".repeat(100_000) + "SELECT 1;"),
                of("transactions", "BEGIN; COMMIT;\n".repeat(100_000)),
                of("spoilt identifiers", "\"".repeat(MEGA + 1)));
    }

    private static final String UP = "-- migrate:up\n";

    private static Arguments of(String name, String text) {
        return Arguments.of(name, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isReadInLinearTime(String name, String text) {
        assertThat(name).isNotEmpty();
        assertTimeoutPreemptively(PATIENCE, () -> Reading.of(UP + text));
    }
}
