package dev.bailiwick.files.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At noon of 2 March 2026. */
class NextVersionTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "'',                     20260302120000",
        "20260302115959_a.sql,   20260302120000",
        "20260302120000_a.sql,   20260302120001",
        "20260302120059_z.sql,   20260302120100",
        "20991231235959_a.sql,   21000101000000",
        "20260302990000_a.sql,   20260302990001",
        "20260302_a.sql,         20260303",
        "2026-03-02_a.sql,       20260302120000",
        "2027-01-31_a.sql,       2027-02-01",
        "007_a.sql,              20260302120000",
        "300_a.sql,              301",
    })
    void itIsTheTimeOrStandsBehindTheLastFile(String last, String version) {
        assertThat(next(null, last)).isEqualTo(version);
    }

    @Test
    void fromAFileThatIsAMinuteAheadOnItIsSaid() {
        assertThat(notes(null, "20260302120030_a.sql")).isEmpty();
        assertThat(notes(null, "20260302130000_a.sql"))
                .containsExactly(
                        "20260302130001 is not the time: 20260302130000_a.sql, the last file of hr, is ahead of"
                                + " the clock (20260302120000 UTC), and this one must run behind it");
    }

    @Test
    void whereNothingCanStandBehindTheLastFileAPersonMustSay() {
        assertThatThrownBy(() -> next(null, "999_a.sql"))
                .hasMessage("nothing that the clock says sorts behind 999_a.sql, the last file of hr");
    }

    @ParameterizedTest
    @CsvSource({
        "schema,      '',                    20260302000001",
        "entity,      20260302000001_a.sql,  20260302000010",
        "entity,      20260302000012_a.sql,  20260302000013",
        "transaction, 20260301000150_a.sql,  20260302000100",
        "index,       20260302000400_a.sql,  20260302000401",
        "view,        20260305000001_a.sql,  20260305000200",
    })
    void aKindCountsWithinItsRangeOfTheDay(String kind, String last, String version) {
        assertThat(next(purpose(kind), last)).isEqualTo(version);
    }

    @Test
    void aGapIsNotFilledBecauseWhatStandsBehindItMayBeApplied() {
        assertThat(next(MigrationPurpose.ENTITY, "20260302000010_a.sql", "20260302000020_b.sql"))
                .isEqualTo("20260302000021");
    }

    @Test
    void aFullRangeNamesTheOtherWays() {
        String[] full = IntStream.rangeClosed(1, 9)
                .mapToObj("2026030200000%d_x.sql"::formatted)
                .toArray(String[]::new);
        assertThatThrownBy(() -> next(MigrationPurpose.SCHEMA, full))
                .hasMessage("the numbers of kind schema are used up for 20260302 in hr: 000001 to 000009, 9 files");
    }

    @Test
    void aKindThatSortsBeforeTheLastFileIsSaid() {
        assertThat(notes(MigrationPurpose.ENTITY, "20260302000100_a.sql"))
                .singleElement()
                .asString()
                .startsWith("it sorts before 20260302000100_a.sql");
    }

    private static String next(@Nullable MigrationPurpose purpose, String... names) {
        return new NextVersion("hr", List.of(names), NOON).of("b", purpose);
    }

    private static List<String> notes(@Nullable MigrationPurpose purpose, String... names) {
        NextVersion next = new NextVersion("hr", List.of(names), NOON);
        next.of("b", purpose);
        return next.notes();
    }

    private static MigrationPurpose purpose(String name) {
        return MigrationPurpose.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
