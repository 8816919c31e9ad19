package dev.bailiwick.checks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the files before one have made, as far as their text tells; names carry their schema. */
final class KnownObjects {
    private final Set<String> tables = new HashSet<>();
    private final Map<String, Set<List<String>>> indexes = new HashMap<>();

    private final Set<String> validated = new HashSet<>();

    private final Set<String> objects = new HashSet<>();
    private final ColumnTypes types = new ColumnTypes();

    private final Set<String> strangers = new HashSet<>();

    /** Schemas of domains that the file's domain may not refer to. */
    Set<String> strangers() {
        return strangers;
    }

    /** Tables of which a constraint was validated. */
    Set<String> validated() {
        return validated;
    }

    /** Objects with their kind, such as {@code trigger inventory.drugs.stamp}. */
    Set<String> objects() {
        return objects;
    }

    /** The types of columns. */
    ColumnTypes types() {
        return types;
    }

    Set<String> tables() {
        return tables;
    }

    /** Lists of columns that an index or a key of a table begins with. */
    Set<List<String>> indexes(String table) {
        return indexes.computeIfAbsent(table, name -> new HashSet<>());
    }
}
