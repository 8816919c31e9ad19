package dev.bailiwick.files.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bailiwick.model.failure.BailiwickException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create_drug_prices",
                "create-drug-prices",
                "Create Drug Prices",
                " CreateDrugPrices ",
                "create__drug.prices_",
                "create_drug_prices.sql",
                "20251205000020_create_drug_prices.sql",
                "sql/inventory/2025-12-05_create_drug_prices.SQL",
                "001_create_drug_prices",
                "créate_drug_prices",
            })
    void allOfTheseAreOneName(String typed) {
        assertThat(NewName.of(typed).text()).isEqualTo("create_drug_prices");
    }

    @ParameterizedTest
    @CsvSource({"addTMTCode, add_tmt_code", "2fa_tokens, 2fa_tokens", "2_factor, 2_factor", "v1.2, v1_2"})
    void wordsStay(String typed, String name) {
        assertThat(NewName.of(typed).text()).isEqualTo(name);
    }

    @Test
    void aVersionThatIsLeftOutIsSaid() {
        assertThat(NewName.of("20251205000020_create_x").notes())
                .containsExactly("the version 20251205000020 before the name is left out: a new one is given");
        assertThat(NewName.of("create_x").notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                ".sql",
                "20251205000020.sql",
                "20251205000020_.sql",
                "___",
                "ตารางยา",
                "create_ยา",
                "a/b",
                "a;b",
                "a'b",
                "$(x)",
                "a\nb",
                "a\\b",
                "straße"
            })
    void whatIsNoSafeFileNameIsRefused(String typed) {
        assertThatThrownBy(() -> NewName.of(typed)).isInstanceOf(BailiwickException.class);
    }

    @Test
    void aNameThatNoHistoryCanKeepIsRefused() {
        assertThatThrownBy(() -> NewName.of("x".repeat(300))).hasMessageStartingWith("the name has 300 characters");
        assertThat(NewName.of("x".repeat(200)).text()).hasSize(200);
    }
}
