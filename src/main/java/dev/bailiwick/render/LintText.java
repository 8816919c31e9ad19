package dev.bailiwick.render;

import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.LintFinding;
import dev.bailiwick.model.report.Severity;
import dev.bailiwick.model.script.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows what lint rules found: for people, for scripts, for code scanners (SARIF 2.1.0) and for GitHub's annotations. */
public final class LintText {
    /** So many findings of one rule in one file are shown. */
    private static final int SHOWN = 3;

    private LintText() {}

    /** For people: of one rule in one file only the first few. */
    public static String of(List<LintFinding> findings, TextStyle style, int width) {
        StringBuilder text = new StringBuilder();
        Map<String, List<LintFinding>> alike = new LinkedHashMap<>();
        for (LintFinding finding : findings) {
            alike.computeIfAbsent(finding.where().file() + " " + finding.rule(), key -> new ArrayList<>())
                    .add(finding);
        }
        for (List<LintFinding> same : alike.values()) {
            same.stream().limit(SHOWN).forEach(finding -> text.append(shown(finding, style, width))
                    .append('\n'));
            if (same.size() > SHOWN) {
                LintFinding first = same.get(0);
                text.append(style.ellipsis())
                        .append(" and ")
                        .append(same.size() - SHOWN)
                        .append(" more of ")
                        .append(first.rule())
                        .append(" in ")
                        .append(Terminal.line(first.where().file()))
                        .append("\n\n");
            }
        }
        return text.toString();
    }

    private static String shown(LintFinding finding, TextStyle style, int width) {
        StringBuilder text = new StringBuilder();
        Place where = finding.where();
        boolean error = finding.severity() == Severity.ERROR;
        text.append(error ? style.red("error") : style.yellow("warning"))
                .append(": ")
                .append(Terminal.line(finding.what()))
                .append("  ")
                .append(style.dim("[" + finding.rule() + "]"))
                .append("\n  at ")
                .append(Terminal.line(where.toString()))
                .append('\n');
        if (!where.lineText().isBlank()) {
            CaretLine.of(where, style, width <= 0 ? Integer.MAX_VALUE : width)
                    .forEach(line -> text.append(line).append('\n'));
        }
        if (!finding.fix().isEmpty()) {
            text.append("  fix: ")
                    .append(Terminal.line(finding.fix().replaceAll("\\s+", " ")))
                    .append('\n');
        }
        return text.toString();
    }

    /** How many, in a line. */
    public static String summary(List<LintFinding> findings, int files) {
        long errors = findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .count();
        long warnings = findings.size() - errors;
        return CountText.of(files, "file") + ": "
                + (findings.isEmpty()
                        ? "nothing found"
                        : (errors > 0 ? CountText.of(errors, "error") + (warnings > 0 ? ", " : "") : "")
                                + (warnings > 0 ? CountText.of(warnings, "warning") : ""))
                + "\n";
    }

    /** For scripts. */
    public static Map<String, Object> facts(List<LintFinding> findings, int files) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("files", files);
        facts.put("findings", findings.stream().map(LintText::fact).toList());
        return facts;
    }

    static Map<String, Object> fact(LintFinding finding) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("rule", finding.rule());
        fact.put("severity", finding.severity().word());
        fact.put("file", finding.where().file());
        fact.put("line", finding.where().line());
        fact.put("column", finding.where().column());
        fact.put("what", finding.what());
        fact.put("fix", finding.fix());
        return fact;
    }

    /** GitHub's workflow commands: a line each, escaped as its toolkit does. */
    public static String github(List<LintFinding> findings) {
        StringBuilder text = new StringBuilder();
        for (LintFinding finding : findings) {
            text.append(finding.severity() == Severity.ERROR ? "::error" : "::warning")
                    .append(" file=")
                    .append(property(finding.where().file()))
                    .append(",line=")
                    .append(finding.where().line())
                    .append(",col=")
                    .append(finding.where().column())
                    .append(",title=")
                    .append(property(finding.rule()))
                    .append("::")
                    .append(data(finding.what() + (finding.fix().isEmpty() ? "" : "\nfix: " + finding.fix())))
                    .append('\n');
        }
        return text.toString();
    }

    /** The same of what could not be looked at. */
    public static String githubFailures(List<Failure> failures) {
        StringBuilder text = new StringBuilder();
        for (Failure failure : failures) {
            Place where = failure.where();
            text.append("::error")
                    .append(
                            where == null
                                    ? " "
                                    : " file=" + property(where.file()) + ",line=" + where.line() + ",col="
                                            + where.column() + ",")
                    .append("title=lint::")
                    .append(data(sentence(failure)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    /**
     * SARIF 2.1.0, as code scanners take it.
     *
     * @param failures what could not be looked at
     * @param reasons of the rules, by their names
     */
    public static String sarif(
            List<LintFinding> findings,
            List<Failure> failures,
            ExitCode exit,
            String version,
            Map<String, String> reasons) {
        List<Map<String, Object>> rules =
                reasons.entrySet().stream().map(LintText::rule).toList();
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "bailiwick");
        driver.put("version", version);
        driver.put("rules", rules);
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "unicodeCodePoints");
        run.put("invocations", List.of(invocation(failures, exit)));
        run.put("results", findings.stream().map(LintText::result).toList());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        document.put("version", "2.1.0");
        document.put("runs", List.of(run));
        return JsonOut.document(json -> document.forEach(json::value));
    }

    /** A relative path as a URI: what is no plain letter is written as its bytes. */
    private static String uri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        return uri.toString();
    }

    private static Map<String, Object> rule(Map.Entry<String, String> reason) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("id", reason.getKey());
        rule.put("shortDescription", Map.of("text", reason.getValue()));
        return rule;
    }

    private static Map<String, Object> invocation(List<Failure> failures, ExitCode exit) {
        Map<String, Object> invocation = new LinkedHashMap<>();
        invocation.put("executionSuccessful", failures.isEmpty());
        invocation.put("exitCode", exit.number());
        if (!failures.isEmpty()) {
            invocation.put(
                    "toolExecutionNotifications",
                    failures.stream().map(LintText::notification).toList());
        }
        return invocation;
    }

    private static Map<String, Object> notification(Failure failure) {
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("level", "error");
        notification.put("message", Map.of("text", sentence(failure)));
        if (failure.where() != null) {
            notification.put("locations", List.of(Map.of("physicalLocation", location(failure.where()))));
        }
        return notification;
    }

    private static String sentence(Failure failure) {
        return failure.what()
                + (failure.next().isEmpty() ? "" : "; " + failure.next().get(0));
    }

    private static Map<String, Object> location(Place where) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", where.line());
        region.put("startColumn", where.column());
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("artifactLocation", Map.of("uri", uri(where.file())));
        location.put("region", region);
        return location;
    }

    private static Map<String, Object> result(LintFinding finding) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.rule());
        result.put("level", finding.severity() == Severity.ERROR ? "error" : "warning");
        result.put("message", Map.of("text", finding.what() + (finding.fix().isEmpty() ? "" : "; " + finding.fix())));
        result.put("locations", List.of(Map.of("physicalLocation", location(finding.where()))));
        return result;
    }
}
