package dev.bailiwick.db.loss;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is in the database and would be no more: a table with rows, rows of a table, a column with values.
 *
 * @param kind what goes
 * @param name the table with its schema; of a column with the column after it, of an attribute with that after it; empty
 *     of large objects
 * @param count how many rows or values; negative where that can't be found out
 * @param exact whether they were counted; else the statistics say it
 * @param unread why nobody could look whether there are any; null where somebody has looked
 */
public record DataLoss(
        Kind kind,
        String name,
        long count,
        boolean exact,
        @Nullable String unread) {

    /** Kinds of losses. */
    public enum Kind {
        /** The table is dropped with its rows. */
        TABLE("table", "row"),
        /** The table stays, and all its rows go. */
        EMPTIED("all rows of table", "row"),
        /** The table stays, and some of its rows go. */
        ROWS("rows of table", "row"),
        /** A column is dropped with its values. */
        COLUMN("column", "value"),
        /** An attribute of a composite type goes, with what a column holds of it. */
        ATTRIBUTE("attribute", "value"),
        /** A column stays, and its values don't stay as they are: its type was changed. */
        CHANGED("values of column", "value"),
        /** What stands after a foreign table was written. */
        FOREIGN("foreign table", "row"),
        /** Large objects go. */
        LARGE_OBJECTS("large objects", "object"),
        /** What a file would take away can't be known. */
        UNKNOWN("what", "row");

        private final String words;
        private final String unit;

        Kind(String words, String unit) {
            this.words = words;
            this.unit = unit;
        }

        /** In JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What is counted. */
        public String unit() {
            return unit;
        }
    }

    /** In one line: {@code table ward.beds: about 12 000 000 rows}. */
    public String line() {
        if (kind == Kind.UNKNOWN) {
            return name + ": " + unread;
        }
        String what = (kind.words + " " + name).strip() + ": ";
        if (unread != null) {
            return what + unread;
        }
        if (count < 0 && kind == Kind.CHANGED) {
            return what + "not all stay as they are";
        }
        if (count < 0) {
            return what + "has " + kind.unit + "s; how many is not known";
        }
        String number = String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
        return what + (exact ? "" : "about ") + number + " " + kind.unit + (count == 1 ? "" : "s");
    }
}
