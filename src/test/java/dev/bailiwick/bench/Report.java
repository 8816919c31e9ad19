package dev.bailiwick.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run of the benchmark says: a table for people, JSON for programs, a picture. */
final class Report {
    private final Conditions conditions;
    private final List<Comparison.Result> results = new ArrayList<>();
    private final List<Figure> others = new ArrayList<>();
    private final StringBuilder table = new StringBuilder();

    Report(Conditions conditions) {
        this.conditions = conditions;
        conditions.lines().forEach(line -> line("%s", line));
    }

    /** A number that is no comparison, or is computed from one. */
    void add(Figure figure) {
        others.add(figure);
        line("%s: %s%s", figure.what(), figure.text(), joined("  ", figure.verdict(), figure.note()));
    }

    void add(Comparison.Result result) {
        results.add(result);
        line("");
        line("%s", result.comparison().work());
        for (String name : result.runs().keySet()) {
            Comparison.Ratio ratio = result.ratio(name);
            Measurement measured = result.of(name);
            line(
                    "  %-42s %7.2f ×  %-16s%7s%11s",
                    name,
                    ratio.median(),
                    ratio.least() == ratio.most() ? "" : ratio.range(),
                    measured.megabytes() < 0 ? "" : "%.0f MB".formatted(measured.megabytes()),
                    measured.roundTrips() < 0 ? "" : measured.roundTrips() + " trips");
        }
        result.figures().forEach(figure -> line("    %s: %s   %s", figure.what(), figure.text(), figure.verdict()));
    }

    void note(String text) {
        line("");
        line("%s", text);
    }

    /** The last lines: how many targets are met, and which are not. */
    void conclude() {
        List<String> missed = new ArrayList<>();
        int targets = 0;
        for (Comparison.Result result : results) {
            for (Figure figure : result.figures()) {
                targets++;
                if (!figure.met()) {
                    missed.add(result.comparison().work() + ": " + said(figure));
                }
            }
        }
        for (Figure figure : others) {
            targets += figure.target() == null ? 0 : 1;
            if (!figure.met()) {
                missed.add(said(figure));
            }
        }
        line("");
        line("%d of %d targets are met%s", targets - missed.size(), targets, missed.isEmpty() ? "" : "; missed:");
        missed.forEach(one -> line("  %s", one));
    }

    private static String said(Figure figure) {
        return figure.what() + ": " + figure.text() + ", not " + figure.targetText();
    }

    private static String joined(String before, String... parts) {
        StringBuilder all = new StringBuilder();
        for (String part : parts) {
            all.append(part.isEmpty() ? "" : before + part);
        }
        return all.toString();
    }

    private void line(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values).stripTrailing();
        System.out.println(line);
        table.append(line).append('\n');
    }

    String table() {
        return table.toString();
    }

    String svg() {
        return Plot.svg(conditions, results, others);
    }

    String json() {
        return Json.text(conditions, results, others);
    }
}
