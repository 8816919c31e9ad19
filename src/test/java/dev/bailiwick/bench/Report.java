package dev.bailiwick.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run of the benchmark says: a table for people, JSON for programs. */
final class Report {
    private final List<Comparison.Result> results = new ArrayList<>();
    private final List<String> figures = new ArrayList<>();
    private final StringBuilder table = new StringBuilder();

    /** A line of its own, for what is no race or is computed from one. */
    void figure(String what, double value, String unit, String beside) {
        line("%-46s %9.2f %-3s  %s", what, value, unit, beside);
        figures.add("{\"what\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"beside\": \"%s\"}"
                .formatted(what.replace("\\", "\\\\"), value, unit, beside));
    }

    void add(Comparison.Result result) {
        results.add(result);
        line(
                "%s%s",
                result.race().work(),
                result.race().target().isEmpty()
                        ? ""
                        : "   target: " + result.race().target());
        result.medians()
                .forEach((name, median) -> line(
                        "  %-34s %7.2f × %10s %12s",
                        name,
                        result.ratio(name),
                        median.megabytes() < 0 ? "" : "%.0f MB".formatted(median.megabytes()),
                        median.roundTrips() < 0 ? "" : median.roundTrips() + " trips"));
    }

    private void line(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        System.out.println(line);
        table.append(line).append('\n');
    }

    String table() {
        return table.toString();
    }

    List<Comparison.Result> results() {
        return results;
    }

    String json(String machine) {
        List<String> races = new ArrayList<>();
        for (Comparison.Result result : results) {
            List<String> contenders = new ArrayList<>();
            result.medians()
                    .forEach((name, median) -> contenders.add(String.format(
                            Locale.ROOT,
                            "      {\"name\": \"%s\", \"ratio\": %.3f, \"median_ms\": %.1f, \"peak_mb\": %.1f, \"round_trips\": %d}",
                            name,
                            result.ratio(name),
                            median.millis(),
                            median.megabytes(),
                            median.roundTrips())));
            races.add("    {\"work\": \"" + result.race().work() + "\", \"floor\": \""
                    + result.race().floor() + "\", \"target\": \""
                    + result.race().target() + "\", \"contenders\": [\n"
                    + String.join(",\n", contenders) + "\n    ]}");
        }
        return "{\n  \"machine\": \"" + machine + "\",\n  \"races\": [\n" + String.join(",\n", races)
                + "\n  ],\n  \"figures\": [" + String.join(", ", figures) + "]\n}\n";
    }
}
