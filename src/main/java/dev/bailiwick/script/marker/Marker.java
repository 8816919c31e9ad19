package dev.bailiwick.script.marker;

import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Limits;
import java.util.List;

/**
 * A line that opens a section, with its options.
 *
 * @param guessed whether the line only looks like a marker; the file is refused, but reads on as its author meant it
 */
public record Marker(
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
    public static String spelled(Direction direction) {
        return direction == Direction.UP ? "-- migrate:up" : "-- migrate:down";
    }
}
