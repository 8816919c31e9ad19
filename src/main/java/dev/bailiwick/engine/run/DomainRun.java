package dev.bailiwick.engine.run;

import dev.bailiwick.checks.GuardReport;
import dev.bailiwick.db.run.GroupTransaction;
import dev.bailiwick.db.run.LockWatch;
import dev.bailiwick.db.run.LostConnectionResult;
import dev.bailiwick.db.run.SectionRunner;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.engine.history.ReferringRowsCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.RunnerWait;
import dev.bailiwick.model.catalog.Violation;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Sends the units of one domain, one after the other, waits for other runners, and tells what came of each. */
public final class DomainRun {
    private final ProjectSession projectSession;
    private final Domain domain;
    private final List<Step> steps = new ArrayList<>();
    private final RunnerWait waiting;
    private final IntFunction<String> again;

    /** What stands when the transaction that units share is rolled back; null where each has its own. */
    private @Nullable String whole;

    /** How long a statement runs before it is looked at. */
    private static final long PATIENCE_MS = 600;

    /** What becomes of units that don't get their locks; null before the first is run. */
    private @Nullable LockRetry retry;

    /** Hears what the server says while units run. */
    private RunListener listener;

    /** How many units are not done. */
    private int left;

    /** The one that was begun last. */
    private @Nullable SectionRun atWork;

    private List<SectionRun> planned = List.of();

    /** Whether the history had nothing applied before the first of them. */
    private boolean begins;

    /**
     * The execution of one domain's units.
     *
     * @param again the command that goes on after a failure, when so many units are left
     */
    public DomainRun(ProjectSession projectSession, Domain domain, IntFunction<String> again) {
        this.again = again;
        this.projectSession = projectSession;
        this.domain = domain;
        this.waiting = new RunnerWait(projectSession, domain);
        this.listener = projectSession.events()::notice;
    }

    /** What was done so far, in order. */
    public List<Step> steps() {
        return steps;
    }

    /**
     * Runs units, each in a transaction of its own or outside of any.
     *
     * @return false where the history turned out to be another one than planned from: plan again
     */
    public boolean each(List<SectionRun> units, History history) {
        plans(units, history);
        try (LockWatch watch = watch(units)) {
            retry = new LockRetry(projectSession, watch);
            return new SeparateTransactions(this, projectSession, runner(), retry, history).run(units, begins);
        }
    }

    private void plans(List<SectionRun> units, History history) {
        requireNothingGoes(units, history);
        begins = planned.isEmpty() && history.rows().stream().noneMatch(HistoryRow::standing);
        planned = units;
    }

    /** A run deletes the row of a failure before it writes its own. */
    private void requireNothingGoes(List<SectionRun> units, History history) {
        Set<String> failed = history.failedFiles();
        List<String> replaced = units.stream()
                .filter(unit ->
                        unit.direction() == Direction.UP && unit.domain().equals(domain))
                .filter(unit -> unit.section().transaction() && failed.contains(unit.filename()))
                .map(SectionRun::filename)
                .toList();
        new ReferringRowsCheck(projectSession).require(domain, replaced, "nothing was run", again.apply(units.size()));
    }

    /**
     * Files in one transaction; what was lost with the connection, or cancelled, is reported at once.
     *
     * @param send sends them
     */
    GroupTransaction.Result ran(
            List<SectionRun> units, History.Version version, Function<GroupTransaction, GroupTransaction.Result> send) {
        requireGoOn(units.get(0));
        starts(units.get(0));
        GroupTransaction.Result result = send.apply(group());
        if (result.outcome() instanceof SectionResult.Lost lost) {
            throw lost(units, lost, version);
        }
        if (result.outcome() instanceof SectionResult.RolledBack
                && projectSession.cancellation().requested()) {
            int after = left - units.size();
            RunFailures failures = new RunFailures(
                    units.get(0), new StateAfterFailure(units.get(0), steps, after, null), again.apply(left));
            throw new BailiwickException(
                    ExitCode.INTERRUPTED, failures.cancelledTogether(units.size(), Objects.requireNonNull(atWork)));
        }
        return result;
    }

    GroupTransaction group() {
        return new GroupTransaction(projectSession.session(), projectSession.settings(), projectSession.cancellation());
    }

    /** So many units are not done. */
    void left(int units) {
        left = units;
    }

    /** Hears what the server says while units run. */
    RunListener listener() {
        return listener;
    }

    /** Waits until the other runner has left the unit's domain. */
    void waitFor(SectionRun unit) {
        (unit.domain().equals(domain) ? waiting : new RunnerWait(projectSession, unit.domain())).once();
    }

    /** One of the units that share a transaction. */
    SectionResult attempt(
            SectionRunner runner,
            SectionRun unit,
            SectionRunner.Frame frame,
            SectionRunner.Look look,
            History.Version version,
            Set<String> failed) {
        requireGoOn(unit);
        return runner.apply(unit, frame, look, version, failed.contains(unit.filename()), listener);
    }

