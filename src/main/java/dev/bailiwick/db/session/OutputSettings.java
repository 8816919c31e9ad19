package dev.bailiwick.db.session;

/**
 * Settings under which values and definitions are written as text, for this transaction: what is compared with what was
 * written at another time must not depend on what a role, a database or a session has set.
 */
public final class OutputSettings {
    public static final String FIXED = """
            SET LOCAL search_path = pg_catalog;
            SET LOCAL quote_all_identifiers = off;
            SET LOCAL DateStyle = 'ISO, MDY';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 1;
            SET LOCAL lc_monetary = 'C';
            SET LOCAL xmloption = 'content';
            """;

    private OutputSettings() {}
}
