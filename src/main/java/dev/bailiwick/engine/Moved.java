package dev.bailiwick.engine;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;

/** Somebody else changed the history under a command that does not plan anew by itself. */
final class Moved {
    private Moved() {}

    static BailiwickException during(String again, Domain domain, int done) {
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
