package dev.bailiwick.checks;

import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.catalog.CatalogChange.Kind;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.catalog.CatalogLine;
import dev.bailiwick.plan.FileDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds how two descriptions of the catalog differ, object by object. */
public final class CatalogComparison {
    private final Map<String, Map<String, List<String>>> before;
    private final Map<String, Map<String, List<String>>> after;

    private CatalogComparison(CatalogDescription before, CatalogDescription after) {
        this.before = byObject(before);
        this.after = byObject(after);
    }

    /** What changed from one to the other, sorted by object; empty where they are equal. */
    public static List<CatalogChange> of(CatalogDescription before, CatalogDescription after) {
        return before.equals(after) ? List.of() : new CatalogComparison(before, after).changes();
    }

    private static Map<String, Map<String, List<String>>> byObject(CatalogDescription description) {
        Map<String, Map<String, List<String>>> objects = new TreeMap<>();
        for (CatalogLine line : description.lines()) {
            objects.computeIfAbsent(line.object(), object -> new LinkedHashMap<>())
                    .computeIfAbsent(line.part(), part -> new ArrayList<>())
                    .add(line.definition());
        }
        return objects;
    }

    private List<CatalogChange> changes() {
        TreeSet<String> objects = new TreeSet<>(before.keySet());
        objects.addAll(after.keySet());
        List<CatalogChange> changes = new ArrayList<>();
        for (String object : objects) {
            Map<String, List<String>> was = before.getOrDefault(object, Map.of());
            Map<String, List<String>> is = after.getOrDefault(object, Map.of());
            if (!was.equals(is)) {
                changes.add(change(object, was, is));
            }
        }
        return changes;
    }

    private CatalogChange change(String object, Map<String, List<String>> was, Map<String, List<String>> is) {
        if (was.isEmpty()) {
            return new CatalogChange(object, Kind.ADDED, all("+", is));
        }
        if (is.isEmpty()) {
            return new CatalogChange(object, Kind.REMOVED, all("-", was));
        }
        List<String> lines = new ArrayList<>();
        TreeSet<String> parts = new TreeSet<>(was.keySet());
        parts.addAll(is.keySet());
        parts.remove(CatalogLine.ORDER);
        for (String part : parts) {
            lines.addAll(lines(was.getOrDefault(part, List.of()), is.getOrDefault(part, List.of())));
        }
        if (lines.isEmpty()) {
            lines.addAll(lines(
                    was.getOrDefault(CatalogLine.ORDER, List.of()), is.getOrDefault(CatalogLine.ORDER, List.of())));
            return new CatalogChange(object, Kind.REORDERED, lines);
        }
        return new CatalogChange(object, Kind.CHANGED, lines);
    }

    private static List<String> all(String sign, Map<String, List<String>> parts) {
        return parts.entrySet().stream()
                .filter(part -> !part.getKey().equals(CatalogLine.ORDER))
                .flatMap(part -> part.getValue().stream())
                .flatMap(String::lines)
                .map(line -> sign + " " + line)
                .toList();
    }

    private static List<String> lines(List<String> was, List<String> is) {
        if (was.size() == 1 && is.size() == 1 && !was.equals(is) && (was.get(0) + is.get(0)).contains("\n")) {
            return FileDiff.between(was.get(0), is.get(0));
        }
        List<String> lines = new ArrayList<>();
        was.stream().filter(line -> !is.contains(line)).forEach(line -> lines.addAll(signed("- ", line)));
        is.stream().filter(line -> !was.contains(line)).forEach(line -> lines.addAll(signed("+ ", line)));
        return lines;
    }

    private static List<String> signed(String sign, String definition) {
        return Arrays.stream(definition.split("\n", -1))
                .map(line -> sign + line)
                .toList();
    }
}
