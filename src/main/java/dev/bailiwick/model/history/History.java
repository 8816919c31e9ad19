package dev.bailiwick.model.history;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a domain's tracking table said at one moment.
 *
 * @param kept whether the tracking table exists; false before the first run
 * @param rows in the order of their ids
 * @param version changes with every change of the history: what a plan was made from is compared with it
 */
public record History(boolean kept, List<HistoryRow> rows, Version version) {

    public History {
        rows = List.copyOf(rows);
    }

    /** Before the first run. */
    public static final History NONE = new History(false, List.of(), new Version(0, 0));

    /** The number of the last batch, 0 where there is none; a person may have written one below. */
    public int lastBatch() {
        return Math.max(0, rows.stream().mapToInt(HistoryRow::batch).max().orElse(0));
    }

    /** Files whose rows say that they failed. */
    public Set<String> failedFiles() {
        return rows.stream()
                .filter(row -> !row.success())
                .map(HistoryRow::filename)
                .collect(Collectors.toSet());
    }

    /**
     * The highest ids of the tracking table and of its log. Every run writes to the log; a person's INSERT raises the
     * first.
     */
    public record Version(long row, long log) {}
}
