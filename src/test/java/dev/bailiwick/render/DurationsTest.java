package dev.bailiwick.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "0, 0 ms",
        "12, 12 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "1249, 1.2 s",
        "1250, 1.3 s",
        "59949, 59.9 s",
        "59950, 1 min 0 s",
        "184000, 3 min 4 s",
        "3599499, 59 min 59 s",
        "3599500, 1 h 0 min",
        "90000000, 25 h 0 min"
    })
    void isAsExactAsAPersonCaresToKnow(long ms, String text) {
        assertThat(Durations.text(ms)).isEqualTo(text);
    }
}
