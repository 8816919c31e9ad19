package dev.bailiwick.peers.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @Test
    void isReadAsItWasWritten() {
        for (Origin origin : new Origin[] {
            new Origin("flyway", "V1_2__create_drugs.sql"),
            new Origin("golang-migrate", "1_ยา.up.sql"),
            new Origin("flyway", "V1__with blanks.sql"),
            new Origin("liquibase", "changes/drugs.sql::1::alice")
        }) {
            assertThat(Origin.of(origin.line() + "\n\n-- migrate:up\n")).contains(origin);
            assertThat(Origin.of(origin.line() + "\r\n")).contains(origin);
            assertThat(Origin.of(origin.line())).contains(origin);
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
        assertThat(Origin.of(text)).isEmpty();
    }
}
