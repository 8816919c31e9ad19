package dev.bailiwick.checks;

import dev.bailiwick.checks.DdlReader.Made;
import dev.bailiwick.checks.LintFile.Said;
import dev.bailiwick.checks.LintRule.Sink;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.script.scan.StatementWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules about what can't be undone, gets lost, or ends in the wrong place. */
final class SafetyRules {
    static final String SECRET = "secret";

    /** How well-known secrets look. */
    private static final Pattern TOKEN = Pattern.compile(
            "AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|(?<![\\w-])eyJ[\\w-]{10,}+\\.[\\w-]{10,}+\\.[\\w-]|gh[pousr]_[A-Za-z0-9]{30,}"
                    + "|xox[abprs]-[\\w-]{10,}|sk_live_[A-Za-z0-9]{16,}|AIza[\\w-]{35}|postgres(ql)?://[^\\s:/@]{1,200}+:[^\\s@]{1,200}+@");

    static final List<LintRule> RULES = List.of(
            new LintRule(
                    "unqualified-name",
                    Severity.WARN,
                    "Where a name without a schema ends depends on search_path: in psql, or in a function, on another one than"
                            + " here.",
                    SafetyRules::unqualified),
            new LintRule(
                    "domain-not-required",
                    Severity.ERROR,
                    "A domain may refer to the domains that it requires and to no other: else it can't be installed, moved or"
                            + " rolled back without them.",
                    SafetyRules::notRequired),
            new LintRule(
                    "rename-or-drop",
                    Severity.WARN,
                    "Programs that still use the old name fail the moment that this commits. First let nothing use it, then"
                            + " drop it in a later release.",
                    SafetyRules::rename),
            new LintRule(
                    "destructive",
                    Severity.WARN,
                    "DROP TABLE, TRUNCATE and DELETE without WHERE lose rows for good, on every site. A comment before the"
                            + " statement tells whoever reads it at night why that is right.",
                    SafetyRules::destructive),
            new LintRule(
                    SECRET,
                    Severity.ERROR,
                    "A migration is read by everybody who can read the repository, and stays in it for ever; its text is kept"
                            + " in the database, too.",
                    SafetyRules::secret),
            new LintRule(
                    "set-without-local",
                    Severity.WARN,
                    "SET lasts for the session, which psql, or another tool, goes on with; SET LOCAL ends with the"
                            + " transaction.",
                    SafetyRules::set),
            new LintRule(
                    "concurrently-in-transaction",
                    Severity.ERROR,
                    "What says CONCURRENTLY, and VACUUM and the like, refuses to run in a transaction: such a file is not"
                            + " even begun.",
                    (file, found) -> {}));

    private SafetyRules() {}

    private static void unqualified(LintFile file, Sink found) {
        for (Said said : file.up()) {
            StatementWords words = said.words();
            Made made = said.made();
            TableName altered = DdlReader.alteredTable(words);
            if (made != null
                    && made.on() == null
                    && hasSchema(made.kind())
                    && made.name().schema() == null) {
                name(file, found, words.offset(made.at()), made.name());
            } else if (made != null && made.on() != null && made.on().schema() == null) {
                name(
                        file,
                        found,
                        words.offset(words.find(made.at(), made.kind().equals("rule") ? "to" : "on") + 1),
                        made.on());
            } else if (altered != null && altered.schema() == null) {
                name(file, found, words.offset(2), altered);
            }
        }
    }

    private static boolean hasSchema(String kind) {
        return !Set.of("schema", "extension", "role", "publication").contains(kind);
    }

    private static void name(LintFile file, Sink found, int offset, TableName name) {
        found.add(offset, name.name() + " is written without a schema", file.qualified(name));
    }

    private static void notRequired(LintFile file, Sink found) {
        for (Said said : file.up()) {
            StatementWords words = said.words();
            Set<String> aliases = file.known().strangers().isEmpty() ? Set.of() : aliases(words);
            for (int i = 0; i + 2 < words.size() && !file.known().strangers().isEmpty(); i++) {
                if (!words.symbol(i + 1, '.')) {
                    continue;
                }
                String schema = words.lower(i).replace("\"", "");
                if (!words.symbol(i - 1, '.')
                        && file.known().strangers().contains(schema)
                        && !aliases.contains(schema)) {
                    found.add(
                            words.offset(i),
                            "domain " + file.domain().name() + " does not require " + schema + ", which "
                                    + words.text(i, i + 3) + " belongs to",
                            "requires=" + required(file, schema) + " in "
                                    + file.domain().folder() + "/domain.properties, or do without it");
                    break;
                }
            }
        }
    }