    void starts(SectionRun unit) {
        atWork = unit;
        projectSession.events().started(domain, unit.filename(), unit.direction());
    }

    History.Version finished(SectionRunner.Ran ran) {
        starts(ran.unit());
        ran.notices().forEach(projectSession.events()::notice);
        return finished(ran.unit(), ran.done());
    }

    History.Version finished(SectionRun unit, SectionResult.Done done) {
        finished(unit.step(done));
        beyond(unit, done.violations());
        return done.version();
    }

    /**
     * Runs units in one transaction: all of them or none.
     *
     * @param histories that were planned from, of all their domains
     */
    public AllOrNothingRun.End together(
            List<SectionRun> units, Map<Domain, History> histories, AllOrNothingRun.Ends ends) {
        plans(units, histories.getOrDefault(domain, History.NONE));
        try (LockWatch watch = watch(units)) {
            retry = new LockRetry(projectSession, watch);
            retry.begins();
            AllOrNothingRun.End end = new AllOrNothingRun(this, runner(), ends).run(units, histories, retry);
            if (end != AllOrNothingRun.End.DONE) {
                whole = null;
            }
            return end;
        }
    }

    /** From now on units run a second time: what the server says of them was reported. */
    public void hearsNothingMore() {
        listener = RunListener.SILENT;
    }

    /** The server that they run at. */
    ServerInfo server() {
        return projectSession.session().info();
    }

    /** What is said of units that share a transaction. */
    void shares(@Nullable String whenRolledBack, int units) {
        whole = whenRolledBack;
        left = units;
    }

    /** The same for one domain: false where the history turned out to be another one than planned from. */
    public boolean together(List<SectionRun> units, History history) {
        return switch (together(units, Map.of(domain, history), new AllOrNothingRun.Ends() {})) {
            case DONE -> true;
            case STALE, HELD_BACK -> false;
            case TOO_MANY_LOCKS ->
                throw new BailiwickException(
                        ExitCode.ROLLED_BACK,
                        Failure.of(
                                        "the server has no room for the locks of " + units.size()
                                                + " files in one transaction (max_locks_per_transaction)",
                                        "raise max_locks_per_transaction there, and restart it",
                                        "or leave out --one-transaction")
                                .withState("nothing of the " + units.size() + " files stands"));
        };
    }

    /** Looks at statements that take long, and soon enough to see who blocks one that won't wait for long. */
    private LockWatch watch(List<SectionRun> units) {
        long patience = PATIENCE_MS;
        for (SectionRun unit : units) {
            String timeout = unit.limits(projectSession.settings()).lockTimeout();
            long milliseconds = timeout == null ? 0 : Limits.milliseconds(timeout);
            patience = milliseconds > 0 ? Math.min(patience, Math.max(1, milliseconds / 4)) : patience;
        }
        return new LockWatch(
                projectSession.connector(),
                projectSession.cancellation(),
                domain,
                patience,
                projectSession.events()::busy,
                projectSession.events()::note);
    }

    void finished(Step step) {
        steps.add(step);
        projectSession.events().done(step);
    }

    private RunFailures about(SectionRun unit) {
        return new RunFailures(unit, new StateAfterFailure(unit, steps, left - 1, whole), again.apply(left));
    }

    BailiwickException failure(SectionRun unit, SectionResult outcome, History.Version version) {
        return new SectionFailure(
                        projectSession,
                        unit,
                        about(unit),
                        Objects.requireNonNull(retry),
                        new SectionFailure.Planned(domain, planned, begins, whole != null))
                .of(outcome, version);
    }

    /** What the domain guard found, where it is only reported. */
    void beyond(SectionRun unit, List<Violation> violations) {
        GuardReport report = SectionFailure.guardReport(projectSession, unit);
        GuardReport.distinct(violations)
                .forEach(violation -> projectSession.events().note(report.sentence(violation)));
    }

    void requireGoOn(SectionRun unit) {
        if (projectSession.cancellation().requested()) {
            throw new BailiwickException(ExitCode.INTERRUPTED, about(unit).notStarted());
        }
    }

    /** Looks up what stands of units in one message whose connection broke, one after the other, and tells it. */
    BailiwickException lost(List<SectionRun> group, SectionResult.Lost lost, History.Version planned) {
        LostConnectionCheck settlement = new LostConnectionCheck(projectSession);
        SectionRun last = group.get(group.size() - 1);
        for (SectionRun unit : group) {
            Optional<LostConnectionResult> settled = settlement.look(unit, planned);
            if (unit.equals(last) || settled.isEmpty() || !settled.get().recorded()) {
                return settlement.exception(unit, lost, about(unit), settled);
            }
            finished(unit.step(settled.get().milliseconds()));
            left--;
        }
        throw new IllegalStateException("an empty group");
    }

    private SectionRunner runner() {
        return new SectionRunner(projectSession.session(), projectSession.settings(), projectSession.cancellation());
    }
}
