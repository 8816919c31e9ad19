package dev.bailiwick.engine.session;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import org.jspecify.annotations.Nullable;

/** Somebody else changed the history under a command: it plans anew while that brings it on, and refuses where it doesn't. */
public final class StaleHistoryRetry {
    /** So often a command plans anew although nothing has come on since. */
    private static final int ROUNDS = 3;

    private final Domain domain;
    private History.@Nullable Version seen;
    private int rounds;

    public StaleHistoryRetry(Domain domain) {
        this.domain = domain;
    }

    /**
     * Another round begins.
     *
     * @param planned from what it is planned
     * @param done how much was done so far
     * @throws BailiwickException exit 3 where the history is the same as in the rounds before, and still they came to nothing
     */
    public void again(History.Version planned, int done) {
        rounds = planned.equals(seen) ? rounds + 1 : 1;
        seen = planned;
        if (rounds > ROUNDS) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    "domain " + domain.name() + ": the server says that its history has changed, "
                                            + ROUNDS
                                            + " times in a row, and each time it was found unchanged (last row "
                                            + planned.row() + ", last log entry " + planned.log() + ")",
                                    "look for what else writes to " + domain.schema() + "." + domain.table()
                                            + " or hides its rows: triggers, policies, a section that inserts its own row",
                                    "bailiwick status " + domain.name())
                            .withState(
                                    done == 0
                                            ? "nothing was run by this command"
                                            : done + " done by this command stand"));
        }
    }

    public static BailiwickException during(String again, Domain domain, int done) {
        return new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                "another runner changed domain " + domain.name() + " at the same time",
                                "bailiwick status " + domain.name(),
                                "then, if it is still wanted: " + again)
                        .withState(
                                done == 0 ? "nothing was run by this command" : done + " done by this command stand"));
    }
}
