package dev.bailiwick.engine;

import dev.bailiwick.db.ForeignKeys;
import dev.bailiwick.db.ForeignKeys.ForeignKey;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.ServerMessage;
import java.util.ArrayList;
import java.util.List;

/** Advice where a foreign key that people have made keeps a row of a tracking table, or an entry of its log, from going. */
final class ForeignKeyAdvice {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private ForeignKeyAdvice() {}

    /** The failure; where it comes from such a key, with the table that refers to ours before all other advice. */
    static Failure added(Site site, Domain domain, Failure failure) {
        ServerMessage said = failure.said();
        if (said == null || !said.sqlState().equals(FOREIGN_KEY_VIOLATION)) {
            return failure;
        }
        List<String> next = new ArrayList<>();
        for (ForeignKey key : new ForeignKeys(site.session()).ofOthers(domain)) {
            // The message names it in every language.
            if (said.message().contains(key.name())) {
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
}
