package dev.bailiwick.checks;

import dev.bailiwick.checks.Ddl.Made;
import dev.bailiwick.checks.LintFile.Said;
import dev.bailiwick.checks.LintRule.Sink;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.Severity;
import dev.bailiwick.model.TableName;
import dev.bailiwick.script.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
        for (Said said : file.up()) {
            Made made = Ddl.made(said.words());
            if (made == null
                    || SHARED.contains(made.kind())
                    || mentioned(back, made.name().name())) {
                continue;
            }
            // With its table it goes by itself.
            boolean goesWithIt = made.on() != null && drops(file, made.on());
            boolean partition = said.words().is(said.words().behind(made.at()), "partition", "of")
                    && drops(file, said.words().name(said.words().behind(made.at()) + 2));
            if (!goesWithIt && !partition) {
                found.add(
                        said.words().offset(made.at()),
                        "the down section does not mention " + made.kind() + " " + named(file, made),
                        "DROP " + Ddl.upper(made.kind()) + " " + named(file, made)
                                + (made.on() != null && !made.kind().equals("index")
                                        ? " ON " + file.qualified(made.on())
                                        : "")
                                + ";");
            }
        }
    }

    private static String named(LintFile file, Made made) {
        boolean plain =
                Set.of("trigger", "policy", "rule", "role", "publication").contains(made.kind());
        return plain ? made.name().name() : file.qualified(made.name());
    }

    private static boolean mentioned(String text, String name) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private static boolean drops(LintFile file, @Nullable TableName table) {
        return table != null
                && file.down().stream()
                        .flatMap(said -> Ddl.dropped(said.words()).stream())
                        .anyMatch(name -> file.qualified(name).equals(file.qualified(table)));
    }

    private static void mixed(LintFile file, Sink found) {
        boolean defines = file.up().stream().map(Said::words).anyMatch(FileRules::defines);
        if (!defines || !file.inTransaction()) {
            return;
        }
        for (Said said : file.up()) {
            TableName table = Ddl.written(said.words());
            if (table != null && file.existed(table)) {
                found.add(
                        said.words().offset(0),
                        "rows of " + file.qualified(table) + " are written in a file that changes definitions, too",
                        "move this statement into a file of its own");
                return;
            }
        }
    }

    private static boolean defines(Words words) {
        return words.is(0, "alter", "table") || words.is(0, "create") || words.is(0, "drop");
    }

    private static void several(LintFile file, Sink found) {
        List<Said> alone = new ArrayList<>();
        List<Made> made = new ArrayList<>();
        for (Said said : file.up()) {
            Made one = Ddl.made(said.words());
            boolean partition = one != null && said.words().is(said.words().behind(one.at()), "partition", "of");
            if (one != null && ALONE.contains(one.kind()) && !partition) {
                alone.add(said);
                made.add(one);
            }
        }
        int[] group = new int[alone.size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
        }
        for (int i = 0; i < group.length; i++) {
            for (int j = 0; j < group.length; j++) {
                if (i != j && together(file, alone.get(i), made.get(j))) {
                    join(group, group[i], group[j]);
                }
            }
        }
        for (int i = 1; i < group.length; i++) {
            if (group[i] != group[0]) {
                found.add(
                        alone.get(i).words().offset(made.get(i).at()),
                        made.get(i).kind() + " " + file.qualified(made.get(i).name()) + " has nothing to do with "
                                + made.get(0).kind() + " "
                                + file.qualified(made.get(0).name()) + " in the same file",
                        "bailiwick new " + file.domain().name() + " create_"
                                + made.get(i).name().name() + ", and move it there");
                return;
            }
        }
    }

    /** Whether a statement, or a trigger and the like between the two, speaks of another object. */
    private static boolean together(LintFile file, Said said, Made other) {
        String text =
                file.text().substring(said.statement().start(), said.statement().end());
        if (mentioned(text, other.name().name())) {
            return true;
        }
        Made made = Ddl.made(said.words());
        return made != null
                && (file.up().stream()
                                .filter(one -> !one.equals(said))
                                .map(one -> text(file, one))
                                .anyMatch(between -> mentioned(
                                                between, other.name().name())
                                        && mentioned(between, made.name().name()))
                        || tables(file, made).stream().anyMatch(tables(file, other)::contains));
    }

    private static String text(LintFile file, Said said) {
        return file.text().substring(said.statement().start(), said.statement().end());
    }

    /** The tables on which triggers and the like stand that speak of an object. */
    private static Set<String> tables(LintFile file, Made made) {
        return file.up().stream()
                .filter(one -> mentioned(text(file, one), made.name().name()))
                .map(one -> Ddl.made(one.words()))
                .filter(one -> one != null && one.on() != null)
                .map(one -> file.qualified(Objects.requireNonNull(one.on())))
                .collect(Collectors.toSet());
    }

    private static void join(int[] group, int one, int other) {
        int low = Math.min(one, other);
        int high = Math.max(one, other);
        for (int i = 0; i < group.length; i++) {
            group[i] = group[i] == high ? low : group[i];
        }
    }

    private static void ifNotExists(LintFile file, Sink found) {
        if (file.inTransaction()) {
            return;
        }
        for (Said said : file.up()) {
            Made made = Ddl.made(said.words());
            boolean replaces = said.words().is(1, "or", "replace");
            boolean can = made != null
                    && Set.of("table", "index", "sequence", "materialized view", "schema", "extension", "statistics")
                            .contains(made.kind());
            boolean clearedBefore = made != null
                    && file.up().stream()
                            .flatMap(one -> Ddl.dropped(one.words()).stream())
                            .anyMatch(name -> name.name().equals(made.name().name()));
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
