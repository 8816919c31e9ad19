package dev.bailiwick.engine.history;

import dev.bailiwick.db.history.EmptiedHistory;
import dev.bailiwick.db.history.TrackingTableCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells a history that was emptied together with its log from one that has not begun. What empties a history in order, a rollback
 * or {@code mark --pending}, leaves entries in the log.
 */
public final class EmptiedHistoryCheck {
    private final ProjectSession projectSession;
    private final TrackingTableCheck tables;

    /** @param tables that has read the histories */
    public EmptiedHistoryCheck(ProjectSession projectSession, TrackingTableCheck tables) {
        this.projectSession = projectSession;
        this.tables = tables;
    }

    /** Whether there is neither row nor entry. */
    static boolean empty(History history) {
        return history.kept() && history.rows().isEmpty() && history.version().log() == 0;
    }

    /** Why an empty history is not one that begins; empty where it is. Asks nothing of one that has rows or entries. */
    public Optional<Failure> of(Domain domain, History history) {
        if (!empty(history)) {
            return Optional.empty();
        }
        List<String> signs = new EmptiedHistory(projectSession.session())
                .signs(domain, tables.described().contains(domain));
        if (signs.isEmpty()) {
            return Optional.empty();
        }
        List<String> next = new ArrayList<>();
        next.add("bring " + domain.schema() + "." + domain.table() + " and " + domain.logTable()
                + " back from a backup");
        MissingHistoryTableCheck.begins(domain, next);
        return Optional.of(Failure.of(
                        domain.schema() + "." + domain.table() + " and its log are empty, and were not always",
                        next.toArray(String[]::new))
                .withDetails(signs)
                .withState("nothing was run"));
    }
}
