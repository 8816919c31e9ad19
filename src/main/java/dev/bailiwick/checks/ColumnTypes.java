package dev.bailiwick.checks;

import dev.bailiwick.script.scan.StatementWords;
import dev.bailiwick.script.scan.StatementWords.Item;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of columns, as far as the files say, and which changes of one leave the rows as they are. */
final class ColumnTypes {
    private static final Pattern SIZED = Pattern.compile("(varchar|numeric|varbit)\\((\\d+)(?:,(-?\\d+))?\\)");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("int2", "smallint"),
            Map.entry("serial", "integer"),
            Map.entry("bigserial", "bigint"),
            Map.entry("smallserial", "smallint"),
            Map.entry("bool", "boolean"),
            Map.entry("decimal", "numeric"),
            Map.entry("float8", "double precision"),
            Map.entry("float4", "real"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"),
            Map.entry("character varying", "varchar"),
            Map.entry("character", "char"),
            Map.entry("bpchar", "char"));

    /** What stands after a column's type. */
    private static final Set<String> ENDS = Set.of(
            "using",
            "collate",
            "not",
            "null",
            "default",
            "primary",
            "unique",
            "references",
            "check",
            "constraint",
            "generated");

    private static final String CATALOG = "pg_catalog.";

    private final Map<String, String> types = new HashMap<>();

    void put(String table, String column, String type) {
        types.put(table + "." + column, type);
    }

    /** Null where no file says it. */
    @Nullable
    String of(String table, String column) {
        return types.get(table + "." + column);
    }

    /** The type that stands from a position to before another, in one spelling; what follows a type is left out. */
    static String read(StatementWords words, Item item) {
        StringBuilder type = new StringBuilder();
        for (int i = item.from(); i < item.to(); i++) {
            String word = words.lower(i);
            if (words.word(i) && ENDS.contains(word)) {
                break;
            }
            boolean apart = !type.isEmpty() && words.word(i) && words.word(i - 1);
            type.append(apart ? " " : "").append(word);
        }
        String whole = type.toString();
        int open = whole.indexOf('(');
        int close = whole.lastIndexOf(')');
        String size = open >= 0 && close > open ? whole.substring(open, close + 1) : "";
        String name = size.isEmpty() ? whole : whole.substring(0, open) + whole.substring(close + 1);
        String array = name.endsWith("[]") ? "[]" : "";
        name = name.substring(name.startsWith(CATALOG) ? CATALOG.length() : 0, name.length() - array.length());
        return NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name) + size + array;
    }

    /** Whether PostgreSQL neither writes nor reads the rows for this change (ALTER TABLE, Notes). */
    static boolean keepsRows(@Nullable String was, String is) {
        if (was == null) {
            // Most columns of text were text or varchar before.
            return is.equals("text") || is.equals("varchar");
        }
        if (was.equals(is)) {
            return true;
        }
        boolean fromText = was.equals("text") || was.startsWith("varchar");
        if (fromText && (is.equals("text") || is.equals("varchar"))) {
            return true;
        }
        Matcher old = SIZED.matcher(was);
        Matcher wide = SIZED.matcher(is);
        if (!old.matches()) {
            return false;
        }
        if (is.equals(old.group(1))) {
            return true;
        }
        return wide.matches()
                && wide.group(1).equals(old.group(1))
                && String.valueOf(wide.group(3)).equals(String.valueOf(old.group(3)))
                && Long.parseLong(wide.group(2)) >= Long.parseLong(old.group(2));
    }
}
