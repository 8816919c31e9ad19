package dev.bailiwick.engine.run;

import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.db.run.LostConnectionResult;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import java.util.Optional;

/**
 * Finds out what became of a unit whose connection broke.
 *
 * <p>A commit can still be under way after the connection is gone: "no row" proves nothing until the domain is ours
 * (probed: a row became visible about a second after the reconnect).
 */
final class LostConnectionCheck {
    private static final int PATIENCE_MS = 30_000;

    private final ProjectSession projectSession;

    LostConnectionCheck(ProjectSession projectSession) {
        this.projectSession = projectSession;
    }

    /** Logs in again, locks the domain, looks, and says what stands. */
    BailiwickException of(SectionRun unit, SectionResult.Lost lost, RunFailures failures, History.Version planned) {
        return exception(unit, lost, failures, look(unit, planned));
    }

    /** What stands, as it was looked up. */
    BailiwickException exception(
            SectionRun unit, SectionResult.Lost lost, RunFailures failures, Optional<LostConnectionResult> settled) {
        Optional<Boolean> recorded = settled.map(LostConnectionResult::recorded);
        boolean whole = unit.section().transaction() || recorded.orElse(false);
        ExitCode exit = whole ? ExitCode.UNREACHABLE : ExitCode.PARTLY_DONE;
        return new BailiwickException(exit, failures.lost(lost.reason(), recorded));
    }

    /** Logs in again, locks the domain, and looks; empty where that can't be found out. */
    Optional<LostConnectionResult> look(SectionRun unit, History.Version planned) {
        long until = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        while (System.nanoTime() < until && !projectSession.cancellation().requested()) {
            projectSession.forgetSession();
            try {
                Optional<LostConnectionResult> settled =
                        new HistoryWriter(projectSession.session(), projectSession.settings()).settled(unit, planned);
                if (settled.isPresent()) {
                    return settled;
                }
                projectSession.cancellation().sleep(500);
            } catch (SqlFailure | BailiwickException e) {
                if (hopeless(e)) {
                    projectSession.events().note("what became of it could not be looked up: " + e.getMessage());
                    return Optional.empty();
                }
                projectSession.events().note("the server does not answer yet: " + e.getMessage());
                projectSession.cancellation().sleep(2_000);
            }
        }
        return Optional.empty();
    }

    /** A database that is no more, or a login that is refused now, does not come back by waiting. */
    private static boolean hopeless(RuntimeException e) {
        return e instanceof BailiwickException refused
                && refused.failures().stream()
                        .map(Failure::said)
                        .anyMatch(said -> said != null
                                && (said.sqlState().equals("3D000")
                                        || said.sqlState().startsWith("28")));
    }
}
