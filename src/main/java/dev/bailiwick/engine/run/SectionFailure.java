package dev.bailiwick.engine.run;

import dev.bailiwick.checks.GuardReport;
import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.engine.history.HistoryForeignKeyAdvice;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Direction;
import java.util.List;
import java.util.stream.Collectors;

/** Writes down that a section did not come to its end, and says what stands and what to type. */
public final class SectionFailure {
    /** How often, and how far apart, a failure is offered to a history that another runner has. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MS = 250;

    private final ProjectSession projectSession;
    private final SectionRun unit;
    private final RunFailures failures;
    private final LockRetry locks;
    private final Planned planned;

    /**
     * What the section was planned with.
     *
     * @param domain whose run it is
     * @param units all of them
     * @param begins whether nothing was applied before the first of them
     * @param shared whether they share a transaction
     */
    record Planned(Domain domain, List<SectionRun> units, boolean begins, boolean shared) {}

    SectionFailure(
            ProjectSession projectSession, SectionRun unit, RunFailures failures, LockRetry locks, Planned planned) {
        this.projectSession = projectSession;
        this.unit = unit;
        this.failures = failures;
        this.locks = locks;
        this.planned = planned;
    }

    /**
     * What is said of an outcome other than {@link SectionResult.Done}.
     *
     * @param version of the history that the unit was planned from
     */
    BailiwickException of(SectionResult outcome, History.Version version) {
        if (outcome instanceof SectionResult.Failed failed) {
            return rolledBack(failed.error());
        }
        if (outcome instanceof SectionResult.GuardViolations beyond) {
            return refused(beyond);
        }
        if (outcome instanceof SectionResult.Unread unread) {
            return unread(unread);
        }
        if (outcome instanceof SectionResult.HistoryChanged changed) {
            boolean recorded = record(changed.forHistory());
            ExitCode exit = changed.offset() < 0 ? ExitCode.ROLLED_BACK : ExitCode.REFUSED;
            return new BailiwickException(exit, failures.history().changed(changed, recorded));
        }
        if (outcome instanceof SectionResult.SequenceBehind behind) {
            return new BailiwickException(ExitCode.REFUSED, failures.history().sequenceBehind(behind.why()));
        }
        if (outcome instanceof SectionResult.Stopped stopped) {
            return new BailiwickException(
                    ExitCode.PARTLY_DONE,
                    HistoryForeignKeyAdvice.added(
                            projectSession,
                            planned.domain,
                            failures.partlyDone().stopped(stopped)));
        }
        if (outcome instanceof SectionResult.Undecided undecided) {
            return new BailiwickException(
                    ExitCode.REFUSED, failures.partlyDone().undecided(undecided));
        }
        if (outcome instanceof SectionResult.Lost lost) {
            return new LostConnectionCheck(projectSession).of(unit, lost, failures, version);
        }
        throw new IllegalStateException("no failure: " + outcome);
    }

    private BailiwickException rolledBack(SqlError error) {
        boolean begun = error.statement() > 0;
        if (unit.section().transaction()
                && RunDecisions.answer(error) == RunDecisions.Answer.NO_LOCK
                && !projectSession.cancellation().requested()) {
            return busy(error);
        }
        boolean recorded = !begun || !unit.section().transaction() || record(error.forHistory(unit));
        if (projectSession.cancellation().requested() && error.said().sqlState().equals("57014")) {
            return new BailiwickException(ExitCode.INTERRUPTED, failures.cancelled(error));
        }
        return new BailiwickException(
                error.settingsRefused() ? ExitCode.USAGE : ExitCode.ROLLED_BACK,
                explained(error, failures.rolledBack(error, recorded)));
    }

    /** Where it makes what is there, or takes back what is gone: which files that is true of. */
    private Failure explained(SqlError error, Failure failure) {
        int at = planned.units.indexOf(unit);
        boolean others = at > 0 && planned.shared;
        if (at < 0 || others || !ExistingObjectsAdvice.concerns(unit, error)) {
            return HistoryForeignKeyAdvice.added(projectSession, planned.domain, failure);
        }
        return new ExistingObjectsAdvice(
                        projectSession, planned.units.subList(at, planned.units.size()), planned.begins)
                .explained(failure);
    }

    /** Words for what the guard has found in a unit. */
    public static GuardReport guardReport(ProjectSession projectSession, SectionRun unit) {
        boolean down = unit.direction() == Direction.DOWN;
        return new GuardReport(
                new GuardReport.Ran(unit.domain(), unit.path(), unit.text(), unit.section(), down),
                projectSession.project().domains());
    }

    private BailiwickException refused(SectionResult.GuardViolations beyond) {
        GuardReport report = guardReport(projectSession, unit);
        String sentences = GuardReport.distinct(beyond.violations()).stream()
                .map(report::sentence)
                .collect(Collectors.joining("\n"));
        boolean recorded = record("refused by the domain guard:\n" + sentences);
        return new BailiwickException(ExitCode.REFUSED, report.failures(beyond.violations(), failures.state(recorded)));
    }

    private BailiwickException busy(SqlError error) {
        boolean recorded = record(error.forHistory(unit), true);
        return new BailiwickException(ExitCode.BUSY, failures.busy(error, recorded, locks.tries(), locks.blockers()));
    }

    private BailiwickException unread(SectionResult.Unread unread) {
        if (projectSession.cancellation().requested()) {
            return new BailiwickException(ExitCode.INTERRUPTED, failures.cancelled(unread));
        }
        boolean recorded = record("cannot read " + unread.path() + ": " + unread.reason());
        return new BailiwickException(ExitCode.ROLLED_BACK, failures.unread(unread, recorded));
    }

    /** Writes the failure into the history; what stops that is reported beside the failure itself. */
    private boolean record(String error) {
        return record(error, false);
    }

    private boolean record(String error, boolean busy) {
        try {
            HistoryWriter bookkeeping = new HistoryWriter(projectSession.session(), projectSession.settings());
            for (int i = 0; i < ATTEMPTS; i++) {
                if (busy ? bookkeeping.recordGivenUp(unit, error) : bookkeeping.recordFailure(unit, error)) {
                    return true;
                }
                projectSession.cancellation().sleep(PAUSE_MS);
            }
            projectSession.events().note("the failure could not be recorded: another runner has the domain");
        } catch (SqlFailure | BailiwickException e) {
            projectSession.events().note("the failure could not be recorded: " + e.getMessage());
        }
        return false;
    }
}
