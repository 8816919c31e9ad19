package dev.bailiwick.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Lays out rows in columns that are as wide as they must be; columns that don't fit the terminal are left out whole. */
final class Table {
    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    /**
     * A column.
     *
     * @param head its name
     * @param right whether its cells end at the same place, as numbers do
     * @param keep where the terminal is narrow, columns with a higher number take the room first; the highest always
     *     stay, and the lowest is shown only where all are
     */
    record Column(String head, boolean right, int keep) {}

    private record Row(List<String> cells, UnaryOperator<String> colour, List<String> below) {}

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column, safe for a terminal
     * @param colour of the first cell
     * @param below lines that explain the row
     */
    void add(List<String> cells, UnaryOperator<String> colour, List<String> below) {
        rows.add(new Row(cells, colour, below));
    }

    /** The whole table, its heads first; without columns in which nothing stands. */
    String text(TextStyle style, int width) {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        List<Integer> shown = shown(widths, width);
        StringBuilder text = new StringBuilder();
        List<String> heads = columns.stream().map(Column::head).toList();
        append(text, style.dim(line(heads, UnaryOperator.identity(), shown, widths)));
        for (Row row : rows) {
            append(text, line(row.cells(), row.colour(), shown, widths));
            row.below().forEach(line -> append(text, INDENT + INDENT + INDENT + line));
        }
        return text.toString();
    }

    private int width(int column) {
        int widest = rows.stream()
                .mapToInt(row -> TerminalCells.width(row.cells().get(column)))
                .max()
                .orElse(0);
        return Math.max(widest, TerminalCells.width(columns.get(column).head()));
    }

    private List<Integer> shown(int[] widths, int width) {
        List<Integer> byWorth = IntStream.range(0, columns.size())
                .boxed()
                .filter(c -> rows.stream().anyMatch(row -> !row.cells().get(c).isEmpty()))
                .sorted(Comparator.comparing((Integer c) -> columns.get(c).keep())
                        .reversed())
                .toList();
        int most = columns.get(byWorth.get(0)).keep();
        int least = columns.get(byWorth.get(byWorth.size() - 1)).keep();
        List<Integer> shown = new ArrayList<>();
        int used = 0;
        boolean all = true;
        for (Integer c : byWorth) {
            int keep = columns.get(c).keep();
            int needed = used + GAP.length() + widths[c];
            if (keep == most || (needed <= width && (all || keep > least))) {
                shown.add(c);
                used = needed;
            } else {
                all = false;
            }
        }
        return shown.stream().sorted().toList();
    }

    private String line(List<String> cells, UnaryOperator<String> colour, List<Integer> shown, int[] widths) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int c : shown) {
            String cell = cells.get(c);
            String padded = columns.get(c).right() ? TerminalCells.right(cell, widths[c]) : TerminalCells.left(cell, widths[c]);
            line.append(c == 0 ? colour.apply(padded) : padded).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static void append(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
