package dev.bailiwick.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report for programs. */
final class Json {
    private Json() {}

    static String text(Conditions conditions, List<Comparison.Result> results, List<Figure> others) {
        return "{\n  \"conditions\": ["
                + list(conditions.lines().stream().map(Json::quoted).toList(), ", ")
                + "],\n  \"comparisons\": [\n"
                + list(results.stream().map(Json::comparison).toList(), ",\n")
                + "\n  ],\n  \"figures\": [\n"
                + list(others.stream().map(Json::figure).toList(), ",\n") + "\n  ]\n}\n";
    }

    private static String comparison(Comparison.Result result) {
        return "    {\"work\": " + quoted(result.comparison().work()) + ", \"reference\": "
                + quoted(result.comparison().reference()) + ",\n     \"contenders\": [\n"
                + list(
                        result.runs().keySet().stream()
                                .map(name -> contender(result, name))
                                .toList(),
                        ",\n")
                + "],\n     \"targets\": [\n"
                + list(result.figures().stream().map(Json::figure).toList(), ",\n") + "]}";
    }

    private static String contender(Comparison.Result result, String name) {
        Comparison.Ratio ratio = result.ratio(name);
        Measurement measured = result.of(name);
        return String.format(
                Locale.ROOT,
                "      {\"name\": %s, \"ratio\": %.3f, \"least\": %.3f, \"most\": %.3f, \"median_ms\": %.1f,"
                        + " \"peak_mb\": %.1f, \"round_trips\": %d}",
                quoted(name),
                ratio.median(),
                ratio.least(),
                ratio.most(),
                measured.millis(),
                measured.megabytes(),
                measured.roundTrips());
    }

    private static String figure(Figure figure) {
        return String.format(
                Locale.ROOT,
                "      {\"what\": %s, \"value\": %.3f, \"unit\": %s, \"target\": %s, \"met\": %s, \"note\": %s}",
                quoted(figure.what()),
                figure.value(),
                quoted(figure.unit().sign()),
                figure.target() == null ? "null" : quoted(figure.targetText()),
                figure.target() == null ? "null" : figure.met(),
                quoted(figure.note()));
    }

    private static String list(List<String> parts, String between) {
        return parts.stream().collect(Collectors.joining(between));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
