package dev.bailiwick.model.catalog;

import java.util.List;
import java.util.stream.Stream;

/**
 * How an object differs between two descriptions.
 *
 * @param object such as {@code table inventory.drugs}
 * @param kind whether it is there on both sides
 * @param lines begin with {@code +} for what came, {@code -} for what went, {@code @@} or a blank for what stands around
 *     it
 */
public record CatalogChange(String object, Kind kind, List<String> lines) {

    /** Whether the object is there on both sides. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        /** Its columns are the same, in another order: SQL can't bring a column back to its place. */
        REORDERED
    }

    public CatalogChange {
        lines = List.copyOf(lines);
    }

    /** Whether any of these counts as a difference. */
    public static boolean differ(List<CatalogChange> changes) {
        return changes.stream().anyMatch(CatalogChange::differs);
    }

    /** Those that count as differences, each object in a line of its own before its lines. */
    public static List<String> listed(List<CatalogChange> changes) {
        return changes.stream()
                .filter(CatalogChange::differs)
                .flatMap(change -> Stream.concat(Stream.of(change.object()), change.lines().stream()))
                .toList();
    }

    /** Whether it counts as a difference. */
    public boolean differs() {
        return kind != Kind.REORDERED;
    }
}
