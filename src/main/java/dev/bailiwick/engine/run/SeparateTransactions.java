package dev.bailiwick.engine.run;

import dev.bailiwick.db.outside.OutsideTransaction;
import dev.bailiwick.db.run.GroupEligibility;
import dev.bailiwick.db.run.GroupTransaction;
import dev.bailiwick.db.run.PipelinedSections;
import dev.bailiwick.db.run.SavedHistory;
import dev.bailiwick.db.run.SectionRunner;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.history.History;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs files each in a transaction of its own, or outside of any. Short ones go to the server together, where that comes to the
 * same: in one message, or in one transaction while a domain is installed for the first time.
 */
final class SeparateTransactions {
    private final DomainRun run;
    private final ProjectSession projectSession;
    private final SectionRunner runner;
    private final LockRetry locks;
    private final NextGroup size = new NextGroup();

    /** Names of the files whose failure is in the history. */
    private final Set<String> failed;

    /** Of the history, after what was done last. */
    private History.Version version;

    /** Whether the history is watched through every transaction: what stands on its tables stands there for the next one, too. */
    private boolean watched;

    SeparateTransactions(
            DomainRun run, ProjectSession projectSession, SectionRunner runner, LockRetry locks, History history) {
        this.run = run;
        this.projectSession = projectSession;
        this.runner = runner;
        this.locks = locks;
        this.version = history.version();
        this.failed = history.failedFiles();
    }

    /**
     * Runs them in order.
     *
     * @param installs whether nothing was applied before the first of them
     * @return false where the history turned out to be another one than planned from
     */
    boolean run(List<SectionRun> units, boolean installs) {
        if (installs && !projectSession.settings().fileTransactions()) {
            size.shareTransactions(
                    GroupEligibility.most(projectSession.session().info()));
        }
        int next = 0;
        int limit = units.size();
        while (next < units.size()) {
            run.left(units.size() - next);
            locks.begins();
            List<SectionRun> group = size.inTransaction(units, next, failed);
            if (group.size() > 1) {
                switch (inTransaction(group)) {
                    case GO_ON -> next += group.size();
                    case WAIT -> run.waitFor(group.get(0));
                    case PLAN_AGAIN -> {
                        return false;
                    }
                    default -> size.split(next + group.size());
                }
                continue;
            }
            group = size.next(units, next, watched ? next + 1 : limit);
            SectionResult stop = null;
            if (group.size() > 1) {
                PipelinedSections.Result grouped = inMessage(group);
                next += grouped.ran().size();
                if (grouped.readable() > 0) {
                    limit = next + grouped.readable();
                }
                if (grouped.readable() > 0 || grouped.ran().size() == group.size()) {
                    continue;
                }
                stop = grouped.stop();
                run.left(units.size() - next);
                run.starts(units.get(next));
                if (stop != null && RunDecisions.next(RunDecisions.Way.MESSAGE, stop) == RunDecisions.Next.ONE_BY_ONE) {
                    stop = null;
                } else {
                    grouped.said().forEach(projectSession.events()::notice);
                }
            }
            if (!alone(units.get(next), stop)) {
                return false;
            }
            next++;
            limit = units.size();
        }
        return true;
    }

    /** Files in one transaction, for the time that it saves. */
    private RunDecisions.Next inTransaction(List<SectionRun> group) {
        long begun = System.nanoTime();
        GroupTransaction.Result result = run.ran(group, version, to -> to.run(group, version, run::starts));
        if (!result.ran().isEmpty()) {
            size.took(group.size(), (System.nanoTime() - begun) / 1_000_000);
        }
        for (SectionRunner.Ran ran : result.ran()) {
            version = run.finished(ran);
        }
        return RunDecisions.next(RunDecisions.Way.GROUP, result.outcome());
    }

