package dev.bailiwick.othertools.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherToolNameTest {

    @ParameterizedTest
    @CsvSource({
        "V1__create_drugs.sql, 1, create_drugs",
        "V1.2__Create Drugs.sql, 1 2, create_drugs",
        "V1_02__x.sql, 1 2, x",
        "V1.0__x.sql, 1, x",
        "V2026.01.05.1__x.sql, 2026 1 5 1, x",
        "db/migration/V007__x.sql, 7, x",
        "R__orderable_drugs.sql, '', orderable_drugs",
        "00001_create_drugs.sql, 1, create_drugs",
        "000001_create_drugs.up.sql, 1, create_drugs",
        "20260105090000_create_drugs.ts, 20260105090000, create_drugs",
        "20260105090000-create-drugs.js, 20260105090000, create_drugs",
        "20260105_create_drugs.sql, 20260105, create_drugs",
        "2026-01-05_create_drugs.sql, 20260105, create_drugs",
        "001_x.sql, 1, x",
        "changes/changelog.xml, '', changelog",
        "create_drugs, '', create_drugs",
        "drug-forms, '', drug_forms",
        "0, 0, ''",
        "42, 42, ''",
        "9223372036854775808123_x.sql, 9223372036854775808123, x",
    })
    void readsNamesOfEveryTool(String name, String version, String words) {
        OtherToolName read = OtherToolName.ofFile(name);
        assertThat(read.versioned()).isEqualTo(!version.isEmpty());
        assertThat(read.version())
                .isEqualByComparingTo(
                        OtherToolName.of(version.replace(' ', '.'), "").version());
        assertThat(read.words()).isEqualTo(words);
    }

    @Test
    void aVersionIsTheSameWhateverItsZerosAre() {
        assertThat(OtherToolName.of("1", "").sameVersion(OtherToolName.ofFile("001_x.sql")))
                .isTrue();
        assertThat(OtherToolName.of("1.0", "").sameVersion(OtherToolName.of("1", "")))
                .isTrue();
        assertThat(OtherToolName.of("1.10", "").sameVersion(OtherToolName.of("1.1", "")))
                .isFalse();
        assertThat(OtherToolName.of("", "x").sameVersion(OtherToolName.of("", "x")))
                .isFalse();
    }

    @Test
    void versionsAreOrderedNumberByNumber() {
        assertThat(OtherToolName.of("1.2", "").upTo(OtherToolName.of("1.10", "")))
                .isTrue();
        assertThat(OtherToolName.of("1.10", "").upTo(OtherToolName.of("1.2", "")))
                .isFalse();
        assertThat(OtherToolName.of("2", "").upTo(OtherToolName.of("2.1", ""))).isTrue();
        assertThat(OtherToolName.of("2", "").upTo(OtherToolName.of("2", ""))).isTrue();
    }

    @Test
    void wordsAreTheSameInAnySpelling() {
        assertThat(OtherToolName.of("1", "create drugs").sameWords(OtherToolName.ofFile("9_Create-Drugs.sql")))
                .isTrue();
        assertThat(OtherToolName.of("1", "ตารางยา").sameWords(OtherToolName.ofFile("9_ตารางยา.sql")))
                .isTrue();
        assertThat(OtherToolName.of("1", "").sameWords(OtherToolName.of("1", "")))
                .isFalse();
    }
}
