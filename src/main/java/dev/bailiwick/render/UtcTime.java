package dev.bailiwick.render;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Writes points in time in UTC, so that two people in two places read the same. */
final class UtcTime {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT);

    private UtcTime() {}

    /** For people, to the second. */
    static String text(OffsetDateTime at) {
        return endless(at) ? endlessWord(at) : SECONDS.format(at.withOffsetSameInstant(ZoneOffset.UTC));
    }

    /** ISO 8601, as exactly as it is known. */
    static String iso(OffsetDateTime at) {
        return endless(at) ? endlessWord(at) : DateTimeFormatter.ISO_INSTANT.format(at);
    }

    /** PostgreSQL's infinity, which a person may have written and which has no counterpart in UTC. */
    private static boolean endless(OffsetDateTime at) {
        return Math.abs(at.getLong(ChronoField.YEAR)) > 900_000_000;
    }

    private static String endlessWord(OffsetDateTime at) {
        return at.getYear() < 0 ? "-infinity" : "infinity";
    }
}
