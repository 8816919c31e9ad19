package dev.bailiwick.db.loss;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a transaction has taken away.
 *
 * @param table or the composite type's relation, or a large object
 * @param column its number; 0 of a table
 * @param deleted how many rows were deleted; 0 where that is not counted
 * @param values what a column holds instead; null where that is not known
 * @param unread what can't be known of it; null where it is known
 */
public record TakenAwayObject(
        DataLoss.Kind kind,
        long table,
        int column,
        long deleted,
        @Nullable ValueDigest values,
        @Nullable String unread) {

    static TakenAwayObject of(DataLoss.Kind kind, long table) {
        return new TakenAwayObject(kind, table, 0, 0, null, null);
    }

    private record Key(DataLoss.Kind kind, long table, int column) {}

    /** A section may make large objects of its own, with another number each time. */
    private Key key() {
        return new Key(kind, kind == DataLoss.Kind.LARGE_OBJECTS ? 0 : table, column);
    }

    /** Whether of each of these there is one among those agreed to that is the same, or takes more. */
    public static boolean within(Collection<TakenAwayObject> gone, Collection<TakenAwayObject> agreed) {
        Set<Key> keys = agreed.stream().map(TakenAwayObject::key).collect(Collectors.toSet());
        return gone.stream()
                .allMatch(one -> keys.contains(one.key()) || keys.contains(new Key(DataLoss.Kind.TABLE, one.table, 0)));
    }
}
