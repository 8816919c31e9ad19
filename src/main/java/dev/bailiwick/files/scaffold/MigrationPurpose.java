package dev.bailiwick.files.scaffold;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a migration is for: each purpose has a range of numbers after the date, so that a day's files sort by it. */
public enum MigrationPurpose {
    SCHEMA(1, 9),
    ENTITY(10, 99),
    TRANSACTION(100, 199),
    VIEW(200, 299),
    FUNCTION(300, 399),
    INDEX(400, 499);

    private final int first;
    private final int last;

    MigrationPurpose(int first, int last) {
        this.first = first;
        this.last = last;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    /** Its numbers as they stand in a version. */
    String range() {
        return "%06d to %06d".formatted(first, last);
    }

    /** All but this one, as they are typed. */
    String others() {
        return Arrays.stream(values())
                .filter(purpose -> purpose != this)
                .map(MigrationPurpose::toString)
                .collect(Collectors.joining(", "));
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
