package dev.bailiwick.checks;

import dev.bailiwick.checks.DdlReader.Made;
import dev.bailiwick.checks.LintFile.Said;
import dev.bailiwick.checks.LintRule.Sink;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.script.scan.StatementWords;
import dev.bailiwick.script.scan.StatementWords.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules about how tables and types are shaped. */
final class ShapeRules {
    static final List<LintRule> RULES = List.of(
            new LintRule(
                    "fk-without-index",
                    Severity.WARN,
                    "A foreign key without an index on its columns makes each DELETE and UPDATE of the other table read all of"
                            + " this one, row by row of theirs.",
                    ShapeRules::keyIndex),
            new LintRule(
                    "fk-without-on-delete",
                    Severity.WARN,
                    "What happens to these rows when the row that they refer to goes should be somebody's decision, written"
                            + " down: RESTRICT, CASCADE or SET NULL.",
                    ShapeRules::onDelete),
            new LintRule(
                    "timestamp-without-time-zone",
                    Severity.WARN,
                    "timestamp without time zone is a wall clock of which nobody knows where it hangs: two sites, or one in"
                            + " another season, can't compare their values.",
                    ShapeRules::timestamp),
            new LintRule(
                    "serial",
                    Severity.WARN,
                    "serial is a default that anybody may overwrite, with a sequence whose privileges and owner go their own"
                            + " way. An identity column is the standard's way, and belongs to its table.",
                    ShapeRules::serial),
            new LintRule(
                    "missing-comment",
                    Severity.WARN,
                    "In ten years somebody looks at the table with \\d+ and has nobody to ask.",
                    ShapeRules::comment),
            new LintRule(
                    "enum-without-documentation",
                    Severity.WARN,
                    "The values of an enum are words that mean something to whoever chose them: COMMENT ON TYPE tells all"
                            + " others.",
                    ShapeRules::enumComment),
            new LintRule(
                    "enum-value-in-use",
                    Severity.ERROR,
                    "A value that ALTER TYPE … ADD VALUE adds can't be used before that is committed (SQLSTATE 55P04): the"
                            + " file would fail.",
                    ShapeRules::enumValue));

    private ShapeRules() {}

    private static void keyIndex(LintFile file, Sink found) {
        for (Said said : file.up()) {
            for (DdlReader.Key key : DdlReader.keys(said.words())) {
                String table = file.qualified(key.table());
                boolean indexed = file.known().indexes(table).stream()
                        .anyMatch(columns -> columns.size() >= key.columns().size()
                                && columns.subList(0, key.columns().size()).containsAll(key.columns()));
                if (!indexed && !key.columns().contains("")) {
                    String columns =
                            key.columns().stream().map(DdlReader::quoted).collect(Collectors.joining(", "));
                    found.add(
                            said.words().offset(key.at()),
                            "no index of " + table + " begins with " + columns + ", by which it refers to "
                                    + file.qualified(key.to()),
                            "CREATE INDEX "
                                    + DdlReader.quoted(
                                            key.table().name() + "_" + String.join("_", key.columns()) + "_idx")
                                    + " ON "
                                    + table + " (" + columns + ");");
                }
            }
        }
    }

    private static void onDelete(LintFile file, Sink found) {
        for (Said said : file.up()) {
            for (DdlReader.Key key : DdlReader.keys(said.words())) {
                if (!key.onDelete()) {
                    found.add(
                            said.words().offset(key.at()),
                            "nothing says what becomes of rows of " + file.qualified(key.table())
                                    + " when their row of " + file.qualified(key.to()) + " is deleted",
                            "REFERENCES " + file.qualified(key.to()) + " … ON DELETE RESTRICT (or CASCADE, SET NULL)");
                }
            }
        }
    }

    /** The columns that a statement makes: of a new table, or of one that gets more. */
    static List<Item> columns(StatementWords words) {
        List<Item> columns = new ArrayList<>();
        for (Item item : DdlReader.elements(words)) {
            if (!DdlReader.constraint(words, item)) {
                columns.add(item);
            }
        }
        if (DdlReader.alteredTable(words) != null) {
            for (Item action : DdlReader.actions(words)) {
                Item column = DdlReader.element(words, action);
                if (words.is(action.from(), "add") && !DdlReader.constraint(words, column)) {
                    columns.add(column);
                }
            }
        }
        return columns;
    }

    private static void timestamp(LintFile file, Sink found) {
        for (Said said : file.up()) {
            StatementWords words = said.words();
            for (Item column : columns(words)) {
                int type = column.from() + 1;
                int after = words.symbol(type + 1, '(') ? words.closing(type + 1) + 1 : type + 1;
                if (words.is(type, "timestamp") && !words.is(after, "with", "time", "zone")) {
                    found.add(
                            words.offset(type),
                            "column " + words.text(column.from()) + " is a timestamp without time zone",
                            words.text(column.from()) + " timestamptz");
                }
            }
        }
    }

    private static void serial(LintFile file, Sink found) {
        for (Said said : file.up()) {
            StatementWords words = said.words();
            for (Item column : columns(words)) {
                int type = column.from() + 1;
                if (words.isAny(type, "serial", "bigserial", "smallserial", "serial4", "serial8", "serial2")) {
                    String name = words.lower(type);
                    String whole = name.contains("big") || name.endsWith("8")
                            ? "bigint"
                            : name.contains("small") || name.endsWith("2") ? "smallint" : "integer";
                    found.add(
                            words.offset(type),
                            "column " + words.text(column.from()) + " is a " + name,
                            words.text(column.from()) + " " + whole + " GENERATED ALWAYS AS IDENTITY");
                }
            }
        }
    }

    private static void comment(LintFile file, Sink found) {
        for (Said said : file.up()) {
            Made made = said.made();
            if (made != null
                    && made.kind().equals("table")
                    && said.words().find(made.at(), "partition") != said.words().after(made.at())
                    && !file.comments("table", made.name())) {
                found.add(
                        said.words().offset(made.at()),
                        "table " + file.qualified(made.name()) + " has no comment",
                        "COMMENT ON TABLE " + file.qualified(made.name()) + " IS '…';");
            }
        }
    }

    private static void enumComment(LintFile file, Sink found) {
        for (Said said : file.up()) {
            Made made = said.made();
            if (made != null
                    && made.kind().equals("type")
                    && said.words().is(said.words().after(made.at()), "as", "enum")
                    && !file.comments("type", made.name())) {
                found.add(
                        said.words().offset(made.at()),
                        "nothing says what the values of enum " + file.qualified(made.name()) + " mean",
                        "COMMENT ON TYPE " + file.qualified(made.name()) + " IS '…';");
            }
        }
    }

    private static void enumValue(LintFile file, Sink found) {
        if (!file.inTransaction()) {
            return;
        }
        Set<String> added = new HashSet<>();
        for (Said said : file.up()) {
            StatementWords words = said.words();
            int value = words.is(0, "alter", "type") ? words.find(2, "value") : -1;
            if (value > 0 && words.is(value - 1, "add")) {
                added.add(words.text(words.is(value + 1, "if", "not", "exists") ? value + 4 : value + 1));
                continue;
            }
            for (int i = 0; i < words.size(); i++) {
                if (words.string(i) && added.contains(words.text(i)) && !words.is(0, "comment")) {
                    found.add(
                            words.offset(i),
                            words.text(i) + " was added to an enum in this transaction, and can't be used in it",
                            "move the statements that use " + words.text(i) + " into the next file");
                }
            }
        }
    }
}
