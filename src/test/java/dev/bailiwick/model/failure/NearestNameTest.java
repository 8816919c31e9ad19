package dev.bailiwick.model.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> NAMES = List.of("public", "inventory", "hr", "lab", "lock_timeout", "schema");

    @ParameterizedTest
    @CsvSource({
        "publik, public",
        "pubilc, public",
        "Inventroy, inventory",
        "inventor, inventory",
        "inventoryy, inventory",
        "INVENTORY, inventory",
        "lob, lab",
        "rh, hr",
        "locktimeout, lock_timeout",
        "shcema, schema",
    })
    void slipsOfTheKeyboardAreUnderstood(String typed, String meant) {
        assertThat(NearestName.to(typed, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"finance", "xx", "''", "inv", "sch"})
    void anotherWordIsNotASlip(String typed) {
        assertThat(NearestName.to(typed, NAMES)).isEmpty();
    }

    @Test
    void theNearestComesFirstAndTheAlphabetDecidesAmongEquals() {
        assertThat(NearestName.to("20251205000019", List.of("20251205000020", "20251205000018", "20251205000010"), 2))
                .containsExactly("20251205000010", "20251205000018");
    }

    @Test
    void swappingTwoLettersIsOneSlip() {
        assertThat(NearestName.to("abdc", List.of("abcd", "abxx"), 5)).containsExactly("abcd");
    }
}
