package dev.bailiwick.engine;

import dev.bailiwick.checks.GuardReport;
import dev.bailiwick.db.Aftermath;
import dev.bailiwick.db.Applier;
import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.db.GroupTransaction;
import dev.bailiwick.db.LockWatch;
import dev.bailiwick.db.Outcome;
import dev.bailiwick.db.OutsideTransaction;
import dev.bailiwick.db.RunListener;
import dev.bailiwick.db.SqlError;
import dev.bailiwick.db.SqlFailure;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.Limits;
import dev.bailiwick.model.Step;
import dev.bailiwick.model.Violation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends the units of one domain, one after the other, waits for other runners, and tells what came of each. */
final class Execution {
    /** How often, and how far apart, a failure is offered to a history that another runner has. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MS = 250;

    private final Site site;
    private final Domain domain;
    private final List<Step> steps = new ArrayList<>();
    private final Waiting waiting;
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

    private List<Unit> planned = List.of();

    /** Whether the history had nothing applied before the first of them. */
    private boolean begins;

    /**
     * The execution of one domain's units.
     *
     * @param again the command that goes on after a failure, when so many units are left
     */
    Execution(Site site, Domain domain, IntFunction<String> again) {
        this.again = again;
        this.site = site;
        this.domain = domain;
        this.waiting = new Waiting(site, domain);
        this.listener = site.events()::notice;
    }

    /** What was done so far, in order. */
    List<Step> steps() {
        return steps;
    }

    /**
     * Runs units, each in a transaction of its own or outside of any.
     *
     * @return false where the history turned out to be another one than planned from: plan again
     */
    boolean each(List<Unit> units, History history) {
        plans(units, history);
        try (LockWatch watch = watch(units)) {
            retry = new LockRetry(site, watch);
            return eachOf(units, history, retry);
        }
    }

    private void plans(List<Unit> units, History history) {
        requireNothingGoes(units, history);
        begins = planned.isEmpty() && history.rows().stream().noneMatch(HistoryRow::standing);
        planned = units;
    }

    /** A run deletes the row of a failure before it writes its own. */
    private void requireNothingGoes(List<Unit> units, History history) {
        Set<String> failed = SharedTransaction.failedRows(history);
        List<String> replaced = units.stream()
                .filter(unit ->
                        unit.direction() == Direction.UP && unit.domain().equals(domain))
                .filter(unit -> unit.section().transaction() && failed.contains(unit.filename()))
                .map(Unit::filename)
                .toList();
        new ReferringRowsCheck(site).require(domain, replaced, "nothing was run", again.apply(units.size()));
    }

