package dev.bailiwick.bench;

import java.util.List;
import java.util.Locale;

/**
 * Comparisons as bars: how many times as long as the reference each takes. Where there is a target for that it is a line across
 * the bar; other targets stand below as text, green where they are met and red where not.
 */
final class Plot {
    private static final int NAMES = 300;
    private static final int BARS = 360;
    private static final int VERDICTS = 250;
    private static final int LINE = 22;
    private static final int MOST = 6;
    private static final String BLACK = "#1f2328";
    private static final String GREEN = "#1a7f37";
    private static final String RED = "#cf222e";

    private final StringBuilder drawn = new StringBuilder();
    private int y = 24;

    private Plot() {}

    static String svg(Conditions conditions, List<Comparison.Result> results, List<Figure> others) {
        Plot plot = new Plot();
        conditions.lines().forEach(line -> plot.line(line, "normal", BLACK));
        results.forEach(plot::comparison);
        plot.y += LINE / 2;
        for (Figure figure : others) {
            if (figure.target() != null) {
                plot.line(figure.what() + ": " + figure.text() + ", " + figure.verdict(), "normal", colour(figure));
            }
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                NAMES + BARS + VERDICTS,
                plot.y,
                plot.drawn);
    }

    private void comparison(Comparison.Result result) {
        y += LINE / 2;
        line(result.comparison().work(), "bold", BLACK);
        for (String name : result.runs().keySet()) {
            bar(result, name);
        }
        for (Goal goal : result.comparison().goals()) {
            if (!onBar(goal, result)) {
                Figure figure = goal.figure(result);
                text(
                        NAMES,
                        "start",
                        "normal",
                        colour(figure),
                        figure.what() + ": " + figure.text() + ", " + figure.verdict());
                y += LINE;
            }
        }
    }

    private void bar(Comparison.Result result, String name) {
        double ratio = result.ratio(name).median();
        boolean ours = name.startsWith("bailiwick");
        text(NAMES - 8, "end", "normal", BLACK, name);
        box(NAMES, y - 11, width(ratio), 14, ours ? "#2f6fb2" : "#b8bec6");
        double end = width(ratio);
        String number = Unit.RATIO.text(ratio);
        String colour = BLACK;
        for (Goal goal : result.comparison().goals()) {
            if (goal.contender().equals(name) && onBar(goal, result)) {
                Figure figure = goal.figure(result);
                double bound = width(goal.target().bound());
                box(NAMES + bound - 1, y - 14, 2, 20, BLACK);
                end = Math.max(end, bound);
                number += ", " + figure.verdict();
                colour = colour(figure);
            }
        }
        text(NAMES + (int) end + 6, "start", "normal", colour, number);
        y += LINE;
    }

    private static boolean onBar(Goal goal, Comparison.Result result) {
        return result.comparison().reference().equals(goal.against());
    }

    private static double width(double ratio) {
        return Math.min(ratio, MOST) / MOST * BARS;
    }

    private static String colour(Figure figure) {
        return figure.met() ? GREEN : RED;
    }

    private void line(String text, String weight, String colour) {
        text(10, "start", weight, colour, text);
        y += LINE;
    }

    private void box(double x, int top, double width, int height, String colour) {
        drawn.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                top,
                width,
                height,
                colour));
    }

    private void text(int x, String anchor, String weight, String colour, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        drawn.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                weight,
                colour,
                escaped));
    }
}
