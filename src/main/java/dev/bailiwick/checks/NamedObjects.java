package dev.bailiwick.checks;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.NamedObject;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.StatementWords;
import dev.bailiwick.script.scan.StatementWords.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a section which objects it makes and which it takes away, by name. What a DO block or a function does, and what
 * brings no name of its own, is not seen.
 *
 * @param made in the order of the statements; without what the same section drops again
 * @param gone dropped, renamed or moved
 */
public record NamedObjects(List<NamedObject> made, List<NamedObject> gone) {
    private static final List<String> IN_NO_SCHEMA =
            List.of("schema", "extension", "role", "publication", "database", "event trigger", "subscription");

    public NamedObjects {
        made = List.copyOf(made);
        gone = List.copyOf(gone);
    }

    /** Reads a section of a domain's file. */
    public static NamedObjects of(Text text, Section section, Domain domain) {
        Reading reading = new Reading();
        for (Statement statement : section.sent()) {
            if (statement.kind() == Statement.Kind.SQL) {
                reading.read(StatementWords.of(text, statement));
            }
        }
        String schema = reading.otherPath ? null : domain.schema();
        List<NamedObject> gone =
                reading.gone.stream().map(object -> resolved(object, schema)).toList();
        List<NamedObject> made = new ArrayList<>();
        reading.made.stream()
                .map(object -> resolved(object, schema))
                .filter(object -> gone.stream().noneMatch(object::same))
                .forEach(made::add);
        return new NamedObjects(made, gone);
    }

    private static NamedObject resolved(NamedObject object, @Nullable String schema) {
        boolean own = object.schema() != null || object.on() != null || IN_NO_SCHEMA.contains(object.kind());
        return own ? object : new NamedObject(object.kind(), schema, object.name(), object.on(), object.arguments());
    }

    private static final class Reading {
        private final List<NamedObject> made = new ArrayList<>();
        private final List<NamedObject> gone = new ArrayList<>();
        private boolean otherPath;

        private void read(StatementWords words) {
            if (words.is(0, "create")) {
                create(words);
            } else if (words.is(0, "drop")) {
                drop(words);
            } else if (words.is(0, "alter", "table")) {
                alterTable(words);
            } else if (words.is(0, "alter", "type") && words.find(2, "add") > 0) {
                addValue(words);
            } else if (words.is(0, "alter")) {
                renamed(words, words.is(1, "materialized", "view") ? "materialized view" : words.lower(1));
            } else if (words.is(0, "set") || words.is(0, "select")) {
                otherPath |= words.find(1, words.is(0, "set") ? "search_path" : "set_config") > 0;
            }
        }

        private void create(StatementWords words) {
            if (words.isAny(1, "database", "user", "group", "event", "subscription") && !words.is(2, "mapping")) {
                TableName name = words.name(words.is(1, "event") ? 3 : 2);
                String kind = words.is(1, "event")
                        ? "event trigger"
                        : words.isAny(1, "user", "group") ? "role" : words.lower(1);
                if (name != null) {
                    made.add(new NamedObject(kind, null, name.name(), null, -1));
                }
                return;
            }
            if (words.is(1, "schema") && words.find(2, "authorization") == (words.is(2, "if") ? 5 : 2)) {
                TableName name = words.name(words.is(2, "if") ? 6 : 3);
                if (name != null) {
                    made.add(new NamedObject("schema", null, name.name(), null, -1));
                }
                return;
            }
            DdlReader.Made found = DdlReader.made(words);
            if (found == null) {
                return;
            }
            boolean index = found.kind().equals("index");
            TableName on = found.on();
            made.add(new NamedObject(
                    found.kind(),
                    index && on != null ? on.schema() : found.name().schema(),
                    found.name().name(),
                    index ? null : on,
                    arguments(words, found)));
            for (Item element : DdlReader.elements(words)) {
                TableName column = words.name(element.from());
                if (column != null && !DdlReader.constraint(words, element)) {
                    made.add(new NamedObject("column", null, column.name(), found.name(), -1));
                }
            }
        }

