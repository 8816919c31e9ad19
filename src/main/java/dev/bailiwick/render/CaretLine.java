package dev.bailiwick.render;

import dev.bailiwick.model.script.Place;
import java.util.ArrayList;
import java.util.List;

/** The line of a place with its number, and a caret under the column. */
final class CaretLine {
    /** A line of data can be megabytes long; more than this helps nobody, on no terminal. */
    private static final int MOST = 160;

    /** How much of such a line is looked at on either side of the caret, in UTF-16 units. */
    private static final int AROUND = 1000;

    /** One character with the marks that stand on it. */
    private record Cell(String text, int width) {}

    private final List<Cell> cells = new ArrayList<>();
    private final int caret;

    private final boolean moreLeft;
    private final boolean moreRight;

    private CaretLine(String line, int column) {
        int points = line.codePointCount(0, line.length());
        int at = line.offsetByCodePoints(0, Math.min(points, Math.max(1, column) - 1));
        int from = whole(line, Math.max(0, at - AROUND));
        int to = whole(line, Math.min(line.length(), at + AROUND));
        moreLeft = from > 0;
        moreRight = to < line.length();
        int found = Integer.MAX_VALUE;
        for (int i = from; i < to; ) {
            int c = line.codePointAt(i);
            add(Terminal.shown(c));
            if (i == at) {
                found = cells.size() - 1;
            }
            i += Character.charCount(c);
        }
        caret = Math.min(found, cells.size());
    }

    /** An offset that does not stand within a surrogate pair. */
    private static int whole(String line, int offset) {
        boolean within = offset > 0
                && offset < line.length()
                && Character.isSurrogatePair(line.charAt(offset - 1), line.charAt(offset));
        return within ? offset - 1 : offset;
    }

    private void add(String shown) {
        int width = TerminalCells.width(shown);
        if (width == 0 && !cells.isEmpty()) {
            Cell base = cells.remove(cells.size() - 1);
            cells.add(new Cell(base.text() + shown, base.width()));
        } else {
            cells.add(new Cell(shown, width));
        }
    }

    /** Two lines; a column after the end of the line is taken as its end. */
    static List<String> of(Place place, TextStyle style, int width) {
        String number = Integer.toString(place.line());
        int room = Math.max(20, Math.min(width, MOST) - number.length() - 5);
        CaretLine excerpt = new CaretLine(place.lineText(), place.column());
        return excerpt.lines(number, room, style);
    }

    private List<String> lines(String number, int room, TextStyle style) {
        String ellipsis = style.ellipsis();
        int mark = TerminalCells.width(ellipsis);
        int before = width(0, caret);
        int total = width(0, cells.size());
        int first = 0;
        int last = cells.size();
        if (total > room) {
            // The caret at three fifths: what went wrong is more often explained by what stands before it.
            int from = before < room * 3 / 4 ? 0 : before - (room - 2 * mark) * 3 / 5;
            first = cellAt(Math.min(from, total - room + mark));
            int left = first > 0 ? room - mark : room;
            last = lastWithin(first, left);
            last = last < cells.size() ? lastWithin(first, left - mark) : last;
        }
        String cutLeft = first > 0 || moreLeft ? ellipsis : "";
        String cutRight = last < cells.size() || moreRight ? ellipsis : "";
        String text = cutLeft + text(first, last) + cutRight;
        String under = TerminalCells.blanks(TerminalCells.width(cutLeft) + width(first, caret));
        return List.of(
                ("  " + style.dim(number + " |") + " " + text).stripTrailing(),
                "  " + style.dim(TerminalCells.blanks(number.length()) + " |") + " " + under + style.red("^"));
    }

    private int cellAt(int offset) {
        int i = 0;
        for (int at = 0; at < offset && i < cells.size(); i++) {
            at += cells.get(i).width();
        }
        return i;
    }

    private int lastWithin(int first, int room) {
        int i = first;
        for (int used = 0; i < cells.size(); i++) {
            used += cells.get(i).width();
            if (used > room) {
                break;
            }
        }
        return i;
    }

    private int width(int from, int to) {
        return cells.subList(from, to).stream().mapToInt(Cell::width).sum();
    }

    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        cells.subList(from, to).forEach(cell -> text.append(cell.text()));
        return text.toString();
    }
}
