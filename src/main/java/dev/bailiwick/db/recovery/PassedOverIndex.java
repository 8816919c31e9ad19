package dev.bailiwick.db.recovery;

import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** An index that no query uses, because its build has failed or is not done. */
public final class PassedOverIndex {
    private PassedOverIndex() {}

    /**
     * The index that a statement was to make or to rebuild, where it is INVALID though the statement reported success: IF NOT
     * EXISTS passes over what a failed CREATE INDEX CONCURRENTLY has left (manual, "CREATE INDEX").
     *
     * @param worker the session that ran the statement, whose search_path its names are meant for
     */
    public static Optional<ServerMessage> after(Recovery recovery, Session worker) throws SQLException {
        try {
            IndexLookup indexes = new IndexLookup(worker);
            return candidates(recovery, indexes).stream()
                    .filter(index -> !index.valid())
                    .findFirst()
                    .map(index -> passedOver(index, indexes.builder(index)));
        } catch (SqlFailure e) {
            // The statement is done: what broke here is reported like everything that breaks after it.
            throw e.sqlException();
        }
    }

    private static List<IndexLookup.Index> candidates(Recovery recovery, IndexLookup indexes) {
        if (recovery instanceof Recovery.IndexBuild build && !build.index().isEmpty()) {
            return indexes.of(build.table()).stream()
                    .filter(index -> index.name().equals(build.index()))
                    .toList();
        }
        if (recovery instanceof Recovery.Rebuild rebuild && rebuild.target() != null) {
            return switch (rebuild.kind()) {
                case "index" -> indexes.named(rebuild.target()).stream().toList();
                default -> List.of();
            };
        }
        return List.of();
    }

    private static ServerMessage passedOver(IndexLookup.Index index, Optional<Integer> builder) {
        String identity = index.identity();
        return builder.isPresent()
                ? new ServerMessage(
                        "ERROR",
                        NOT_BUILT,
                        "index " + identity + " is INVALID: no query uses it yet",
                        "Backend " + builder.get() + " is building it now, and IF NOT EXISTS passes over it.",
                        "Wait for its end.",
                        null)
                : new ServerMessage(
                        "ERROR",
                        NOT_BUILT,
                        "index " + identity + " is INVALID: no query uses it",
                        "A failed build has left it, and IF NOT EXISTS passes over it.",
                        "DROP INDEX CONCURRENTLY " + identity + ";",
                        null);
    }

    /** SQLSTATE, as PostgreSQL has it: object_not_in_prerequisite_state. */
    private static final String NOT_BUILT = "55000";
}
