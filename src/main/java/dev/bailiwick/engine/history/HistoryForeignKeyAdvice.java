package dev.bailiwick.engine.history;

import dev.bailiwick.db.loss.HistoryForeignKeys;
import dev.bailiwick.db.loss.HistoryForeignKeys.ForeignKey;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Advice where a foreign key that people have made keeps a row of a tracking table, or an entry of its log, from going. */
public final class HistoryForeignKeyAdvice {
    /** foreign_key_violation, and restrict_violation, which is what ON DELETE RESTRICT raises from PostgreSQL 18 on. */
    private static final Set<String> VIOLATIONS = Set.of("23503", "23001");

    private HistoryForeignKeyAdvice() {}

    /** The failure; where it comes from such a key, with the table that refers to ours before all other advice. */
    public static Failure added(ProjectSession projectSession, Domain domain, Failure failure) {
        ServerMessage said = failure.said();
        if (said == null || !VIOLATIONS.contains(said.sqlState())) {
            return failure;
        }
        List<String> next = new ArrayList<>();
        for (ForeignKey key : new HistoryForeignKeys(projectSession.session()).ofOthers(domain)) {
            if (named(said.constraint(), key)) {
                next.add(key.table() + " refers to " + key.referenced()
                        + ", whose rows go with a rollback; as its owner: " + key.dropped());
            }
        }
        if (next.isEmpty()) {
            return failure;
        }
        next.addAll(failure.next());
        return new Failure(failure.what(), failure.where(), failure.said(), failure.state(), failure.details(), next);
    }

    private static boolean named(ServerMessage.@Nullable Constraint constraint, ForeignKey key) {
        return constraint != null
                && key.name().equals(constraint.name())
                && key.table().equals(constraint.schema() + "." + constraint.table());
    }
}