        private static int arguments(StatementWords words, DdlReader.Made found) {
            int open = words.after(found.at());
            boolean function = found.kind().equals("function") || found.kind().equals("procedure");
            return function && words.symbol(open, '(')
                    ? words.items(open + 1, words.closing(open)).size()
                    : -1;
        }

        private void drop(StatementWords words) {
            String kind = words.is(1, "materialized", "view")
                    ? "materialized view"
                    : words.is(1, "event", "trigger")
                            ? "event trigger"
                            : words.is(1, "foreign", "table") ? "table" : words.lower(1);
            int i = kind.contains(" ") || words.is(1, "foreign") ? 3 : 2;
            i += words.is(i, "concurrently") ? 1 : 0;
            i += words.is(i, "if", "exists") ? 2 : 0;
            for (Item item : words.items(i, words.size())) {
                TableName name = words.name(item.from());
                int on = words.find(item.from(), "on");
                TableName table = List.of("trigger", "policy", "rule").contains(kind) ? words.name(on + 1) : null;
                if (name != null) {
                    gone.add(new NamedObject(
                            kind.equals("user") || kind.equals("group") ? "role" : kind,
                            name.schema(),
                            name.name(),
                            table,
                            -1));
                }
            }
        }

        private void alterTable(StatementWords words) {
            TableName table = DdlReader.alteredTable(words);
            if (table == null) {
                return;
            }
            for (Item action : DdlReader.actions(words)) {
                int i = action.from();
                if (words.is(i, "add")) {
                    Item element = DdlReader.element(words, action);
                    boolean constraint = DdlReader.constraint(words, element);
                    TableName name = words.name(constraint ? element.from() + 1 : element.from());
                    if (name != null && (!constraint || words.is(element.from(), "constraint"))) {
                        made.add(new NamedObject(constraint ? "constraint" : "column", null, name.name(), table, -1));
                    }
                } else if (words.is(i, "drop", "column") || words.is(i, "drop", "constraint")) {
                    TableName name = words.name(words.is(i + 2, "if", "exists") ? i + 4 : i + 2);
                    if (name != null) {
                        gone.add(new NamedObject(words.lower(i + 1), null, name.name(), table, -1));
                    }
                } else if (words.is(i, "rename") && !words.isAny(i + 1, "to", "constraint")) {
                    int at = words.is(i + 1, "column") ? i + 2 : i + 1;
                    TableName from = words.name(at);
                    TableName to = words.name(at + 2);
                    if (from != null && to != null) {
                        gone.add(new NamedObject("column", null, from.name(), table, -1));
                        made.add(new NamedObject("column", null, to.name(), table, -1));
                    }
                }
            }
            renamed(words, "table");
        }

        /** ALTER … RENAME TO and ALTER … SET SCHEMA. */
        private void renamed(StatementWords words, String kind) {
            int at = kind.equals("materialized view") ? 3 : 2;
            at += words.is(at, "if", "exists") ? 2 : 0;
            at += words.is(at, "only") ? 1 : 0;
            TableName from = words.name(at);
            int rest = words.after(at);
            rest = words.symbol(rest, '(') ? words.closing(rest) + 1 : rest;
            TableName to = words.name(rest + 2);
            if (from == null || to == null) {
                return;
            }
            if (words.is(rest, "rename", "to")) {
                gone.add(new NamedObject(kind, from.schema(), from.name(), null, -1));
                made.add(new NamedObject(kind, from.schema(), to.name(), null, -1));
            } else if (words.is(rest, "set", "schema")) {
                gone.add(new NamedObject(kind, from.schema(), from.name(), null, -1));
                made.add(new NamedObject(kind, to.name(), from.name(), null, -1));
            }
        }

        private void addValue(StatementWords words) {
            TableName type = words.name(2);
            int add = words.after(2);
            int at = words.is(add + 2, "if", "not", "exists") ? add + 5 : add + 2;
            if (type != null && words.is(add, "add", "value") && words.string(at)) {
                String text = words.text(at);
                made.add(new NamedObject(
                        "enum value", null, text.substring(1, text.length() - 1).replace("''", "'"), type, -1));
            }
        }
    }
}
