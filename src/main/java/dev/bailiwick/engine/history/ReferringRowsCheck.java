package dev.bailiwick.engine.history;

import dev.bailiwick.db.loss.HistoryForeignKeys;
import dev.bailiwick.db.loss.HistoryForeignKeys.Taking;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NameList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Refuses to delete rows of a tracking table to which rows of people's tables refer, by a foreign key that deletes these with them, or
 * empties their columns: what is only bookkeeping takes nothing away.
 */
public final class ReferringRowsCheck {
    private final ProjectSession projectSession;

    public ReferringRowsCheck(ProjectSession projectSession) {
        this.projectSession = projectSession;
    }

    /**
     * Makes sure that no such row goes with those of these files.
     *
     * @param again the command that goes on then
     */
    public void require(Domain domain, Collection<String> filenames, String state, String again) {
        List<Failure> refusals = new ArrayList<>();
        for (Taking taking : new HistoryForeignKeys(projectSession.session()).taking(domain, filenames)) {
            refusals.add(refusal(taking, filenames, state, again));
        }
        if (!refusals.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, refusals);
        }
    }

    private static Failure refusal(Taking taking, Collection<String> filenames, String state, String again) {
        String table = taking.key().table();
        String rows = taking.rows() < 0
                ? "rows of " + table + ", which can't be counted, may refer"
                : taking.rows() == 1 ? "1 row of " + table + " refers" : taking.rows() + " rows of " + table + " refer";
        String become = taking.deletes() ? "would be deleted with it" : "would lose that value";
        return Failure.of(
                        rows + " to the row of " + NameList.of(List.copyOf(filenames)) + " in "
                                + taking.key().referenced()
                                + ", which is to be deleted, and " + become + ": foreign key "
                                + taking.key().name()
                                + " is ON DELETE " + taking.action(),
                        "to keep what is in " + table + ", as its owner: "
                                + taking.key().dropped(),
                        "or, where that may go, take it away first",
                        "then: " + again)
                .withState(state);
    }
}
