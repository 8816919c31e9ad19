package dev.bailiwick.checks;

import dev.bailiwick.model.script.TableName;
import dev.bailiwick.script.scan.StatementWords;
import dev.bailiwick.script.scan.StatementWords.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a statement what lint rules ask of it; what it doesn't understand, it passes over. */
final class DdlReader {
    private static final List<String> KINDS = List.of(
            "table",
            "view",
            "materialized view",
            "index",
            "sequence",
            "type",
            "domain",
            "function",
            "procedure",
            "aggregate",
            "trigger",
            "policy",
            "schema",
            "extension",
            "role",
            "publication",
            "statistics",
            "rule",
            "collation");

    private static final Pattern PLAIN = Pattern.compile("[\\p{Ll}_][\\p{Ll}\\p{Lo}\\p{N}_$]*");

    /** SQL Key Words, Appendix C: what PostgreSQL reserves. */
    private static final Set<String> RESERVED =
            Set.of(("all analyse analyze and any array as asc asymmetric both case cast"
                            + " check collate column constraint create current_catalog current_date current_role current_time"
                            + " current_timestamp current_user default deferrable desc distinct do else end except false fetch for"
                            + " foreign from grant group having in initially intersect into lateral leading limit localtime"
                            + " localtimestamp not null offset on only or order placing primary references returning select"
                            + " session_user some symmetric system_user table then to trailing true union unique user using variadic"
                            + " when where window with")
                    .split(" "));

    private DdlReader() {}

    /**
     * An object that a statement makes.
     *
     * @param kind in small letters
     * @param on the table that it stands on; null where it stands by itself
     * @param at the position of its name
     */
    record Made(String kind, TableName name, @Nullable TableName on, int at) {}

    /** What a CREATE makes; null for all other statements, and for temporary tables. */
    static @Nullable Made made(StatementWords words) {
        if (!words.is(0, "create")) {
            return null;
        }
        int i = 1;
        i += words.is(i, "or", "replace") ? 2 : 0;
        while (words.isAny(
                i, "global", "local", "unlogged", "unique", "constraint", "recursive", "foreign", "event", "trusted")) {
            i++;
        }
        if (words.isAny(i, "temp", "temporary")) {
            return null;
        }
        String kind = words.is(i, "materialized", "view") ? "materialized view" : words.lower(i);
        if (!KINDS.contains(kind)) {
            return null;
        }
        i += kind.equals("materialized view") ? 2 : 1;
        i += words.is(i, "concurrently") ? 1 : 0;
        i += words.is(i, "if", "not", "exists") ? 3 : 0;
        if (kind.equals("index") && words.is(i, "on")) {
            return null;
        }
        TableName name = words.name(i);
        return name == null ? null : new Made(kind, name, on(words, kind, i), i);
    }

    /** The temporary table that a statement makes; null for all other statements. */
    static @Nullable TableName temporary(StatementWords words) {
        int i = words.isAny(1, "global", "local") ? 2 : 1;
        if (words.is(0, "create") && words.isAny(i, "temp", "temporary") && words.is(i + 1, "table")) {
            return words.name(words.is(i + 2, "if", "not", "exists") ? i + 5 : i + 2);
        }
        int into = words.is(0, "select") ? words.find(1, "into") : -1;
        return into > 0 && words.isAny(into + 1, "temp", "temporary")
                ? words.name(words.is(into + 2, "table") ? into + 3 : into + 2)
                : null;
    }

    private static @Nullable TableName on(StatementWords words, String kind, int name) {
        if (!List.of("index", "trigger", "policy", "rule").contains(kind)) {
            return null;
        }
        int on = words.find(name, kind.equals("rule") ? "to" : "on");
        return on < 0 ? null : words.name(words.is(on + 1, "only") ? on + 2 : on + 1);
    }

    /** The table that a CREATE TABLE makes; null for all other statements. */
    static @Nullable TableName createdTable(StatementWords words) {
        Made made = made(words);
        return made != null && made.kind().equals("table") ? made.name() : null;
    }

    /** The table of an ALTER TABLE; null for all other statements. */
    static @Nullable TableName alteredTable(StatementWords words) {
        return words.is(0, "alter", "table") ? words.name(alteredAt(words)) : null;
    }

    /** The table of which an ALTER TABLE validates a constraint; null for all other statements. */
    static @Nullable TableName validated(StatementWords words) {
        return words.find(3, "validate") > 0 ? alteredTable(words) : null;
    }

    private static int alteredAt(StatementWords words) {
        int i = 2;
        i += words.is(i, "if", "exists") ? 2 : 0;
        return i + (words.is(i, "only") ? 1 : 0);
    }

    /** The actions of an ALTER TABLE. */
    static List<Item> actions(StatementWords words) {
        return words.items(words.after(alteredAt(words)), words.size());
    }

    /** What an action of an ALTER TABLE adds or alters: a column or a constraint, without the words before it. */
    static Item element(StatementWords words, Item action) {
        int i = action.from() + 1;
        i += words.is(i, "column") ? 1 : 0;
        i += words.is(i, "if", "not", "exists") ? 3 : 0;
        return new Item(i, action.to());
    }

    /** Columns and constraints of a CREATE TABLE with a list of them. */
    static List<Item> elements(StatementWords words) {
        Made made = made(words);
        if (made == null || !made.kind().equals("table")) {
            return List.of();
        }
        int open = words.after(made.at());
        return words.symbol(open, '(') ? words.items(open + 1, words.closing(open)) : List.of();
    }

    /** Whether an element of a table is a constraint and no column. */
    static boolean constraint(StatementWords words, Item item) {
        return words.isAny(item.from(), "constraint", "primary", "unique", "foreign", "check", "exclude", "like");
    }

