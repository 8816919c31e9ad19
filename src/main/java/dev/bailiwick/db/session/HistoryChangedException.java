package dev.bailiwick.db.session;

import dev.bailiwick.model.failure.ServerMessage;
import java.sql.SQLException;
import java.util.List;

/** In a transaction of ours, history or log became something else than what they were with what we wrote. */
public final class HistoryChangedException extends SQLException {
    /** The tracking table did not take what was written. */
    public static final String NOT_RECORDED = "BWNOR";

    private static final long serialVersionUID = 1L;

    /** SQLSTATE of ours. */
    public static final String STATE = "BWHIS";

    private final transient List<String> changes;
    private final transient List<String> others;

    public HistoryChangedException(List<String> changes) {
        this(changes, List.of());
    }

    private HistoryChangedException(List<String> changes, List<String> others) {
        super(String.join("; ", changes), STATE);
        this.changes = List.copyOf(changes);
        this.others = List.copyOf(others);
    }

    /** The tables of other domains' histories were changed. */
    public static HistoryChangedException ofOthers(List<String> tables) {
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
                NOT_RECORDED,
                "a rule or trigger on the tracking table or its log keeps the history from being written",
                String.join("\n", changes),
                null,
                null);
    }

    /** The tables of other domains' histories that are not as they were; empty where it is the domain's own. */
    public List<String> others() {
        return others;
    }

    /** What is not as it was, in words. */
    public List<String> changes() {
        return changes;
    }
}