    /** Files in one message; what was lost with the connection is reported at once. */
    private PipelinedSections.Result inMessage(List<SectionRun> group) {
        SectionRun first = group.get(0);
        run.requireGoOn(first);
        run.starts(first);
        long begun = System.nanoTime();
        Iterator<SectionRun> ran = group.iterator();
        PipelinedSections.Result grouped = runner.pipelined().run(group, version, failed, unit -> {
            locks.held(ran.next());
            locks.begins();
            run.starts(unit);
        });
        if (grouped.ran().size() == group.size()) {
            locks.held(ran.next());
        }
        size.took(group.size(), (System.nanoTime() - begun) / 1_000_000);
        if (grouped.stop() instanceof SectionResult.Lost lost) {
            throw run.lost(group, lost, version);
        }
        for (SectionRunner.Ran one : grouped.ran()) {
            version = run.finished(one);
        }
        return grouped;
    }

    /**
     * A file by itself, or on after what came of it in a message with others.
     *
     * @return false where the history turned out to be another one
     */
    private boolean alone(SectionRun unit, @Nullable SectionResult sofar) {
        OtherDomainsCheck others = new OtherDomainsCheck(projectSession, unit);
        RunDecisions.Way way = way(unit);
        RunDecisions.Way sent = sofar == null ? way : RunDecisions.Way.MESSAGE;
        boolean watches = false;
        boolean sequences = false;
        SectionResult outcome = sofar;
        if (outcome == null) {
            run.starts(unit);
            outcome = attempt(unit, way, run.listener());
        }
        while (true) {
            RunDecisions.Next next = RunDecisions.next(sent, outcome);
            switch (next) {
                case GO_ON -> {
                    others.report(outcome);
                    watched |= watches;
                    version = run.finished(unit, (SectionResult.Done) outcome);
                    if (unit.section().transaction()) {
                        locks.held(unit);
                    }
                    return true;
                }
                case PLAN_AGAIN -> {
                    return false;
                }
                case WAIT -> run.waitFor(unit);
                case UNPREPARE -> way = RunDecisions.Way.FILE_UNPREPARED;
                case WATCH -> {
                    way = RunDecisions.Way.FILE_WATCHED;
                    watches = true;
                }
                case SET_SEQUENCES -> {
                    SectionResult set = sequences ? outcome : runner.sequencesAhead(unit.domain());
                    if (set instanceof SectionResult.Locked) {
                        run.waitFor(unit);
                    } else if (set != null) {
                        throw run.failure(unit, set, version);
                    }
                    sequences = set == null;
                    way = RunDecisions.Way.FILE_WATCHED;
                }
                case RETRY -> {
                    if (!(outcome instanceof SectionResult.Failed vain) || !locks.again(unit, vain.error())) {
                        throw run.failure(unit, outcome, version);
                    }
                }
                case ONE_BY_ONE, JUDGE_EACH, TOO_MANY, STOP -> {
                    others.report(outcome);
                    throw run.failure(unit, outcome, version);
                }
            }
            // What the server says of it was reported, but where it was rolled back long ago.
            boolean anew = next == RunDecisions.Next.RETRY || next == RunDecisions.Next.WAIT;
            outcome = attempt(unit, way, anew ? run.listener() : RunListener.SILENT);
            sent = way;
        }
    }

    /** How a file by itself is sent first. */
    private RunDecisions.Way way(SectionRun unit) {
        if (!unit.section().transaction()) {
            return RunDecisions.Way.OUTSIDE;
        }
        return watched || SavedHistory.mayBeNeeded(unit) ? RunDecisions.Way.FILE_WATCHED : RunDecisions.Way.FILE;
    }

    private SectionResult attempt(SectionRun unit, RunDecisions.Way way, RunListener hears) {
        run.requireGoOn(unit);
        return switch (way) {
            case OUTSIDE ->
                new OutsideTransaction(
                                projectSession.connector(),
                                projectSession.session(),
                                projectSession.settings(),
                                projectSession.cancellation())
                        .run(unit, version, hears);
            case FILE_WATCHED -> apply(unit, SectionRunner.Look.WATCHED, hears);
            case FILE_UNPREPARED -> apply(unit, SectionRunner.Look.UNPREPARED, hears);
            default -> apply(unit, SectionRunner.Look.SHORT, hears);
        };
    }

    private SectionResult apply(SectionRun unit, SectionRunner.Look look, RunListener hears) {
        return runner.apply(unit, SectionRunner.Frame.WHOLE, look, version, failed.contains(unit.filename()), hears);
    }
}