    /**
     * A foreign key.
     *
     * @param table that it stands on
     * @param columns that it consists of
     * @param onDelete whether it says what happens when the other row goes
     * @param notValid whether rows that are there already are not looked at
     * @param at the position of REFERENCES
     */
    record Key(TableName table, List<String> columns, TableName to, boolean onDelete, boolean notValid, int at) {}

    /** The foreign keys that a statement makes. */
    static List<Key> keys(StatementWords words) {
        List<Key> keys = new ArrayList<>();
        made(words, (table, item) -> key(words, table, item, keys));
        return keys;
    }

    /** Columns and constraints that a statement makes, with the table: of CREATE TABLE, and of each ADD of ALTER TABLE. */
    private static void made(StatementWords words, BiConsumer<TableName, Item> to) {
        TableName table = createdTable(words);
        if (table != null) {
            elements(words).forEach(item -> to.accept(table, item));
        }
        TableName altered = alteredTable(words);
        if (altered != null) {
            for (Item action : actions(words)) {
                if (words.is(action.from(), "add")) {
                    to.accept(altered, element(words, action));
                }
            }
        }
    }

    private static void key(StatementWords words, TableName table, Item item, List<Key> keys) {
        int references = words.find(item.from(), item.to(), "references");
        if (references < 0) {
            return;
        }
        TableName to = words.name(references + 1);
        if (to == null) {
            return;
        }
        int foreign = words.find(item.from(), references, "foreign");
        List<String> columns = foreign >= 0 && words.is(foreign, "foreign", "key")
                ? columns(words, foreign + 2)
                : List.of(columnName(words, item.from()));
        boolean onDelete = false;
        boolean notValid = false;
        for (int i = references; i < item.to(); i++) {
            onDelete |= words.is(i, "on", "delete");
            notValid |= words.is(i, "not", "valid");
        }
        keys.add(new Key(table, columns, to, onDelete, notValid, references));
    }

    private static String columnName(StatementWords words, int at) {
        TableName name = words.name(at);
        return name == null ? "" : name.name();
    }

    /** The names in a list in parentheses, up to the first that is no name. */
    static List<String> columns(StatementWords words, int open) {
        List<String> columns = new ArrayList<>();
        if (!words.symbol(open, '(')) {
            return columns;
        }
        for (Item item : words.items(open + 1, words.closing(open))) {
            TableName name = words.name(item.from());
            if (name == null) {
                break;
            }
            columns.add(name.name());
        }
        return columns;
    }

    /** Lists of columns that an index or a key that a statement makes begins with, with the table. */
    record Indexed(TableName table, List<String> columns) {}

    static List<Indexed> indexed(StatementWords words) {
        List<Indexed> found = new ArrayList<>();
        made(words, (table, item) -> indexed(words, table, item, found));
        if (words.is(0, "create") && words.find(1, "index") > 0 && words.find(1, "index") < 4) {
            int on = words.find(2, "on");
            int at = words.is(on + 1, "only") ? on + 2 : on + 1;
            TableName target = words.name(at);
            int open = words.after(at);
            open += words.is(open, "using") ? 2 : 0;
            if (target != null && words.find(open, "where") < 0) {
                found.add(new Indexed(target, columns(words, open)));
            }
        }
        return found;
    }

    private static void indexed(StatementWords words, TableName table, Item item, List<Indexed> found) {
        int i = item.from();
        i += words.is(i, "constraint") ? 2 : 0;
        if (words.is(i, "primary", "key") || words.is(i, "unique")) {
            int open = words.is(i, "primary") ? i + 2 : i + 1;
            if (words.symbol(open, '(')) {
                found.add(new Indexed(table, columns(words, open)));
            }
            return;
        }
        if (words.is(i, "exclude")) {
            found.add(new Indexed(table, columns(words, words.is(i + 1, "using") ? i + 3 : i + 1)));
            return;
        }
        if (constraint(words, new Item(i, item.to()))) {
            return;
        }
        for (int j = i + 1; j < item.to(); j++) {
            if (words.is(j, "primary", "key") || words.is(j, "unique")) {
                found.add(new Indexed(table, List.of(columnName(words, i))));
            }
        }
    }

    /** What a DROP names, of any kind. */
    static List<TableName> dropped(StatementWords words) {
        List<TableName> dropped = new ArrayList<>();
        if (!words.is(0, "drop")) {
            return dropped;
        }
        int i = words.is(1, "materialized", "view") ? 3 : 2;
        i += words.is(i, "concurrently") ? 1 : 0;
        i += words.is(i, "if", "exists") ? 2 : 0;
        for (Item item : words.items(i, words.size())) {
            TableName name = words.name(item.from());
            if (name != null) {
                dropped.add(name);
            }
        }
        return dropped;
    }

    /** The table whose rows a statement writes; null where it writes none. */
    static @Nullable TableName written(StatementWords words) {
        if (words.is(0, "insert", "into") || words.is(0, "delete", "from") || words.is(0, "merge", "into")) {
            return words.name(words.is(2, "only") ? 3 : 2);
        }
        if (words.is(0, "update")) {
            return words.name(words.is(1, "only") ? 2 : 1);
        }
        return words.is(0, "copy") && words.find(1, "from") > 0 ? words.name(1) : null;
    }

    /** A name as it has to be written: in quotes where PostgreSQL would read it as something else. */
    static String quoted(String name) {
        return plain(name) && !RESERVED.contains(name) ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static boolean plain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && (c < 'a' || c > 'z')) {
                return PLAIN.matcher(name).matches();
            }
        }
        return !name.isEmpty();
    }

    static String upper(String kind) {
        return kind.toUpperCase(Locale.ROOT);
    }
}
