package dev.bailiwick.files.scaffold;

import dev.bailiwick.files.read.Identifier;
import dev.bailiwick.model.failure.BailiwickException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of a new file: a template with the names of its subject, quoted where PostgreSQL wants that. */
final class NewFileText {
    private final String schema;
    private final NewFileSubject subject;
    private final @Nullable String stamp;

    /** @param stamp the function that stamps updated_at, with its schema; null where the domain can use none */
    NewFileText(String schema, NewFileSubject subject, @Nullable String stamp) {
        this.schema = schema;
        this.subject = subject;
        this.stamp = stamp;
    }

    /** The first migration of a domain. */
    static String ofStamp(String schema) {
        return NewFileTemplate.resource("stamp").replace("{schema}", quoted(schema));
    }

    /** @param name of the file, for its first line */
    String text(String name) {
        if (subject.template() != NewFileTemplate.EMPTY && subject.object().length() > Identifier.LONGEST) {
            throw BailiwickException.usage(
                    subject.object() + " is too long: PostgreSQL cuts names at " + Identifier.LONGEST + " bytes",
                    "a shorter name, or --template empty");
        }
        Map<String, String> values = values(name);
        List<String> lines = new ArrayList<>();
        for (String line : subject.template().text().lines().toList()) {
            if (!line.contains("{?stamp}") || stamp != null) {
                lines.add(filled(line.replace("{?stamp}", ""), values));
            }
        }
        return String.join("\n", aligned(lines)) + "\n";
    }

    private Map<String, String> values(String name) {
        String object = subject.object();
        String qualified = quoted(schema) + "." + quoted(object);
        List<String> columns = List.of(subject.member().split("_and_", -1));
        String index = derived(object, columns, "idx");
        Map<String, String> values = new LinkedHashMap<>();
        values.put("title", title(name));
        values.put("schema", quoted(schema));
        for (String thing : List.of("table", "type", "view", "function")) {
            values.put(thing, qualified);
        }
        values.put("id", quoted(cut(singular(object), "_id")));
        values.put("pkey", derived(object, List.of(), "pkey"));
        values.put("key", derived(object, List.of("code"), "key"));
        values.put("trigger", derived(object, List.of(), "set_updated_at"));
        values.put("stamp", stamp == null ? "" : stamp);
        values.put("column", quoted(subject.member()));
        values.put("columnType", type(subject.member()));
        values.put("columns", columns.stream().map(NewFileText::quoted).collect(Collectors.joining(", ")));
        values.put("index", index);
        values.put("qualifiedIndex", quoted(schema) + "." + index);
        values.put("drop", drop());
        return values;
    }

    private static String filled(String line, Map<String, String> values) {
        String filled = line;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    /** Puts what stands after a ~ into one column. */
    private static List<String> aligned(List<String> lines) {
        int width = lines.stream().mapToInt(line -> line.indexOf(" ~")).max().orElse(0);
        return lines.stream()
                .map(line -> {
                    int at = line.indexOf(" ~");
                    return at < 0 ? line : line.substring(0, at) + " ".repeat(width - at + 2) + line.substring(at + 2);
                })
                .toList();
    }

    private String drop() {
        String object = subject.object();
        if (!subject.member().isEmpty()) {
            return "ALTER TABLE " + quoted(schema) + "." + quoted(object) + "\n    DROP COLUMN "
                    + quoted(subject.member());
        }
        for (String kind : List.of("view", "function", "index", "enum", "type")) {
            if (object.endsWith("_" + kind)) {
                String named = object.substring(0, object.length() - kind.length() - 1);
                String view = kind.equals("view") && !named.startsWith("v_") ? "v_" + named : named;
                return "DROP " + (kind.equals("enum") ? "TYPE" : kind.toUpperCase(Locale.ROOT)) + " " + quoted(schema)
                        + "." + quoted(view);
            }
        }
        String kind = object.startsWith("v_") ? "VIEW" : object.endsWith("_idx") ? "INDEX" : "TABLE";
        return "DROP " + kind + " " + quoted(schema) + "." + quoted(object);
    }

    /** The likeliest type of a column of this name, such that a table with rows takes it. */
    private static String type(String column) {
        if (column.startsWith("is_") || column.startsWith("has_")) {
            return "boolean NOT NULL DEFAULT false";
        }
        return Stream.of("_id bigint", "_at timestamptz", "_on date", "_count integer")
                .map(type -> type.split(" ", 2))
                .filter(type -> column.endsWith(type[0]))
                .map(type -> type[1])
                .findFirst()
                .orElse("text");
    }

    /** The name of what belongs to a table, as PostgreSQL itself would make it: of a long one the table's part is cut. */
    private static String derived(String table, List<String> columns, String suffix) {
        String rest = Stream.concat(columns.stream(), Stream.of(suffix)).collect(Collectors.joining("_", "_", ""));
        return quoted(rest.length() >= Identifier.LONGEST ? cut(table + rest, "") : cut(table, rest));
    }

    private static String cut(String name, String suffix) {
        return name.substring(0, Math.min(name.length(), Identifier.LONGEST - suffix.length())) + suffix;
    }

    private static String quoted(String name) {
        return Identifier.problem(name) == null ? name : '"' + name + '"';
    }

    private static String singular(String plural) {
        if (plural.endsWith("ies") && !plural.endsWith("series")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        if (plural.matches(".*(ss|sh|ch|x|status)es")) {
            return plural.substring(0, plural.length() - 2);
        }
        boolean one = plural.matches(".*(ss|us|is|series)|[^s]*") || !plural.endsWith("s");
        return one ? plural : plural.substring(0, plural.length() - 1);
    }

    /** The thing itself where one is made; else what is done. */
    private String title(String name) {
        boolean thing = List.of(
                        NewFileTemplate.TABLE, NewFileTemplate.ENUM, NewFileTemplate.VIEW, NewFileTemplate.FUNCTION)
                .contains(subject.template());
        String words = (thing ? subject.object().replaceFirst("^v_(?=.)", "") : name).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
