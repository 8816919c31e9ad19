package dev.bailiwick.render;

import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.catalog.LockMode;
import dev.bailiwick.model.catalog.RelationEffect;
import dev.bailiwick.model.report.RehearsalReport;
import dev.bailiwick.model.report.RehearsedFile;
import dev.bailiwick.model.report.RehearsedStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a rehearsal: the verdict, then file by file and statement by statement what it would mean for others. */
public final class RehearsalText {
    private final TextStyle style;

    public RehearsalText(TextStyle style) {
        this.style = style;
    }

    /** The whole report but its failures. */
    public String of(RehearsalReport report) {
        StringBuilder text = new StringBuilder();
        String verdict = capital(Terminal.line(report.verdict()));
        text.append(report.safe() ? style.green(verdict) : style.red(verdict)).append('\n');
        for (RehearsedFile file : report.files()) {
            text.append('\n')
                    .append(Terminal.line(file.path()))
                    .append("  ")
                    .append(Durations.text(file.milliseconds()))
                    .append('\n');
            file.statements().forEach(statement -> text.append(statement(statement)));
            objects(file).forEach(line -> text.append("  ").append(line).append('\n'));
            file.lint().forEach(finding -> text.append("  lint: line ")
                    .append(finding.where().line())
                    .append(": ")
                    .append(Terminal.line(finding.what()))
                    .append(" [")
                    .append(finding.rule())
                    .append("]\n"));
        }
        text.append('\n');
        report.notRun().forEach(path -> text.append("not rehearsed, as it runs outside a transaction: ")
                .append(Terminal.line(path))
                .append('\n'));
        if (!report.sequences().isEmpty()) {
            text.append("sequences don't go back, and have moved: ")
                    .append(Terminal.line(String.join(", ", report.sequences())))
                    .append('\n');
        }
        return text.append("everything was rolled back\n").toString();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String statement(RehearsedStatement statement) {
        StringBuilder text = new StringBuilder();
        text.append("  ")
                .append(style.dim(statement.place().line() + ":"))
                .append(' ')
                .append(Terminal.line(statement.sql()))
                .append("  ")
                .append(style.dim(Durations.text(statement.milliseconds())))
                .append('\n');
        for (RelationEffect effect : statement.effects()) {
            lines(effect, statement.held())
                    .forEach(line -> text.append("      ").append(line).append('\n'));
        }
        return text.toString();
    }

    private List<String> lines(RelationEffect effect, long held) {
        List<String> lines = new ArrayList<>();
        String what = effect.kind() + " " + Terminal.line(effect.relation());
        LockMode lock = effect.lock();
        if (effect.existed() && lock != null) {
            String line = lock.words() + " on " + what + size(effect) + ": keeps " + lock.blocked()
                    + " waiting to the end of the file, " + Durations.text(held);
            lines.add(lock.blocksReads() ? style.red(line) : lock.blocksWrites() ? style.yellow(line) : line);
        }
        if (effect.rewritten()) {
            lines.add((effect.truncated() ? "empties " : "writes anew all of ") + what);
        }
        if (effect.existed() && effect.rowsRead() > 0) {
            lines.add("scans " + what + ": " + CountText.grouped(effect.rowsRead())
                    + (effect.rowsRead() == 1 ? " row" : " rows") + " read");
        }
        if (effect.dropped()) {
            lines.add("drops " + what);
        }
        rows(lines, "inserts", "into", effect.inserted(), what);
        rows(lines, "updates", "of", effect.updated(), what);
        rows(lines, "deletes", "of", effect.deleted(), what);
        return lines;
    }

    private static void rows(List<String> lines, String verb, String preposition, long count, String what) {
        if (count > 0) {
            lines.add(verb + " " + CountText.grouped(count) + (count == 1 ? " row " : " rows ") + preposition + " "
                    + what);
        }
    }

    private static String size(RelationEffect effect) {
        if (effect.bytes() == 0 && effect.rows() <= 0) {
            return "";
        }
        String rows = effect.rows() < 0 ? "never analyzed" : "about " + CountText.grouped(effect.rows()) + " rows";
        return " (" + rows + ", " + bytes(effect.bytes()) + ")";
    }

    private static String bytes(long bytes) {
        return bytes < 1_000_000 ? Math.max(1, bytes / 1000) + " kB" : CountText.grouped(bytes / 1_000_000) + " MB";
    }

    private static List<String> objects(RehearsedFile file) {
        List<String> lines = new ArrayList<>();
        for (CatalogChange.Kind kind : CatalogChange.Kind.values()) {
            List<String> objects = file.changes().stream()
                    .filter(change -> change.kind() == kind)
                    .map(CatalogChange::object)
                    .map(Terminal::line)
                    .toList();
            if (!objects.isEmpty() && kind != CatalogChange.Kind.REORDERED) {
                lines.add(verb(kind) + " " + String.join(", ", objects));
            }
        }
        return lines;
    }

    private static String verb(CatalogChange.Kind kind) {
        return switch (kind) {
            case ADDED -> "creates";
            case REMOVED -> "drops";
            case CHANGED, REORDERED -> "changes";
        };
    }

    /** The same for JSON. */
    public static Map<String, Object> facts(RehearsalReport report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("verdict", report.verdict());
        facts.put("safe", report.safe());
        facts.put("files", report.files().stream().map(RehearsalText::fact).toList());
        facts.put("not_rehearsed", report.notRun());
        facts.put("sequences_moved", report.sequences());
        return facts;
    }

    private static Map<String, Object> fact(RehearsedFile file) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("domain", file.domain().name());
        fact.put("path", file.path());
        fact.put("milliseconds", file.milliseconds());
        fact.put(
                "statements",
                file.statements().stream().map(RehearsalText::fact).toList());
        fact.put("changes", CatalogText.facts(file.changes()));
        fact.put("lint", file.lint().stream().map(LintText::fact).toList());
        return fact;
    }

    private static Map<String, Object> fact(RehearsedStatement statement) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("line", statement.place().line());
        fact.put("column", statement.place().column());
        fact.put("sql", statement.sql());
        fact.put("milliseconds", statement.milliseconds());
        fact.put("locks_held_ms", statement.held());
        fact.put(
                "relations",
                statement.effects().stream().map(RehearsalText::fact).toList());
        return fact;
    }

    private static Map<String, @Nullable Object> fact(RelationEffect effect) {
        Map<String, @Nullable Object> fact = new LinkedHashMap<>();
        LockMode lock = effect.lock();
        fact.put("relation", effect.relation());
        fact.put("kind", effect.kind());
        fact.put("existed", effect.existed());
        fact.put("rows_estimated", effect.rows() < 0 ? null : effect.rows());
        fact.put("bytes", effect.bytes());
        fact.put("lock", lock == null || !effect.existed() ? null : lock.words());
        fact.put("blocks_reads", lock != null && effect.existed() && lock.blocksReads());
        fact.put("blocks_writes", lock != null && effect.existed() && lock.blocksWrites());
        fact.put("rewritten", effect.rewritten());
        fact.put("truncated", effect.truncated());
        fact.put("dropped", effect.dropped());
        fact.put("rows_read", effect.rowsRead());
        fact.put("rows_inserted", effect.inserted());
        fact.put("rows_updated", effect.updated());
        fact.put("rows_deleted", effect.deleted());
        return fact;
    }
}
