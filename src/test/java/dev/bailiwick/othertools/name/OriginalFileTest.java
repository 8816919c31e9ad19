package dev.bailiwick.othertools.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginalFileTest {

    @Test
    void isReadAsItWasWritten() {
        for (OriginalFile origin : new OriginalFile[] {
            new OriginalFile("flyway", "V1_2__create_drugs.sql"),
            new OriginalFile("golang-migrate", "1_ยา.up.sql"),
            new OriginalFile("flyway", "V1__with blanks.sql"),
            new OriginalFile("liquibase", "changes/drugs.sql::1::alice")
        }) {
            assertThat(OriginalFile.of(origin.line() + "\n\n-- migrate:up\n")).contains(origin);
            assertThat(OriginalFile.of(origin.line() + "\r\n")).contains(origin);
            assertThat(OriginalFile.of(origin.line())).contains(origin);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-- migrate:up\n-- Taken over from flyway: V1__a.sql\n",
                "-- Taken over from flyway\n",
                "-- Taken over from flyway: \n",
                " -- Taken over from flyway: V1__a.sql\n"
            })
    void anotherFirstLineSaysNothing(String text) {
        assertThat(OriginalFile.of(text)).isEmpty();
    }
}
