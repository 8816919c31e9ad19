package dev.bailiwick.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Races as bars: how many times as long as the floor each takes. */
final class Plot {
    private static final int NAMES = 230;
    private static final int BARS = 420;
    private static final int LINE = 22;
    private static final int MOST = 8;

    private Plot() {}

    static String svg(List<Comparison.Result> results, String machine) {
        StringBuilder bars = new StringBuilder();
        int y = 30;
        for (Comparison.Result result : results) {
            bars.append(text(10, y, "start", "bold", result.race().work()));
            y += LINE;
            for (Map.Entry<String, Measurement> one : result.medians().entrySet()) {
                double ratio = result.ratio(one.getKey());
                double width = Math.min(ratio, MOST) / MOST * BARS;
                boolean ours = one.getKey().startsWith("bailiwick");
                bars.append(text(NAMES - 8, y, "end", "normal", one.getKey()));
                bars.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" rx=\"2\" fill=\"%s\"/>%n",
                        NAMES,
                        y - 11,
                        width,
                        ours ? "#2f6fb2" : "#b8bec6"));
                bars.append(text(
                        NAMES + (int) width + 6, y, "start", "normal", String.format(Locale.ROOT, "%.2f ×", ratio)));
                y += LINE;
            }
            y += LINE / 2;
        }
        bars.append(text(10, y, "start", "normal", machine));
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                NAMES + BARS + 90,
                y + 20,
                bars);
    }

    private static String text(int x, int y, String anchor, String weight, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                weight,
                escaped);
    }
}
