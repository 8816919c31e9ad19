package dev.bailiwick.render;

import dev.bailiwick.model.catalog.CatalogChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows differences between two descriptions of the catalog as a diff of SQL-like lines. */
final class CatalogText {
    /** How many lines of an object that came or went as a whole are shown; all of them are in JSON. */
    private static final int SHOWN = 12;

    private CatalogText() {}

    static String of(List<CatalogChange> changes, TextStyle style) {
        StringBuilder text = new StringBuilder();
        for (CatalogChange change : changes) {
            text.append("  ")
                    .append(Terminal.line(change.object()))
                    .append(word(change))
                    .append('\n');
            boolean whole = change.kind() == CatalogChange.Kind.ADDED || change.kind() == CatalogChange.Kind.REMOVED;
            List<String> lines = change.lines();
            int shown = whole ? Math.min(SHOWN, lines.size()) : lines.size();
            lines.subList(0, shown)
                    .forEach(line ->
                            text.append("    ").append(Diff.line(line, style)).append('\n'));
            if (shown < lines.size()) {
                text.append("    ")
                        .append(style.ellipsis())
                        .append(" and ")
                        .append(CountText.of(lines.size() - (long) shown, "more line"))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String word(CatalogChange change) {
        return switch (change.kind()) {
            case ADDED -> " (new)";
            case REMOVED -> " (gone)";
            case CHANGED -> "";
            case REORDERED -> " (the same columns in another order)";
        };
    }

    static List<Map<String, Object>> facts(List<CatalogChange> changes) {
        return changes.stream().map(CatalogText::fact).toList();
    }

    private static Map<String, Object> fact(CatalogChange change) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("object", change.object());
        fact.put("change", change.kind().name().toLowerCase(Locale.ROOT));
        fact.put("lines", change.lines());
        return fact;
    }
}
