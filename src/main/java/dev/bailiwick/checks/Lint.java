package dev.bailiwick.checks;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.report.LintFinding;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.TableChange;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.script.part.TableChanges;
import dev.bailiwick.script.scan.StatementWords;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds the files of domains against all rules. Files are read in the order in which they run, required domains first. */
public final class Lint {
    private static final Pattern VERSION = Pattern.compile("^(\\d[\\d-]*)_");
    private static final Pattern DISABLE = Pattern.compile("--[ \\t]*lint:disable\\b[ \\t]*([\\w-]*)[ \\t]*(.*)");

    private final List<Domain> all;
    private final Map<Domain, List<Parsed>> files;
    private final Map<Domain, KnownObjects> known = new HashMap<>();
    private final List<LintFinding> findings = new ArrayList<>();

    /** A file that could be read. */
    public record Parsed(String path, Migration migration) {}

    /**
     * A look at files.
     *
     * @param all domains that there are
     * @param files of those that are looked at and those that they require, in the order in which they run
     */
    public Lint(List<Domain> all, Map<Domain, List<Parsed>> files) {
        this.all = List.copyOf(all);
        this.files = files;
    }

    /**
     * What was found, by file and place.
     *
     * @param wanted the files that are looked at; the others are only read for what they make
     */
    public List<LintFinding> findings(Predicate<String> wanted) {
        files.forEach((domain, parsed) -> names(domain, parsed, wanted));
        // Whether a key has an index is seen when all files are known.
        files.forEach((domain, parsed) -> parsed.forEach(file -> indexes(domain, file)));
        files.forEach((domain, parsed) -> {
            for (Parsed file : parsed) {
                LintFile read = new LintFile(domain, file.path(), file.migration(), known(domain));
                if (wanted.test(file.path())) {
                    look(read, file);
                }
                learn(read);
            }
        });
        findings.sort(
                Comparator.comparing((LintFinding finding) -> finding.where().file())
                        .thenComparing(finding -> finding.where().line())
                        .thenComparing(finding -> finding.where().column()));
        return List.copyOf(findings);
    }

    private KnownObjects known(Domain domain) {
        return known.computeIfAbsent(domain, one -> {
            KnownObjects fresh = new KnownObjects();
            all.stream()
                    .map(Domain::schema)
                    .filter(schema ->
                            !schema.equals(one.schema()) && !one.reach().contains(schema))
                    .forEach(fresh.strangers()::add);
            return fresh;
        });
    }

    private static Severity severity(Domain domain, LintRule rule) {
        String said = domain.lint().get(rule.name());
        return said == null ? rule.severity() : Severity.of(said);
    }

    private void look(LintFile file, Parsed parsed) {
        Domain domain = file.domain();
        Disabled disabled = new Disabled(file);
        LineNumbers lines = new LineNumbers(parsed.path(), parsed.migration().text());
        List<LintFinding> found = new ArrayList<>();
        for (LintRule rule : RuleBook.all()) {
            Severity severity = severity(domain, rule);
            if (severity != Severity.OFF) {
                rule.check().look(file, (offset, what, fix) -> {
                    if (!disabled.covers(rule, offset)) {
                        found.add(finding(rule, severity, lines.place(offset), what, fix));
                    }
                });
            }
        }
        Severity severity = severity(domain, RuleBook.DISABLE);
        if (severity != Severity.OFF) {
            disabled.wrong((offset, what, fix) ->
                    found.add(finding(RuleBook.DISABLE, severity, lines.place(offset), what, fix)));
        }
        Set<Integer> secret = found.stream()
                .filter(one -> one.rule().equals(SafetyRules.SECRET))
                .map(one -> one.where().line())
                .collect(Collectors.toSet());
        found.forEach(one -> findings.add(secret.contains(one.where().line()) ? withoutLine(one) : one));
    }

    private static LintFinding finding(LintRule rule, Severity severity, Place where, String what, String fix) {
        return new LintFinding(rule.name(), severity, where, what, fix);
    }

    /** Whatever is found in a line that holds a secret, the line is not shown. */
    private static LintFinding withoutLine(LintFinding finding) {
        Place where = finding.where();
        String fix = finding.rule().equals(SafetyRules.SECRET) ? finding.fix() : "";
        return new LintFinding(
                finding.rule(),
                finding.severity(),
                new Place(where.file(), where.line(), where.column(), ""),
                finding.what(),
                fix);
    }

    /** What a file makes and takes away, for those after it. */
    private void learn(LintFile file) {
        Domain domain = file.domain();
        for (TableChange change : TableChanges.of(file.migration())) {
            String table = file.qualified(change.table());
            switch (change.kind()) {
                case CREATE -> everywhere(domain).forEach(one -> one.tables().add(table));
                case DROP -> everywhere(domain).forEach(one -> one.tables().remove(table));
                case MOVE -> {
                    TableName other = change.other();
                    if (other != null) {
                        String moved = file.qualified(
                                new TableName(other.schema(), change.table().name()));
                        everywhere(domain).forEach(one -> one.tables().add(moved));
                    }
                }
                case RENAME -> {
                    TableName other = change.other();
                    if (other != null) {
                        everywhere(domain).forEach(one -> one.tables().add(file.qualified(other)));
                    }
                }
                default -> {
                    // Partitions come with their tables, and of what is unseen nothing is concluded.
                }
            }
        }
        file.known().validated().addAll(file.validated());
        file.up().forEach(said -> learn(file, said));
    }

