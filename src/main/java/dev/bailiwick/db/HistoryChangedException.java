package dev.bailiwick.db;

import dev.bailiwick.model.ServerMessage;
import java.sql.SQLException;
import java.util.List;

/** In a transaction of ours, history or log became something else than what they were with what we wrote. */
final class HistoryChangedException extends SQLException {
    private static final long serialVersionUID = 1L;

    /** SQLSTATE of ours. */
    static final String STATE = "BWHIS";

    private final transient List<String> changes;
    private final transient List<String> others;

    HistoryChangedException(List<String> changes) {
        this(changes, List.of());
    }

    private HistoryChangedException(List<String> changes, List<String> others) {
        super(String.join("; ", changes), STATE);
        this.changes = List.copyOf(changes);
        this.others = List.copyOf(others);
    }

    /** The tables of other domains' histories were changed. */
    static HistoryChangedException ofOthers(List<String> tables) {
        return new HistoryChangedException(
                tables.stream()
                        .map(table -> table + ", of another domain, was written to, emptied or replaced")
                        .toList(),
                tables);
    }

    /** The same as the server would say it. */
    ServerMessage said() {
        return new ServerMessage(
                "ERROR",
                Records.NOT_RECORDED,
                "a rule or trigger on the tracking table or its log keeps the history from being written",
                String.join("\n", changes),
                null,
                null);
    }

    /** The tables of other domains' histories that are not as they were; empty where it is the domain's own. */
    List<String> others() {
        return others;
    }

    /** What is not as it was, in words. */
    List<String> changes() {
        return changes;
    }
}
