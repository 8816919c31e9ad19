package dev.bailiwick.checks;

import dev.bailiwick.checks.LintFile.Said;
import dev.bailiwick.checks.LintRule.Sink;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.script.scan.StatementWords;
import dev.bailiwick.script.scan.StatementWords.Item;
import java.util.List;
import java.util.Set;

/** Rules about statements that keep others waiting, or write a whole table anew. */
final class LockRules {
    /** Functions whose value differs from row to row, so that a column with such a default has to be written at once. */
    private static final Set<String> VOLATILE = Set.of(
            "random",
            "gen_random_uuid",
            "uuidv4",
            "uuidv7",
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "clock_timestamp",
            "timeofday",
            "nextval",
            "txid_current",
            "pg_current_xact_id");

    static final List<LintRule> RULES = List.of(
            new LintRule(
                    "index-not-concurrently",
                    Severity.WARN,
                    "CREATE INDEX on a table that is in use keeps everybody waiting who writes it, for as long as the build"
                            + " takes. CONCURRENTLY keeps nobody waiting, and needs a file of its own outside a transaction.",
                    LockRules::index),
            new LintRule(
                    "constraint-not-valid",
                    Severity.WARN,
                    "A CHECK or FOREIGN KEY on a table that has rows reads all of them while nobody can write. NOT VALID only"
                            + " looks at new rows; VALIDATE CONSTRAINT reads the old ones later, and keeps nobody waiting.",
                    LockRules::constraint),
            new LintRule(
                    "set-not-null",
                    Severity.WARN,
                    "SET NOT NULL reads the whole table while nobody can read or write it, unless a valid CHECK (… IS NOT NULL)"
                            + " proves it already. A new column that is NOT NULL without a default fails where there are rows.",
                    LockRules::notNull),
            new LintRule(
                    "volatile-default",
                    Severity.WARN,
                    "A new column whose default differs from row to row makes PostgreSQL write the whole table anew, while"
                            + " nobody can read it. A constant, or now(), costs nothing.",
                    LockRules::volatileDefault),
            new LintRule(
                    "type-change",
                    Severity.WARN,
                    "Most changes of a column's type write the whole table and its indexes anew, while nobody can read it.",
                    LockRules::type));

    private LockRules() {}

    private static void index(LintFile file, Sink found) {
        if (!file.inTransaction()) {
            return;
        }
        for (Said said : file.up()) {
            StatementWords words = said.words();
            boolean unique = words.is(0, "create", "unique", "index");
            if (!unique && !words.is(0, "create", "index")) {
                continue;
            }
            int on = words.find(2, "on");
            TableName table = words.name(words.is(on + 1, "only") ? on + 2 : on + 1);
            int index = unique ? 2 : 1;
            if (table != null && !words.is(index + 1, "concurrently") && file.existed(table)) {
                found.add(
                        words.offset(0),
                        "CREATE INDEX keeps writers of " + file.qualified(table) + " waiting",
                        "in a file of its own with -- migrate:up transaction:false: CREATE " + (unique ? "UNIQUE " : "")
                                + "INDEX CONCURRENTLY " + words.text(index + 1, words.size()) + ";");
            }
        }
    }

    private static void constraint(LintFile file, Sink found) {
        file.alterations((said, name, action) -> {
            StatementWords words = said.words();
            if (words.is(action.from(), "add") && added(words, action)) {
                String table = file.qualified(name);
                String constraint = words.is(action.from() + 1, "constraint") ? words.text(action.from() + 2) : "NAME";
                found.add(
                        words.offset(action.from()),
                        "all rows of " + table + " are read while nobody can write it",
                        "ALTER TABLE " + table + " " + words.text(action.from(), action.to())
                                + " NOT VALID; and in the next file: ALTER TABLE " + table + " VALIDATE CONSTRAINT "
                                + constraint + ";");
            }
        });
    }

    private static boolean added(StatementWords words, Item action) {
        int i = action.from() + 1;
        i += words.is(i, "constraint") ? 2 : 0;
        boolean proves = words.is(i, "check") || words.is(i, "foreign", "key");
        for (int j = i; j < action.to(); j++) {
            proves &= !words.is(j, "not", "valid");
        }
        return proves;
    }

