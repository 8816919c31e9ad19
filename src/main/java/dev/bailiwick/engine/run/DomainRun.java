package dev.bailiwick.engine.run;

import dev.bailiwick.checks.GuardReport;
import dev.bailiwick.db.outside.OutsideTransaction;
import dev.bailiwick.db.run.GroupTransaction;
import dev.bailiwick.db.run.LockWatch;
import dev.bailiwick.db.run.LostConnectionResult;
import dev.bailiwick.db.run.SectionRunner;
import dev.bailiwick.db.section.Outcome;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.history.ReferringRowsCheck;
import dev.bailiwick.engine.prepare.ProjectSession;
import dev.bailiwick.engine.prepare.RunnerWait;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends the units of one domain, one after the other, waits for other runners, and tells what came of each. */
public final class DomainRun {
    private final ProjectSession site;
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

    /** Whether the history is watched through every transaction: what stands on its tables stands there for the next one, too. */
    private boolean watched;

    /** Whether the history had nothing applied before the first of them. */
    private boolean begins;

    /**
     * The execution of one domain's units.
     *
     * @param again the command that goes on after a failure, when so many units are left
     */
    public DomainRun(ProjectSession site, Domain domain, IntFunction<String> again) {
        this.again = again;
        this.site = site;
        this.domain = domain;
        this.waiting = new RunnerWait(site, domain);
        this.listener = site.events()::notice;
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
            retry = new LockRetry(site, watch);
            return eachOf(units, history, retry);
        }
    }

    private void plans(List<SectionRun> units, History history) {
        requireNothingGoes(units, history);
        begins = planned.isEmpty() && history.rows().stream().noneMatch(HistoryRow::standing);
        planned = units;
    }

    /** A run deletes the row of a failure before it writes its own. */
    private void requireNothingGoes(List<SectionRun> units, History history) {
        Set<String> failed = SharedTransaction.failedRows(history);
        List<String> replaced = units.stream()
                .filter(unit ->
                        unit.direction() == Direction.UP && unit.domain().equals(domain))
                .filter(unit -> unit.section().transaction() && failed.contains(unit.filename()))
                .map(SectionRun::filename)
                .toList();
        new ReferringRowsCheck(site).require(domain, replaced, "nothing was run", again.apply(units.size()));
    }

    private boolean eachOf(List<SectionRun> units, History history, LockRetry locks) {
        History.Version version = history.version();
        Set<String> failed = SharedTransaction.failedRows(history);
        SectionRunner applier = applier();
        GroupSize size = new GroupSize();
        if (begins && !site.settings().fileTransactions()) {
            size.shareTransactions(GroupTransaction.most(site.session().info()));
        }
        int next = 0;
        int limit = units.size();
        while (next < units.size()) {
            left = units.size() - next;
            locks.begins();
            List<SectionRun> group = size.inTransaction(units, next, failed);
            if (group.size() > 1) {
                GroupTransaction.Result result = inTransaction(group, size, version);
                switch (RunTable.next(RunTable.Way.GROUP, result.outcome())) {
                    case GO_ON -> {
                        for (SectionRunner.Ran ran : result.ran()) {
                            version = finished(ran);
                        }
                        next += group.size();
                    }
                    case WAIT -> waiting.once();
                    case PLAN_AGAIN -> {
                        return false;
                    }
                    default -> size.split(next + group.size());
                }
                continue;
            }
            group = size.next(units, next, watched ? next + 1 : limit);
            Outcome stop = null;
            if (group.size() > 1) {
                SectionRunner.Grouped grouped = attempt(applier, group, size, version, failed, locks);
                for (SectionRunner.Ran ran : grouped.ran()) {
                    version = finished(ran);
                }
                next += grouped.ran().size();
                if (grouped.readable() > 0) {
                    limit = next + grouped.readable();
                }
                if (grouped.readable() > 0 || grouped.ran().size() == group.size()) {
                    continue;
                }
                stop = grouped.stop();
                left = units.size() - next;
                starts(units.get(next));
                if (stop != null && RunTable.next(RunTable.Way.MESSAGE, stop) == RunTable.Next.ONE_BY_ONE) {
                    stop = null;
                } else {
                    grouped.said().forEach(site.events()::notice);
                }
            }
            Outcome.Done done = alone(applier, units.get(next), stop, version, failed, locks);
            if (done == null) {
                return false;
            }
            version = done.version();
            next++;
            limit = units.size();
        }
        return true;
    }

    /** Units in one transaction, for the time that it saves. */
    private GroupTransaction.Result inTransaction(List<SectionRun> units, GroupSize size, History.Version version) {
        long begun = System.nanoTime();
        GroupTransaction.Result result = ran(units, () -> group().run(units, version, this::starts), version);
        if (!result.ran().isEmpty()) {
            size.took(units.size(), (System.nanoTime() - begun) / 1_000_000);
        }
        return result;
    }

    /** Units in one transaction that is left open. */
    GroupTransaction.Result leftOpen(GroupTransaction group, List<SectionRun> units, History.Version version) {
        return ran(units, () -> group.runOpen(units, version, this::starts), version);
    }

    private GroupTransaction.Result ran(
            List<SectionRun> units, Supplier<GroupTransaction.Result> run, History.Version version) {
        requireGoOn(units.get(0));
        starts(units.get(0));
        GroupTransaction.Result result = run.get();
        if (result.outcome() instanceof Outcome.Lost lost) {
            throw lost(units, lost, version);
        }
        if (result.outcome() instanceof Outcome.RolledBack && site.cancellation().requested()) {
            int behind = left - units.size();
            RunFailures failures = new RunFailures(units.get(0), steps, behind, again.apply(left), null);
            throw new BailiwickException(ExitCode.INTERRUPTED, failures.cancelledTogether(units.size(), Objects.requireNonNull(atWork)));
        }
        return result;
    }

    private GroupTransaction group() {
        return new GroupTransaction(site.session(), site.settings(), site.cancellation());
    }

    /** Units in one message; what was lost with the connection is told at once. */
    private SectionRunner.Grouped attempt(
            SectionRunner applier,
            List<SectionRun> group,
            GroupSize size,
            History.Version version,
            Set<String> failed,
            LockRetry locks) {
        SectionRun first = group.get(0);
        requireGoOn(first);
        starts(first);
        long begun = System.nanoTime();
        Iterator<SectionRun> ran = group.iterator();
        SectionRunner.Grouped grouped = applier.group(group, version, failed, unit -> {
            locks.held(ran.next());
            locks.begins();
            starts(unit);
        });
        if (grouped.ran().size() == group.size()) {
            locks.held(ran.next());
        }
        size.took(group.size(), (System.nanoTime() - begun) / 1_000_000);
        if (grouped.stop() instanceof Outcome.Lost lost) {
            throw lost(group, lost, version);
        }
        return grouped;
    }

    /**
     * A unit by itself, or on after what came of it in a message with others.
     *
     * @return null where the history turned out to be another one
     */
    private Outcome.@Nullable Done alone(
            SectionRunner applier,
            SectionRun unit,
            @Nullable Outcome sofar,
            History.Version version,
            Set<String> failed,
            LockRetry locks) {
        OtherDomainsCheck trespass = new OtherDomainsCheck(site, unit);
        RunTable.Way way = way(unit);
        RunTable.Way sent = sofar == null ? way : RunTable.Way.MESSAGE;
        RunListener hears = listener;
        boolean sequences = false;
        Outcome outcome = sofar;
        if (outcome == null) {
            starts(unit);
            outcome = attempt(applier, unit, way, version, failed, hears);
        }
        while (true) {
            RunTable.Next next = RunTable.next(sent, outcome);
            switch (next) {
                case GO_ON -> {
                    trespass.tell(outcome);
                    Outcome.Done done = (Outcome.Done) outcome;
                    watched |= way == RunTable.Way.FILE_WATCHED && way != way(unit);
                    finished(unit, done);
                    if (unit.section().transaction()) {
                        locks.held(unit);
                    }
                    return done;
                }
                case PLAN_AGAIN -> {
                    return null;
                }
                case WAIT -> waitFor(unit);
                case UNPREPARE -> way = RunTable.Way.FILE_UNPREPARED;
                case WATCH -> way = RunTable.Way.FILE_WATCHED;
                case SET_SEQUENCES -> {
                    Outcome set = sequences ? outcome : applier.sequencesAhead(unit.domain());
                    if (set instanceof Outcome.Locked) {
                        waitFor(unit);
                    } else if (set != null) {
                        throw failure(unit, set, version);
                    }
                    sequences = set == null;
                    way = RunTable.Way.FILE_WATCHED;
                }
                case RETRY -> {
                    if (!(outcome instanceof Outcome.Failed vain) || !locks.again(unit, vain.error())) {
                        throw failure(unit, outcome, version);
                    }
                }
                case ONE_BY_ONE, JUDGE_EACH, STOP -> {
                    trespass.tell(outcome);
                    throw failure(unit, outcome, version);
                }
            }
            // What the server says of it was told, but where it was rolled back long ago.
            hears = next == RunTable.Next.RETRY || next == RunTable.Next.WAIT ? listener : RunListener.SILENT;
            outcome = attempt(applier, unit, way, version, failed, hears);
            sent = way;
        }
    }

    /** How a unit by itself is sent first. */
    private RunTable.Way way(SectionRun unit) {
        if (!unit.section().transaction()) {
            return RunTable.Way.OUTSIDE;
        }
        return watched || SectionRunner.mayDropBookkeeping(unit) ? RunTable.Way.FILE_WATCHED : RunTable.Way.FILE;
    }

    private Outcome attempt(
            SectionRunner applier,
            SectionRun unit,
            RunTable.Way way,
            History.Version version,
            Set<String> failed,
            RunListener hears) {
        requireGoOn(unit);
        return switch (way) {
            case OUTSIDE ->
                new OutsideTransaction(site.connector(), site.session(), site.settings(), site.cancellation())
                        .run(unit, version, hears);
            case FILE_WATCHED -> apply(applier, unit, SectionRunner.Look.WATCHED, version, failed, hears);
            case FILE_UNPREPARED -> apply(applier, unit, SectionRunner.Look.UNPREPARED, version, failed, hears);
            default -> apply(applier, unit, SectionRunner.Look.SHORT, version, failed, hears);
        };
    }

    private static Outcome apply(
            SectionRunner applier,
            SectionRun unit,
            SectionRunner.Look look,
            History.Version version,
            Set<String> failed,
            RunListener hears) {
        return applier.apply(
                unit, SectionRunner.Frame.WHOLE, look, version, failed.contains(unit.filename()), hears);
    }

    /** Waits until the other runner has left the unit's domain. */
    void waitFor(SectionRun unit) {
        (unit.domain().equals(domain) ? waiting : new RunnerWait(site, unit.domain())).once();
    }

    /** One of the units that share a transaction. */
    Outcome attempt(
            SectionRunner applier,
            SectionRun unit,
            SectionRunner.Frame frame,
            SectionRunner.Look look,
            History.Version version,
            Set<String> failed) {
        requireGoOn(unit);
        return applier.apply(unit, frame, look, version, failed.contains(unit.filename()), listener);
    }

    void starts(SectionRun unit) {
        atWork = unit;
        site.events().started(domain, unit.filename(), unit.direction());
    }

    History.Version finished(SectionRunner.Ran ran) {
        starts(ran.unit());
        ran.notices().forEach(site.events()::notice);
        return finished(ran.unit(), ran.done());
    }

    private History.Version finished(SectionRun unit, Outcome.Done done) {
        finished(unit.step(done));
        beyond(unit, done.violations());
        return done.version();
    }

    /**
     * Runs units in one transaction: all of them or none.
     *
     * @param histories that were planned from, of all their domains
     */
    public SharedTransaction.End together(List<SectionRun> units, Map<Domain, History> histories, SharedTransaction.Ends ends) {
        plans(units, histories.getOrDefault(domain, History.NONE));
        try (LockWatch watch = watch(units)) {
            retry = new LockRetry(site, watch);
            retry.begins();
            SharedTransaction.End end = new SharedTransaction(this, applier(), group(), ends).run(units, histories, retry);
            if (end != SharedTransaction.End.DONE) {
                whole = null;
            }
            return end;
        }
    }

    /** From now on units run a second time: what the server says of them was told. */
    public void hearsNothingMore() {
        listener = RunListener.SILENT;
    }

    /** What is said of units that share a transaction. */
    void shares(@Nullable String whenRolledBack, int units) {
        whole = whenRolledBack;
        left = units;
    }

    /** The same for one domain: false where the history turned out to be another one than planned from. */
    public boolean together(List<SectionRun> units, History history) {
        return switch (together(units, Map.of(domain, history), new SharedTransaction.Ends() {})) {
            case DONE -> true;
            case MOVED, HELD_BACK -> false;
            case TOO_MANY_LOCKS ->
                throw new BailiwickException(
                        ExitCode.ROLLED_BACK,
                        Failure.of(
                                        "the server has no room for the locks of " + units.size()
                                                + " files in one transaction (max_locks_per_transaction)",
                                        "raise max_locks_per_transaction there, and restart it",
                                        "or leave out --one-transaction")
                                .withState("rolled back: nothing of the " + units.size() + " files stands"));
        };
    }

    /** Looks at statements that take long, and soon enough to see who blocks one that won't wait for long. */
    private LockWatch watch(List<SectionRun> units) {
        long patience = PATIENCE_MS;
        for (SectionRun unit : units) {
            String timeout = unit.limits(site.settings()).lockTimeout();
            long milliseconds = timeout == null ? 0 : Limits.milliseconds(timeout);
            patience = milliseconds > 0 ? Math.min(patience, Math.max(1, milliseconds / 4)) : patience;
        }
        return new LockWatch(
                site.connector(), site.cancellation(), domain, patience, site.events()::busy, site.events()::note);
    }

    void finished(Step step) {
        steps.add(step);
        site.events().done(step);
    }

    private RunFailures about(SectionRun unit) {
        return new RunFailures(unit, steps, left - 1, again.apply(left), whole);
    }

    BailiwickException failure(SectionRun unit, Outcome outcome, History.Version version) {
        return new SectionFailure(
                        site,
                        unit,
                        about(unit),
                        Objects.requireNonNull(retry),
                        new SectionFailure.Planned(domain, planned, begins, whole != null))
                .of(outcome, version);
    }

    /** What the domain guard found, where it is only told. */
    void beyond(SectionRun unit, List<Violation> violations) {
        GuardReport report = SectionFailure.guardReport(site, unit);
        GuardReport.distinct(violations).forEach(violation -> site.events().note(report.sentence(violation)));
    }

    private void requireGoOn(SectionRun unit) {
        if (site.cancellation().requested()) {
            throw new BailiwickException(ExitCode.INTERRUPTED, about(unit).notStarted());
        }
    }

    /** Looks up what stands of units in one message whose connection broke, one after the other, and tells it. */
    private BailiwickException lost(List<SectionRun> group, Outcome.Lost lost, History.Version planned) {
        LostConnectionCheck settlement = new LostConnectionCheck(site);
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

    private SectionRunner applier() {
        return new SectionRunner(site.session(), site.settings(), site.cancellation());
    }
}
