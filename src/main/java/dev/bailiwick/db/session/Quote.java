package dev.bailiwick.db.session;

import org.jspecify.annotations.Nullable;

/** Identifiers and literals for SQL text that is sent without parameters. */
public final class Quote {
    private Quote() {}

    /** A quoted identifier (manual, "Identifiers and Key Words"). */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String qualified(String schema, String name) {
        return identifier(schema) + "." + identifier(name);
    }

    /**
     * An {@code E'…'} literal, which means the same whatever standard_conforming_strings says; NULL for null. There is no
     * dollar sign in it, so that it can stand in a block that dollar signs quote, whatever it holds.
     */
    public static String literal(@Nullable CharSequence value) {
        if (value == null) {
            return "NULL";
        }
        StringBuilder quoted = new StringBuilder(value.length() + 16).append("E'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\'', '\\' -> quoted.append(c).append(c);
                case '$' -> quoted.append("\\x24");
                default -> quoted.append(c);
            }
        }
        return quoted.append('\'').toString();
    }
}
