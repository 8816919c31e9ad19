package dev.bailiwick.checks;

import dev.bailiwick.checks.DdlReader.Made;
import dev.bailiwick.checks.LintFile.Said;
import dev.bailiwick.checks.LintRule.Sink;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.script.scan.StatementWords;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Rules about what belongs into one file, and about its way down. */
final class FileRules {
    /** What stands by itself: two of them in a file should have to do with each other. */
    private static final Set<String> ALONE =
            Set.of("table", "view", "materialized view", "function", "procedure", "aggregate");

    /** What other files may use, too, so that a down section need not mention it. */
    private static final Set<String> SHARED = Set.of("schema", "extension");

    static final List<LintRule> RULES = List.of(
            new LintRule(
                    "missing-down",
                    Severity.WARN,
                    "Without a down section the migration can't be taken back, and nobody knows whether that was meant.",
                    FileRules::down),
            new LintRule(
                    "down-forgets",
                    Severity.WARN,
                    "What the up section makes and the down section doesn't mention stays behind, and the next up fails over"
                            + " it. bailiwick prove finds what this rule can only guess.",
                    FileRules::forgets),
            new LintRule(
                    "ddl-and-dml",
                    Severity.WARN,
                    "Changing the definition of a table takes locks that are then held for as long as the rows take. Two"
                            + " files are two transactions.",
                    FileRules::mixed),
            new LintRule(
                    "several-objects",
                    Severity.WARN,
                    "A file that makes things which have nothing to do with each other can only be taken back as a whole, and"
                            + " its name can't say what it does.",
                    FileRules::several),
            new LintRule(
                    "no-if-not-exists",
                    Severity.WARN,
                    "Outside a transaction a file can stop half-way. A CREATE that passes over what is there already lets a"
                            + " person run the rest by hand.",
                    FileRules::ifNotExists));

    private FileRules() {}

    private static int top(LintFile file) {
        return Math.max(
                0, file.text().substring(0, file.migration().up().start()).lastIndexOf("-- migrate:up"));
    }

    private static void down(LintFile file, Sink found) {
        if (file.migration().down() == null) {
            found.add(
                    top(file),
                    "the file has no down section",
                    "-- migrate:down with what takes it back, or -- migrate:down irreversible");
        }
    }

    private static void forgets(LintFile file, Sink found) {
        Section down = file.migration().down();
        if (down == null || down.irreversible()) {
            return;
        }
        String back = file.text().substring(down.start(), down.end());
        if (back.toLowerCase(Locale.ROOT).contains("drop schema")) {
            return;
        }
        NameMentions mentioned = new NameMentions(back);
        for (Said said : file.up()) {
            Made made = said.made();
            if (made == null
                    || SHARED.contains(made.kind())
                    || mentioned.of(made.name().name())) {
                continue;
            }
            // With its table it goes by itself.
            boolean goesWithIt = file.dropsBack(made.on());
            boolean partition = said.words().is(said.words().after(made.at()), "partition", "of")
                    && file.dropsBack(said.words().name(said.words().after(made.at()) + 2));
            boolean owned = made.kind().equals("sequence") && file.owned(made.name());
            if (!goesWithIt && !partition && !owned) {
                found.add(
                        said.words().offset(made.at()),
                        "the down section does not mention " + made.kind() + " " + named(file, made),
                        takenBack(file, said, made));
            }
        }
    }

    /** What was there before has to come back; to drop it would leave less than there was. */
    private static String takenBack(LintFile file, Said said, Made made) {
        String drop = "DROP " + DdlReader.upper(made.kind()) + " " + named(file, made)
                + (made.on() != null && !made.kind().equals("index") ? " ON " + file.qualified(made.on()) : "") + ";";
        boolean replaces =
                said.words().is(1, "or", "replace") || file.drops(made.name().name());
        if (!replaces) {
            return drop;
        }
        String again = "make " + made.kind() + " " + named(file, made) + " again as it was before this file";
        return file.known().objects().contains(file.key(made))
                ? again
                : drop + " or, where it was there before, " + again;
    }

    private static String named(LintFile file, Made made) {
        boolean plain =
                Set.of("trigger", "policy", "rule", "role", "publication").contains(made.kind());
        return plain ? DdlReader.quoted(made.name().name()) : file.qualified(made.name());
    }

    private static void mixed(LintFile file, Sink found) {
        boolean defines = file.up().stream().map(Said::words).anyMatch(words -> defines(file, words));
        if (!defines || !file.inTransaction()) {
            return;
        }
        for (Said said : file.up()) {
            TableName table = DdlReader.written(said.words());
            if (table != null && file.existed(table)) {
                found.add(
                        said.words().offset(0),
                        "rows of " + file.qualified(table) + " are written in a file that changes definitions, too",
                        "move this statement into a file of its own");
                return;
            }
        }
    }

    /** A temporary table is nobody else's, so that no lock on it keeps anybody waiting. */
    private static boolean defines(LintFile file, StatementWords words) {
        List<TableName> dropped = DdlReader.dropped(words);
        boolean passing = DdlReader.temporary(words) != null
                || (words.is(0, "drop", "table")
                        && !dropped.isEmpty()
                        && dropped.stream().allMatch(file::passing));
        return !passing && (words.is(0, "alter", "table") || words.is(0, "create") || words.is(0, "drop"));
    }

    private static void several(LintFile file, Sink found) {
        RelatedObjects related = new RelatedObjects(file, ALONE);
        for (Said said : related.objects()) {
            Made first = Objects.requireNonNull(related.objects().get(0).made());
            Made made = Objects.requireNonNull(said.made());
            if (!related.together(related.objects().get(0), said)) {
                found.add(
                        said.words().offset(made.at()),
                        made.kind() + " " + file.qualified(made.name()) + " has nothing to do with " + first.kind()
                                + " " + file.qualified(first.name()) + " in the same file",
                        "bailiwick new " + file.domain().name() + " create_"
                                + made.name().name() + ", and move it there");
                return;
            }
        }
    }

    private static void ifNotExists(LintFile file, Sink found) {
        if (file.inTransaction()) {
            return;
        }
        for (Said said : file.up()) {
            Made made = said.made();
            boolean replaces = said.words().is(1, "or", "replace");
            boolean can = made != null
                    && Set.of("table", "index", "sequence", "materialized view", "schema", "extension", "statistics")
                            .contains(made.kind());
            boolean clearedBefore = made != null && file.drops(made.name().name());
            if (made != null
                    && can
                    && !replaces
                    && !clearedBefore
                    && !said.words().is(made.at() - 3, "if", "not", "exists")) {
                found.add(
                        said.words().offset(0),
                        "CREATE without IF NOT EXISTS in a file outside a transaction",
                        said.words().text(0, made.at()) + " IF NOT EXISTS "
                                + said.words().text(made.at(), said.words().size()) + ";");
            }
        }
    }
}
