package dev.bailiwick.model.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ByteOrderTest {

    @Test
    void namesSortAsBytesDo() {
        // What `LC_ALL=C ls` prints: digits, capitals, underscore, small letters, Thai, U+FFxx, beyond U+FFFF.
        List<String> inOrder = List.of(
                "001_a.sql",
                "001_a_b.sql",
                "0010_a.sql",
                "001_Z.sql",
                "20251205_a.sql",
                "2025-12-05_a.sql",
                "001_ยา.sql",
                "001_\uFF21.sql",
                "001_\uD83D\uDE00.sql");
        List<String> sorted = Stream.of(
                        "0010_a.sql",
                        "001_Z.sql",
                        "001_a.sql",
                        "001_a_b.sql",
                        "001_ยา.sql",
                        "001_\uFF21.sql",
                        "001_\uD83D\uDE00.sql",
                        "2025-12-05_a.sql",
                        "20251205_a.sql")
                .toList();
        assertThat(inOrder.stream().sorted(ByteOrder.OF_NAMES)).containsExactlyElementsOf(sorted);
        // The case in which String.compareTo differs.
        assertThat("001_\uFF21".compareTo("001_\uD83D\uDE00")).isPositive();
        assertThat(ByteOrder.OF_NAMES.compare("001_\uFF21", "001_\uD83D\uDE00")).isNegative();
    }

    @Test
    void theOrderIsThatOfTheBytes() {
        List<String> pieces = List.of("", "0", "_", "a", "\u00E9", "\u0E22", "\uD7FF", "\uE000", "\uFF21", "\uD83D\uDE00");
        for (String a : pieces) {
            for (String b : pieces) {
                for (String c : pieces) {
                    String one = a + b;
                    String other = c + a;
                    int bytes = Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));
                    assertThat(Integer.signum(ByteOrder.OF_NAMES.compare(one, other)))
                            .as(one + " and " + other)
                            .isEqualTo(Integer.signum(bytes));
                }
            }
        }
    }
}
