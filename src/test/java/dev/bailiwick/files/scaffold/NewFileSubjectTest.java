package dev.bailiwick.files.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewFileSubjectTest {
    @ParameterizedTest
    @CsvSource({
        "create_drug_prices,               table,    drug_prices,       ''",
        "create_drugs_table,               table,    drugs,             ''",
        "add_barcode_to_drugs,             column,   drugs,             barcode",
        "add_valid_to_to_drug_prices,      column,   drug_prices,       valid_to",
        "index_code_on_drugs,              index,    drugs,             code",
        "add_index_expires_on_on_lots,     index,    lots,              expires_on",
        "index_code_and_name_on_drugs,     index,    drugs,             code_and_name",
        "create_expiring_lots_view,        view,     v_expiring_lots,   ''",
        "create_v_expiring_lots,           view,     v_expiring_lots,   ''",
        "create_fiscal_year_function,      function, fiscal_year,       ''",
        "create_order_status_enum,         enum,     order_status,      ''",
        "create_order_status_type,         enum,     order_status,      ''",
        "drop_drugs,                       drop,     drugs,             ''",
        "drop_barcode_from_drugs,          drop,     drugs,             barcode",
        "remove_barcode_from_drugs,        drop,     drugs,             barcode",
        "create_enums,                     empty,    create_enums,      ''",
        "create_extensions,                empty,    create_extensions, ''",
        "create_stock_ledger_partitions,   empty,    create_stock_ledger_partitions, ''",
        "index_purchasing,                 empty,    index_purchasing,  ''",
        "describe_schema,                  empty,    describe_schema,   ''",
        "create,                           empty,    create,            ''",
    })
    void theFormOfTheNameChooses(String name, String template, String object, String member) {
        assertThat(NewFileSubject.of(name, null, null)).isEqualTo(subject(template, object, member));
    }

    @ParameterizedTest
    @CsvSource({
        "create_x, view,     view,     v_x",
        "create_x, function, function, x",
        "create_x, schema,   empty,    create_x",
        "create_x, index,    empty,    create_x",
        "create_x, entity,   table,    x",
    })
    void theKindSaysWhatIsCreated(String name, String kind, String template, String object) {
        MigrationPurpose purpose = MigrationPurpose.valueOf(kind.toUpperCase(Locale.ROOT));
        assertThat(NewFileSubject.of(name, null, purpose)).isEqualTo(subject(template, object, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "drugs,            table,    drugs",
        "create_drugs,     enum,     drugs",
        "seed_drugs,       seed,     drugs",
        "dosage_forms,     seed,     dosage_forms",
        "expiring_lots,    view,     v_expiring_lots",
        "drugs,            drop,     drugs",
        "create_drugs,     empty,    create_drugs",
    })
    void aTemplateThatWasAskedForIsTaken(String name, String template, String object) {
        assertThat(NewFileSubject.of(name, template(template), null)).isEqualTo(subject(template, object, ""));
    }

    @Test
    void columnsAndIndexesNeedANameThatSaysWhere() {
        assertThatThrownBy(() -> NewFileSubject.of("barcode", NewFileTemplate.COLUMN, null))
                .hasMessage("the name barcode does not say which column of which table");
        assertThatThrownBy(() -> NewFileSubject.of("index_drugs", NewFileTemplate.INDEX, null))
                .hasMessageContaining("which column");
    }

    private static NewFileSubject subject(String template, String object, @Nullable String member) {
        return new NewFileSubject(template(template), object, member == null ? "" : member);
    }

    private static NewFileTemplate template(String name) {
        return NewFileTemplate.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