    private boolean eachOf(List<Unit> units, History history, LockRetry locks) {
        History.Version version = history.version();
        Set<String> failed = SharedTransaction.failedRows(history);
        Applier applier = applier();
        GroupSize size = new GroupSize();
        if (begins && !site.settings().fileTransactions()) {
            size.shareTransactions(GroupTransaction.most(site.session().info()));
        }
        int next = 0;
        int limit = units.size();
        while (next < units.size()) {
            left = units.size() - next;
            locks.begins();
            List<Unit> sharing = size.inTransaction(units, next, failed);
            if (sharing.size() > 1) {
                GroupTransaction.Result result = inTransaction(sharing, size, version);
                if (result.stop() instanceof Outcome.Moved) {
                    return false;
                }
                if (result.stop() == null && result.ran().isEmpty()) {
                    size.split(next + sharing.size());
                }
                for (Applier.Ran ran : result.ran()) {
                    version = finished(ran);
                }
                next += result.ran().size();
                continue;
            }
            List<Unit> group = size.next(units, next, limit);
            Outcome stop = null;
            if (group.size() > 1) {
                Applier.Grouped grouped = attempt(applier, group, size, version, failed, locks);
                for (Applier.Ran ran : grouped.ran()) {
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
                grouped.said().forEach(site.events()::notice);
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
    private GroupTransaction.Result inTransaction(List<Unit> units, GroupSize size, History.Version version) {
        requireGoOn(units.get(0));
        starts(units.get(0));
        long begun = System.nanoTime();
        GroupTransaction.Result result = group().run(units, version, this::starts);
        if (!result.ran().isEmpty()) {
            size.took(units.size(), (System.nanoTime() - begun) / 1_000_000);
        }
        return went(units, result, version);
    }

    /** Units in one transaction that is left open. */
    GroupTransaction.Result inTransaction(GroupTransaction group, List<Unit> units, History.Version version) {
        requireGoOn(units.get(0));
        starts(units.get(0));
        return went(units, group.runOpen(units, version, this::starts), version);
    }

    private GroupTransaction.Result went(List<Unit> units, GroupTransaction.Result result, History.Version version) {
        if (result.stop() instanceof Outcome.Lost lost) {
            throw lost(units, lost, version);
        }
        if (result.stop() instanceof Outcome.Locked) {
            waiting.once();
        }
        return result;
    }

    private GroupTransaction group() {
        return new GroupTransaction(site.session(), site.settings(), site.cancellation());
    }

    /** Units in one message; what was lost with the connection is told at once. */
    private Applier.Grouped attempt(
            Applier applier,
            List<Unit> group,
            GroupSize size,
            History.Version version,
            Set<String> failed,
            LockRetry locks) {
        Unit first = group.get(0);
        requireGoOn(first);
        starts(first);
        long begun = System.nanoTime();
        Iterator<Unit> ran = group.iterator();
        Applier.Grouped grouped = applier.group(group, version, failed, unit -> {
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
     * A unit in a message of its own, or on after what came of it in a group.
     *
     * @return null where the history turned out to be another one
     */
    private Outcome.@Nullable Done alone(
            Applier applier,
            Unit unit,
            @Nullable Outcome sofar,
            History.Version version,
            Set<String> failed,
            LockRetry locks) {
        Outcome outcome = sofar;
        Trespass trespass = new Trespass(site, unit);
        if (outcome == null || outcome instanceof Outcome.Locked) {
            starts(unit);
            outcome = attempt(applier, unit, Applier.Frame.WHOLE, version, failed);
        }
        while (unit.section().transaction() && again(outcome, unit, locks)) {
            outcome = attempt(applier, unit, Applier.Frame.WHOLE, version, failed);
        }
        if (outcome instanceof Outcome.Moved) {
            return null;
        }
        trespass.tell(outcome);
        if (!(outcome instanceof Outcome.Done done)) {
            throw failure(unit, outcome, version);
        }
        finished(unit, done);
        if (unit.section().transaction()) {
            locks.held(unit);
        }
        return done;
    }

    void starts(Unit unit) {
        site.events().started(domain, unit.filename(), unit.direction());
    }

    History.Version finished(Applier.Ran ran) {
        starts(ran.unit());
        ran.notices().forEach(site.events()::notice);
        return finished(ran.unit(), ran.done());
    }

    private History.Version finished(Unit unit, Outcome.Done done) {
        finished(unit.step(done));
        beyond(unit, done.violations());
        return done.version();
    }

    /**
     * Runs units in one transaction: all of them or none.
     *
     * @param histories that were planned from, of all their domains
     */
    SharedTransaction.End together(List<Unit> units, Map<Domain, History> histories, SharedTransaction.Ends ends) {
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
    void hearsNothingMore() {
        listener = RunListener.SILENT;
    }

    /** What is said of units that share a transaction. */
    void shares(@Nullable String whenRolledBack, int units) {
        whole = whenRolledBack;
        left = units;
    }

    /** The same for one domain: false where the history turned out to be another one than planned from. */
    boolean together(List<Unit> units, History history) {
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

    /** Whether a unit that did not get a lock is to be tried again now. */
    private static boolean again(Outcome outcome, Unit unit, LockRetry locks) {
        return outcome instanceof Outcome.Failed failed
                && LockRetry.concerns(failed.error())
                && locks.again(unit, failed.error());
    }

    /** Looks at statements that take long, and soon enough to see who blocks one that won't wait for long. */
    private LockWatch watch(List<Unit> units) {
        long patience = PATIENCE_MS;
        for (Unit unit : units) {
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

    Outcome attempt(Applier applier, Unit unit, Applier.Frame frame, History.Version version, Set<String> failed) {
        while (true) {
            requireGoOn(unit);
            Outcome outcome = unit.section().transaction()
                    ? applier.apply(unit, frame, version, failed.contains(unit.filename()), listener)
                    : new OutsideTransaction(site.connector(), site.session(), site.settings(), site.cancellation())
                            .run(unit, version, listener);
            if (!(outcome instanceof Outcome.Locked)) {
                return outcome;
            }
            if (unit.domain().equals(domain)) {
                waiting.once();
            } else {
                new Waiting(site, unit.domain()).once();
            }
        }
    }

    private Failures about(Unit unit) {
        return new Failures(unit, steps, left - 1, again.apply(left), whole);
    }

    BailiwickException failure(Unit unit, Outcome outcome, History.Version planned) {
        Failures failures = about(unit);
        if (outcome instanceof Outcome.Failed failed) {
            return rolledBack(unit, failed.error(), failures);
        }
        if (outcome instanceof Outcome.Beyond beyond) {
            return refused(unit, beyond, failures);
        }
        if (outcome instanceof Outcome.Unread unread) {
            return unread(unit, unread, failures);
        }
        if (outcome instanceof Outcome.HistoryChanged changed) {
            boolean recorded = record(unit, changed.forHistory());
            ExitCode exit = changed.offset() < 0 ? ExitCode.ROLLED_BACK : ExitCode.REFUSED;
            return new BailiwickException(exit, failures.historyChanged(changed, recorded));
        }
        if (outcome instanceof Outcome.SequenceBehind behind) {
            return new BailiwickException(ExitCode.REFUSED, failures.sequenceBehind(behind.why()));
        }
        if (outcome instanceof Outcome.Stopped stopped) {
            return new BailiwickException(
                    ExitCode.PARTLY_DONE, ForeignKeyAdvice.added(site, domain, failures.stopped(stopped)));
        }
        if (outcome instanceof Outcome.Undecided undecided) {
            return new BailiwickException(ExitCode.REFUSED, failures.undecided(undecided));
        }
        if (outcome instanceof Outcome.Lost lost) {
            return new Settlement(site).of(unit, lost, failures, planned);
        }
        throw new IllegalStateException("no failure: " + outcome);
    }

    private BailiwickException rolledBack(Unit unit, SqlError error, Failures failures) {
        boolean begun = error.statement() > 0;
        if (unit.section().transaction()
                && LockRetry.concerns(error)
                && !site.cancellation().requested()) {
            return busy(unit, error, failures);
        }
        boolean recorded = !begun || !unit.section().transaction() || record(unit, error.forHistory(unit));
        if (site.cancellation().requested() && error.said().sqlState().equals("57014")) {
            return new BailiwickException(ExitCode.INTERRUPTED, failures.cancelled(error));
        }
        return new BailiwickException(
                error.settingsRefused() ? ExitCode.USAGE : ExitCode.ROLLED_BACK,
                explained(unit, error, failures.rolledBack(error, recorded)));
    }

    /** Where it makes what is there, or takes back what is gone: which files that is true of. */
    private Failure explained(Unit unit, SqlError error, Failure failure) {
        int at = planned.indexOf(unit);
        boolean others = at > 0 && whole != null;
        if (at < 0 || others || !ExistingObjects.concerns(unit, error)) {
            return ForeignKeyAdvice.added(site, domain, failure);
        }
        return new ExistingObjects(site, planned.subList(at, planned.size()), begins).explained(failure);
    }

    /** What the domain guard found, where it is only told. */
    void beyond(Unit unit, List<Violation> violations) {
        GuardReport report = guardReport(site, unit);
        GuardReport.distinct(violations).forEach(violation -> site.events().note(report.sentence(violation)));
    }

    /** Words for what the guard has found in a unit. */
    static GuardReport guardReport(Site site, Unit unit) {
        boolean down = unit.direction() == Direction.DOWN;
        return new GuardReport(
                new GuardReport.Ran(unit.domain(), unit.path(), unit.text(), unit.section(), down),
                site.project().domains());
    }

    private BailiwickException refused(Unit unit, Outcome.Beyond beyond, Failures failures) {
        GuardReport report = guardReport(site, unit);
        String sentences = GuardReport.distinct(beyond.violations()).stream()
                .map(report::sentence)
                .collect(Collectors.joining("\n"));
        boolean recorded = record(unit, "refused by the domain guard:\n" + sentences);
        return new BailiwickException(ExitCode.REFUSED, report.failures(beyond.violations(), failures.state(recorded)));
    }

    private BailiwickException busy(Unit unit, SqlError error, Failures failures) {
        boolean recorded = record(unit, error.forHistory(unit), true);
        LockRetry locks = Objects.requireNonNull(retry);
        return new BailiwickException(ExitCode.BUSY, failures.busy(error, recorded, locks.tries(), locks.blockers()));
    }

    private BailiwickException unread(Unit unit, Outcome.Unread unread, Failures failures) {
        if (site.cancellation().requested()) {
            return new BailiwickException(ExitCode.INTERRUPTED, failures.cancelled(unread));
        }
        boolean recorded = record(unit, "cannot read " + unread.path() + ": " + unread.reason());
        return new BailiwickException(ExitCode.ROLLED_BACK, failures.unread(unread, recorded));
    }

    /** Writes the failure into the history; what stops that is told beside the failure itself. */
    private boolean record(Unit unit, String error) {
        return record(unit, error, false);
    }

    private boolean record(Unit unit, String error, boolean busy) {
        try {
            Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
            for (int i = 0; i < ATTEMPTS; i++) {
                if (busy ? bookkeeping.recordGivenUp(unit, error) : bookkeeping.recordFailure(unit, error)) {
                    return true;
                }
                site.cancellation().sleep(PAUSE_MS);
            }
            site.events().note("the failure could not be recorded: another runner has the domain");
        } catch (SqlFailure | BailiwickException e) {
            site.events().note("the failure could not be recorded: " + e.getMessage());
        }
        return false;
    }

    private void requireGoOn(Unit unit) {
        if (site.cancellation().requested()) {
            throw new BailiwickException(ExitCode.INTERRUPTED, about(unit).notStarted());
        }
    }

    /** Looks up what stands of units in one message whose connection broke, one after the other, and tells it. */
    private BailiwickException lost(List<Unit> group, Outcome.Lost lost, History.Version planned) {
        Settlement settlement = new Settlement(site);
        Unit last = group.get(group.size() - 1);
        for (Unit unit : group) {
            Optional<Aftermath> settled = settlement.look(unit, planned);
            if (unit.equals(last) || settled.isEmpty() || !settled.get().recorded()) {
                return settlement.exception(unit, lost, about(unit), settled);
            }
            finished(unit.step(settled.get().milliseconds()));
            left--;
        }
        throw new IllegalStateException("an empty group");
    }

    private Applier applier() {
        return new Applier(site.session(), site.settings(), site.cancellation());
    }
}
