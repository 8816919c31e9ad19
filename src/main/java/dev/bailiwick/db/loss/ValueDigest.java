package dev.bailiwick.db.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column come to as text, whatever the order of the rows.
 *
 * @param count how many are not NULL
 * @param sum of their hashes
 * @param type the column's
 */
record ValueDigest(long count, String sum, String type) {
    /** One row: count, sum. */
    static String query(String table, String value) {
        return "SELECT count(v), coalesce(sum(hashtextextended(v COLLATE \"C\", 0)::numeric), 0)::text"
                + " FROM (SELECT (" + value + ")::text AS v FROM ONLY " + table + ") AS values";
    }

    static @Nullable ValueDigest only(List<ValueDigest> rows) {
        return rows.size() == 1 ? rows.get(0) : null;
    }

    boolean sameValues(ValueDigest other) {
        return count == other.count && sum.equals(other.sum);
    }
}