    private static String required(LintFile file, String schema) {
        return String.join(",", file.domain().requires())
                + (file.domain().requires().isEmpty() ? "" : ",")
                + schema;
    }

    /** Words that a statement uses for something else: for a table or a column, without a dot after them. */
    private static Set<String> aliases(StatementWords words) {
        Set<String> aliases = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.word(i) && !words.symbol(i + 1, '.') && !words.isAny(i - 1, "schema", "in")) {
                aliases.add(words.lower(i));
            }
        }
        return aliases;
    }

    private static void rename(LintFile file, Sink found) {
        file.alterations((said, name, action) -> {
            StatementWords words = said.words();
            int i = action.from();
            boolean drops = words.is(i, "drop")
                    && !words.isAny(i + 1, "constraint", "default", "not", "expression", "identity");
            boolean renames = words.is(i, "rename") && !words.is(i + 1, "constraint");
            if ((drops || renames) && !reasoned(file, said)) {
                String what = !drops && words.is(i + 1, "to") ? "table " : "a column of ";
                found.add(
                        words.offset(i),
                        what + file.qualified(name) + (drops ? " is dropped" : " is renamed")
                                + ": programs that use it fail from then on",
                        drops
                                ? "let nothing use it first; then say why it can go, in a comment before the statement"
                                : "add the new name beside the old one (a view, or a column), and drop the old one later");
            }
        });
    }

    /** A comment right before the statement. */
    private static boolean reasoned(LintFile file, Said said) {
        String before = file.text().substring(said.before(), said.statement().start());
        return before.lines()
                .map(String::strip)
                .anyMatch(line -> (line.startsWith("--") && line.length() > 4 && !line.startsWith("-- lint:"))
                        || line.startsWith("/*"));
    }

    private static void destructive(LintFile file, Sink found) {
        for (Said said : file.up()) {
            StatementWords words = said.words();
            String what = null;
            if (words.is(0, "drop", "table") || words.is(0, "drop", "schema")) {
                boolean table = words.is(1, "table");
                what = table && DdlReader.dropped(words).stream().allMatch(file::fresh)
                        ? null
                        : words.text(0, 2).toUpperCase(Locale.ROOT);
            } else if (words.is(0, "truncate")) {
                what = truncated(words).stream().allMatch(file::fresh) ? null : "TRUNCATE";
            } else if (words.is(0, "delete", "from") && words.find(2, "where") < 0 && words.find(2, "using") < 0) {
                TableName from = DdlReader.written(words);
                what = from != null && file.fresh(from) ? null : "DELETE without WHERE";
            }
            if (what != null && !reasoned(file, said)) {
                found.add(
                        words.offset(0),
                        what + " loses rows for good, and nothing says why",
                        "-- why it can go, in a line before the statement");
            }
        }
    }

    private static List<TableName> truncated(StatementWords words) {
        List<TableName> tables = new ArrayList<>();
        for (StatementWords.Item item : words.items(words.is(1, "table") ? 2 : 1, words.size())) {
            TableName name = words.name(words.is(item.from(), "only") ? item.from() + 1 : item.from());
            if (name != null) {
                tables.add(name);
            }
        }
        return tables;
    }

    private static void secret(LintFile file, Sink found) {
        for (Said said : file.up()) {
            StatementWords words = said.words();
            boolean role = words.isAny(0, "create", "alter") && words.isAny(1, "role", "user", "group", "server");
            boolean mapping = words.isAny(0, "create", "alter") && words.is(1, "user", "mapping");
            for (int i = 1; i < words.size(); i++) {
                boolean password = (role || mapping)
                        && words.string(i)
                        && words.is(i - 1, "password")
                        && !words.text(i).equals("''");
                if (password || (words.string(i) && TOKEN.matcher(words.text(i)).find())) {
                    found.add(
                            words.offset(i),
                            "a secret stands in the file",
                            "take it out and change it, as it is in git's history now; a value for one site comes by --set"
                                    + " NAME=VALUE and current_setting('bailiwick.NAME')");
                }
            }
        }
    }

    private static void set(LintFile file, Sink found) {
        if (!file.inTransaction()) {
            return;
        }
        for (Said said : file.up()) {
            StatementWords words = said.words();
            if (words.is(0, "set") && !words.isAny(1, "local", "constraints", "transaction")) {
                int from = words.is(1, "session") ? 2 : 1;
                found.add(words.offset(0), "SET without LOCAL", "SET LOCAL " + words.text(from, words.size()) + ";");
            }
        }
    }
}
