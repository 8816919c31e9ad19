package dev.bailiwick.script;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Limits;
import java.util.List;

/**
 * A line that opens a section, with its options.
 *
 * @param guessed whether the line only looks like a marker; the file is refused, but reads on as its author meant it
 */
record Marker(
        Direction direction,
        boolean guessed,
        boolean transaction,
        boolean irreversible,
        Limits limits,
        List<String> touches) {

    static Marker guess(Direction direction, boolean transaction) {
        return new Marker(direction, true, transaction, false, Limits.NONE, List.of());
    }

    /** The marker without its options, as it has to be written. */
    static String spelled(Direction direction) {
        return direction == Direction.UP ? "-- migrate:up" : "-- migrate:down";
    }
}
