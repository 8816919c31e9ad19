package dev.bailiwick.cli.check;

import dev.bailiwick.checks.LintRule;
import dev.bailiwick.checks.RuleBook;
import dev.bailiwick.cli.console.Console;
import dev.bailiwick.cli.console.Version;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.check.LintRun;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.LintFinding;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.render.LintText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick lint}. */
public final class LintCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private @Nullable String base;

    private Format format = Format.TEXT;

    private @Nullable String explain;

    private boolean rules;

    /** As far as they are known when something ends the command. */
    private List<LintFinding> findings = List.of();

    /** How findings are printed. */
    private enum Format {
        TEXT,
        JSON,
        SARIF,
        GITHUB
    }

    public LintCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "lint", "Hold migration files against rules: what keeps others waiting, can't be undone, or will be regretted."
                        + " Needs no database.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .value("--base", "REV", "Only files that are not in this git revision, such as origin/main.", given -> base = given)
                .value("--format", "FORMAT", Format.class, "text, json, sarif (for code scanners) or github (annotations). Default: text.", given -> format = given)
                .value("--explain", "RULE", "Say why a rule is there, with examples.", given -> explain = given)
                .flag("--rules", "List all rules with their severities.", given -> rules = given);
    }

    @Override
    public Integer call() {
        if (explain != null) {
            return new Reports(root).result("lint", explained(RuleBook.named(explain)));
        }
        if (rules) {
            return new Reports(root).result("lint", listed());
        }
        LintRun.Result result = LintRun.of(root.project(), domains, base);
        findings = result.findings();
        boolean errors = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
        ExitCode exit = errors ? ExitCode.REFUSED : ExitCode.DONE;
        Console console = root.console();
        boolean refused = !result.unread().isEmpty();
        if (root.json() || format == Format.JSON) {
            root.facts().putAll(LintText.facts(findings, result.files()));
            if (!refused) {
                console.print(root.document("lint", exit, List.of()));
            }
        } else if (format == Format.SARIF) {
            if (!refused) {
                console.print(sarif(exit, List.of()));
            }
        } else if (format == Format.GITHUB) {
            console.print(LintText.github(findings) + LintText.githubFailures(result.unread()));
        } else {
            console.print(console.typed(LintText.of(findings, console.style(), console.width()))
                    + LintText.summary(findings, result.files()));
        }
        if (refused) {
            // Told with the others, and in a document beside the findings.
            throw new BailiwickException(result.misconfigured() ? ExitCode.USAGE : ExitCode.REFUSED, result.unread());
        }
        return exit.number();
    }

    /** The document in SARIF of what was found so far. */
    public String sarif(ExitCode exit, List<Failure> failures) {
        Map<String, String> reasons = new LinkedHashMap<>();
        RuleBook.all().forEach(rule -> reasons.put(rule.name(), rule.reason()));
        return LintText.sarif(findings, failures, exit, Version.text(), reasons);
    }

    /** The format that a command line asks for, in small letters; empty where it asks for none, or for another command. */
    public static String format(List<String> words) {
        String typed = "";
        List<String> own = words.contains("--") ? words.subList(0, words.indexOf("--")) : words;
        for (int i = own.contains("lint") ? own.indexOf("lint") : own.size(); i < own.size(); i++) {
            String word = own.get(i);
            if (word.equals("--format") && i + 1 < own.size()) {
                typed = own.get(i + 1);
            } else if (word.startsWith("--format=")) {
                typed = word.substring("--format=".length());
            }
        }
        return typed.toLowerCase(Locale.ROOT);
    }

    private String explained(LintRule rule) {
        root.facts().put("rule", rule.name());
        root.facts().put("severity", rule.severity().word());
        root.facts().put("reason", rule.reason());
        root.facts().put("bad", RuleBook.example(rule, "bad"));
        root.facts().put("good", RuleBook.example(rule, "good"));
        return rule.name() + " (" + rule.severity().word() + ")\n\n" + rule.reason() + "\n\nBad:\n\n"
                + indented(RuleBook.example(rule, "bad")) + "\nGood:\n\n" + indented(RuleBook.example(rule, "good"))
                + "\nfor one statement: -- lint:disable " + rule.name() + " and the reason, in a line before it"
                + "\nfor a domain:      lint." + rule.name() + "=error|warn|off in its domain.properties\n";
    }

    private static String indented(String text) {
        StringBuilder indented = new StringBuilder();
        text.lines().forEach(line -> indented.append(line.isEmpty() ? "" : "    " + line)
                .append('\n'));
        return indented.toString();
    }

    private String listed() {
        StringBuilder text = new StringBuilder();
        List<Map<String, Object>> facts = new ArrayList<>();
        for (LintRule rule : RuleBook.all()) {
            text.append(
                    String.format("%-28s  %s%n", rule.name(), rule.severity().word()));
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("rule", rule.name());
            fact.put("severity", rule.severity().word());
            fact.put("reason", rule.reason());
            facts.add(fact);
        }
        root.facts().put("rules", facts);
        return text.toString();
    }
}
