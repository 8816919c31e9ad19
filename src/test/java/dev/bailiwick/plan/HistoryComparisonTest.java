package dev.bailiwick.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryComparisonTest {

    /** What is given, and the state of 002_b.sql in its light; null where it does not appear. */
    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("no history", Given.files("002_b.sql"), FileState.PENDING),
                Arguments.of("earlier applied", Given.files("002_b.sql").applied(1, "001_a.sql"), FileState.PENDING),
                Arguments.of("same checksum", Given.files("002_b.sql").applied(1, "002_b.sql"), FileState.APPLIED),
                Arguments.of("other checksum", Given.files("002_b.sql").edited(1, "002_b.sql"), FileState.EDITED),
                Arguments.of("by hand", Given.files("002_b.sql").manual("002_b.sql"), FileState.MARKED),
                Arguments.of("file gone", Given.files().applied(1, "002_b.sql"), FileState.MISSING),
                Arguments.of("by hand, no file", Given.files().manual("002_b.sql"), FileState.MISSING),
                Arguments.of("failed", Given.files("002_b.sql").failed(1, "002_b.sql"), FileState.FAILED),
                Arguments.of("failed, file gone", Given.files().failed(1, "002_b.sql"), null),
                Arguments.of("half-done", Given.files("002_b.sql").partial(1, "002_b.sql", 2), FileState.PARTIAL),
                Arguments.of("half-done, none", Given.files("002_b.sql").partial(1, "002_b.sql", 0), FileState.PARTIAL),
                Arguments.of("half-done, file gone", Given.files().partial(1, "002_b.sql", 2), FileState.PARTIAL),
                Arguments.of("later applied", with3().applied(1, "003_c.sql"), FileState.OUT_OF_ORDER),
                Arguments.of("later edited", with3().edited(1, "003_c.sql"), FileState.OUT_OF_ORDER),
                Arguments.of("later by hand", with3().manual("003_c.sql"), FileState.OUT_OF_ORDER),
                Arguments.of("later missing", Given.files("002_b.sql").applied(1, "003_c.sql"), FileState.OUT_OF_ORDER),
                Arguments.of("later failed", with3().failed(1, "003_c.sql"), FileState.PENDING),
                Arguments.of("later half-done", with3().partial(1, "003_c.sql", 1), FileState.PENDING),
                Arguments.of(
                        "failed, later applied",
                        with3().failed(1, "002_b.sql").applied(2, "003_c.sql"),
                        FileState.OUT_OF_ORDER),
                Arguments.of(
                        "half-done, later applied",
                        with3().partial(1, "002_b.sql", 1).applied(2, "003_c.sql"),
                        FileState.PARTIAL),
                Arguments.of(
                        "applied, later applied", with3().applied(2, "003_c.sql", "002_b.sql"), FileState.APPLIED));
    }

    private static Given with3() {
        return Given.files("002_b.sql", "003_c.sql");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void filesAndHistoryTogetherGiveAState(String name, Given given, FileState state) {
        assertThat(given.statuses().stream()
                        .filter(status -> status.filename().equals("002_b.sql"))
                        .map(FileStatus::state))
                .isEqualTo(state == null ? List.of() : List.of(state));
    }

    @Test
    void filesAndMissingRowsComeInOneByteOrder() {
        List<FileStatus> statuses = Given.files("003_c.sql", "001_\uD83D\uDE00.sql", "001_B.sql")
                .applied(1, "002_gone.sql", "001_\uFF21.sql")
                .statuses();
        assertThat(statuses.stream().map(FileStatus::filename))
                .containsExactly("001_B.sql", "001_\uFF21.sql", "001_\uD83D\uDE00.sql", "002_gone.sql", "003_c.sql");
    }

    @Test
    void aStatusCarriesFileAndRow() {
        FileStatus status =
                Given.files("001_a.sql").applied(4, "001_a.sql").statuses().get(0);
        assertThat(status.file()).isNotNull();
        assertThat(status.row()).isNotNull().extracting("batch").isEqualTo(4);
    }

    @Test
    void nothingAndNothingIsNothing() {
        assertThat(HistoryComparison.of(List.of(), History.NONE)).isEmpty();
    }
}