    private static void notNull(LintFile file, Sink found) {
        file.alterations((said, altered, action) -> {
            StatementWords words = said.words();
            Item element = DdlReader.element(words, action);
            int column = element.from();
            String name = words.text(column);
            String table = file.qualified(altered);
            if (words.is(action.from(), "alter")
                    && words.is(column + 1, "set", "not", "null")
                    && !file.validates(altered)) {
                found.add(
                        words.offset(action.from()),
                        "all rows of " + table + " are read while nobody can read or write it",
                        "ALTER TABLE " + table + " ADD CONSTRAINT " + name + "_not_null CHECK (" + name
                                + " IS NOT NULL) NOT VALID; then VALIDATE CONSTRAINT in a file of its own; then SET NOT NULL,"
                                + " and DROP CONSTRAINT");
            }
            if (words.is(action.from(), "add") && !DdlReader.constraint(words, element)) {
                boolean required = false;
                boolean filled = false;
                for (int i = column; i < action.to(); i++) {
                    required |= words.is(i, "not", "null") || words.is(i, "primary", "key");
                    filled |= words.isAny(i, "default", "generated", "serial", "bigserial", "smallserial");
                }
                if (required && !filled) {
                    found.add(
                            words.offset(action.from()),
                            "column " + name + " is NOT NULL without a default: this fails where " + table
                                    + " has rows",
                            "give it a DEFAULT, or add it without NOT NULL, fill it, and set NOT NULL later");
                }
            }
        });
    }

    private static void volatileDefault(LintFile file, Sink found) {
        file.alterations((said, table, action) -> {
            StatementWords words = said.words();
            int from = words.find(action.from(), action.to(), "default");
            if (!words.is(action.from(), "add") || from < 0) {
                return;
            }
            for (int i = from + 1; i < action.to(); i++) {
                if (words.symbol(i + 1, '(') && VOLATILE.contains(words.lower(i))) {
                    String column = words.text(DdlReader.element(words, action).from());
                    found.add(
                            words.offset(i),
                            "all rows of " + file.qualified(table) + " are written anew: " + words.text(i)
                                    + "() differs from row to row",
                            "ADD " + column + " without a default; then ALTER " + column + " SET DEFAULT "
                                    + words.text(i) + "() for new rows; then fill the old ones in small steps");
                    return;
                }
            }
        });
    }

    private static void type(LintFile file, Sink found) {
        ColumnTypes here = new ColumnTypes();
        file.alterations((said, table, action) -> {
            StatementWords words = said.words();
            int column = DdlReader.element(words, action).from();
            int type = words.is(column + 1, "set", "data", "type") ? column + 4 : column + 2;
            if (!words.is(action.from(), "alter") || !words.is(type - 1, "type")) {
                return;
            }
            TableName name = words.name(column);
            String of = name == null ? "" : name.name();
            String before = here.of(file.qualified(table), of);
            String was = before == null ? file.known().types().of(file.qualified(table), of) : before;
            String is = ColumnTypes.read(words, new Item(type, action.to()));
            here.put(file.qualified(table), of, is);
            boolean keeps = ColumnTypes.keepsRows(was, is)
                    && words.find(type, action.to(), "collate") < 0
                    && plain(words, words.find(type, action.to(), "using"), of, is, action.to());
            if (!keeps) {
                found.add(
                        words.offset(action.from()),
                        "all rows of " + file.qualified(table) + " may be written anew while nobody can read it",
                        "see what it costs: bailiwick rehearse " + file.domain().name()
                                + "; or add a column of the new type, fill it in small steps, and change over");
            }
        });
    }

    /** Whether there is no USING, or one that is only the column, with or without its cast to the new type. */
    private static boolean plain(StatementWords words, int using, String column, String type, int to) {
        if (using < 0) {
            return true;
        }
        TableName name = words.name(using + 1);
        boolean same = name != null && name.name().equals(column);
        boolean cast = words.symbol(using + 2, ':') && words.symbol(using + 3, ':');
        return same
                && (using + 2 >= to
                        || (cast
                                && ColumnTypes.read(words, new Item(using + 4, to))
                                        .equals(type)));
    }
}
