package dev.bailiwick.script.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts thrown together from what is hard to read. Each is read or refused, and its pieces join to the text. */
class FuzzTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LONG = 300_000;

    private static final String[] SCRAPS = {
        "'",
        "''",
        "E'",
        "e'",
        "\\'",
        "\\",
        "\"",
        "\"\"",
        "U&'",
        "U&\"",
        "B'",
        "N'",
        "$$",
        "$a$",
        "$a",
        "$b$",
        "$1",
        "$",
        "é",
        "--",
        "-- c\n",
        "/*",
        "*/",
        "/*/",
        "-",
        "/",
        "*",
        "+",
        "(",
        ")",
        "[",
        "]",
        ";",
        ";\n",
        ".",
        ",",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "\f",
        "\u000b",
        "\u00a0",
        "\uFEFF",
        "\0",
        "💊",
        "\ud83d",
        "a",
        "end",
        "END;",
        "case",
        "BEGIN",
        "ATOMIC",
        "COMMIT",
        "CREATE FUNCTION f()",
        "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC",
        "COPY a FROM STDIN;\n",
        "COPY a FROM STDIN",
        "COPY a TO STDOUT;",
        "\n\\.\n",
        "\\.",
        "\\restrict x\n",
        "\\i x\n",
        "\n-- migrate:up\n",
        "\n-- migrate:down\n",
        "-- migrate:up transaction:false\n",
        "-- migrate:down irreversible\n",
        "\n-- migrate down\n",
        "-- +goose Up\n",
        "lock_timeout:5s",
        "SET client_encoding = 'x'",
        "set_config('client_encoding',",
        "VACUUM",
        "SELECT 1;",
        "REINDEX (",
        "ROLLBACK TO",
        "PREPARE TRANSACTION 'x';",
        "SAVEPOINT s;",
        "1e5",
        "::",
        ":x",
        "?"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isReadOrRefused(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "-- migrate:up\n");
            int scraps = random.nextInt(seed % 2 == 0 ? 8 : 40);
            for (int j = 0; j < scraps; j++) {
                text.append(SCRAPS[random.nextInt(SCRAPS.length)]).append(random.nextBoolean() ? " " : "");
            }
            if (Reading.of(text.toString()) != null) {
                read++;
            }
        }
        assertThat(read).as("texts that were not refused").isPositive();
    }

    /** A few scraps again and again: what takes the square of its length would take minutes. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void isReadInLinearTime(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            StringBuilder again = new StringBuilder();
            for (int j = 0; j <= random.nextInt(4); j++) {
                again.append(SCRAPS[random.nextInt(SCRAPS.length)]).append(random.nextBoolean() ? " " : "");
            }
            String text = "-- migrate:up\n" + again.toString().repeat(LONG / again.length());
            assertTimeoutPreemptively(PATIENCE, () -> Reading.of(text), again::toString);
        }
    }
}