    private static void learn(LintFile file, LintFile.Said said) {
        StatementWords words = said.words();
        if (said.made() != null) {
            file.known().objects().add(file.key(said.made()));
        }
        TableName made = DdlReader.createdTable(words);
        TableName table = made == null ? DdlReader.alteredTable(words) : made;
        if (table == null) {
            return;
        }
        for (StatementWords.Item column : ShapeRules.columns(words)) {
            type(file, table, words, column.from(), column.from() + 1, column.to());
        }
        for (StatementWords.Item action : made == null ? DdlReader.actions(words) : List.<StatementWords.Item>of()) {
            int column = DdlReader.element(words, action).from();
            int type = words.is(column + 1, "set", "data", "type") ? column + 4 : column + 2;
            if (words.is(action.from(), "alter") && words.is(type - 1, "type")) {
                type(file, table, words, column, type, action.to());
            }
        }
    }

    private static void type(LintFile file, TableName table, StatementWords words, int column, int type, int to) {
        TableName name = words.name(column);
        if (name != null) {
            file.known()
                    .types()
                    .put(
                            file.qualified(table),
                            name.name(),
                            ColumnTypes.read(words, new StatementWords.Item(type, to)));
        }
    }

    /** The domain itself, and those that require it. */
    private List<KnownObjects> everywhere(Domain domain) {
        return files.keySet().stream()
                .filter(other -> other.equals(domain) || other.reach().contains(domain.schema()))
                .map(this::known)
                .toList();
    }

    private void indexes(Domain domain, Parsed parsed) {
        for (Statement statement : parsed.migration().up().sent()) {
            if (statement.kind() == Statement.Kind.SQL) {
                DdlReader.indexed(StatementWords.of(parsed.migration().text(), statement))
                        .forEach(indexed -> known(domain)
                                .indexes(LintFile.qualified(domain, indexed.table()))
                                .add(indexed.columns()));
            }
        }
    }

    private void names(Domain domain, List<Parsed> parsed, Predicate<String> wanted) {
        BigInteger last = BigInteger.valueOf(-1);
        String lastName = "";
        for (Parsed file : parsed) {
            Matcher matcher = VERSION.matcher(file.migration().filename());
            if (!matcher.find()) {
                continue;
            }
            BigInteger version = new BigInteger(matcher.group(1).replace("-", ""));
            int order = version.compareTo(last);
            if (order < 0) {
                named(
                        domain,
                        RuleBook.NAME_ORDER,
                        file,
                        wanted,
                        "runs behind " + lastName + ", though its number is smaller");
            } else if (order == 0) {
                named(domain, RuleBook.ONE_VERSION, file, wanted, "has the version of " + lastName);
            }
            last = order < 0 ? last : version;
            lastName = order < 0 ? lastName : file.migration().filename();
        }
    }

    private void named(Domain domain, LintRule rule, Parsed file, Predicate<String> wanted, String what) {
        Severity severity = severity(domain, rule);
        if (severity != Severity.OFF && wanted.test(file.path())) {
            findings.add(new LintFinding(
                    rule.name(),
                    severity,
                    Place.of(file.path(), file.migration().text(), 0),
                    file.migration().filename() + " " + what,
                    "where it was applied nowhere yet: "
                            + domain.move(
                                    file.path(),
                                    domain.folder() + "/VERSION_"
                                            + file.migration().filename().replaceFirst("^[\\d-]+_", ""))));
        }
    }

    /** The comments of a file that disable rules. */
    private static final class Disabled {
        private final LintFile file;
        private final List<Said> said = new ArrayList<>();
        private final Set<String> everywhere = new HashSet<>();

        /** Of each rule the statements for which it is disabled, by where they begin. */
        private final Map<String, TreeMap<Integer, Integer>> statements = new HashMap<>();

        /** A comment. One that stands before the first marker is meant for the whole file. */
        private record Said(int offset, String rule, String reason) {}

        Disabled(LintFile file) {
            this.file = file;
            int gap = 0;
            List<Statement> statements = new ArrayList<>();
            file.up().forEach(one -> statements.add(one.statement()));
            file.down().forEach(one -> statements.add(one.statement()));
            for (Statement statement : statements) {
                read(gap, statement.start(), statement.start(), statement.end());
                gap = Math.max(statement.end(), statement.dataEnd());
            }
        }

        private void read(int gap, int to, int from, int end) {
            Matcher matcher = DISABLE.matcher(file.text()).region(gap, to);
            int up = file.migration().up().start();
            while (matcher.find()) {
                String rule = matcher.group(1);
                said.add(new Said(matcher.start(), rule, matcher.group(2).strip()));
                if (matcher.start() < up) {
                    everywhere.add(rule);
                } else {
                    statements.computeIfAbsent(rule, name -> new TreeMap<>()).put(from, end);
                }
            }
        }

        boolean covers(LintRule rule, int offset) {
            Map.Entry<Integer, Integer> statement =
                    statements.getOrDefault(rule.name(), new TreeMap<>()).floorEntry(offset);
            return everywhere.contains(rule.name()) || (statement != null && offset < statement.getValue());
        }

        void wrong(LintRule.Sink found) {
            for (Said one : said) {
                if (RuleBook.find(one.rule()).isEmpty()) {
                    List<String> names =
                            RuleBook.all().stream().map(LintRule::name).toList();
                    found.add(
                            one.offset(),
                            one.rule().isEmpty() ? "no rule is named" : "there is no lint rule " + one.rule(),
                            NearestName.to(one.rule(), names)
                                    .map(near -> "-- lint:disable " + near + " " + one.reason())
                                    .orElse("-- lint:disable RULE reason"));
                } else if (one.reason().isEmpty()) {
                    found.add(
                            one.offset(),
                            "nothing says why " + one.rule() + " is disabled",
                            "-- lint:disable " + one.rule() + " and the reason");
                }
            }
        }
    }
}
