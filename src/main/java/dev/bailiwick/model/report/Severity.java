package dev.bailiwick.model.report;

import java.util.Locale;

/** How much a lint rule's finding weighs. */
public enum Severity {
    /** Stops {@code lint} and {@code validate}. */
    ERROR,
    /** Is reported. */
    WARN,
    /** Is not looked for. */
    OFF;

    /** As {@code domain.properties} writes it. */
    public static Severity of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
