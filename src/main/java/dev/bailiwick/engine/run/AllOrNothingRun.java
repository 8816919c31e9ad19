package dev.bailiwick.engine.run;

import dev.bailiwick.db.run.GroupEligibility;
import dev.bailiwick.db.run.GroupTransaction;
import dev.bailiwick.db.run.LockEstimate;
import dev.bailiwick.db.run.SavedHistory;
import dev.bailiwick.db.run.SectionRunner;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Units of one domain or several that stand or fall together.
 *
 * <p>The guard judges them once, after the last of each domain: what it asks grows with all that the transaction has done, so
 * that a look after each file would take the square of their number. Where it finds something, they run once more, and it
 * looks after each, to name the file.
 */
public final class AllOrNothingRun {
    /** The guard remembers what was there in a cursor: a file that has to do with cursors is judged by itself. */
    private static final Pattern CURSORS =
            Pattern.compile("\\b(CURSOR|REFCURSOR|OPEN|CLOSE|DISCARD)\\b", Pattern.CASE_INSENSITIVE);

    private final DomainRun domainRun;
    private final SectionRunner runner;
    private final Ends ends;
    private RunDecisions.Way way = RunDecisions.Way.AT_ONCE;

    /** Whether the sequences of the histories were set right. */
    private boolean sequences;

    /** What came of it. */
    public enum End {
        /** All of it is done. */
        DONE,
        /** The history turned out to be another one than planned from: plan again. */
        STALE,
        /** All ran, and was rolled back as was asked for. */
        HELD_BACK,
        /** The server has no room for so many locks; nothing was run. */
        TOO_MANY_LOCKS
    }

    /** Who began it decides how it ends. */
    public interface Ends {
        /** Whether it is committed, now that all units have run. */
        default boolean commits() {
            return true;
        }

        /** What is said of an error instead of the ordinary words, when it is rolled back; null for these. */
        default @Nullable BailiwickException refusal(SectionRun unit, SqlError error) {
            return null;
        }
    }

    AllOrNothingRun(DomainRun domainRun, SectionRunner runner, Ends ends) {
        this.domainRun = domainRun;
        this.runner = runner;
        this.ends = ends;
    }

    /** Runs units; a lock that is not to be had in time is tried for again, with all of them. */
    End run(List<SectionRun> units, Map<Domain, History> histories, LockRetry locks) {
        if (units.size() > 1 && LockEstimate.exceeds(units, domainRun.server())) {
            return End.TOO_MANY_LOCKS;
        }
        domainRun.shares(whole(units), units.size());
        way = atOnce(units, histories) ? RunDecisions.Way.AT_ONCE : oneByOne(units);
        while (true) {
            Attempt attempt = way == RunDecisions.Way.AT_ONCE
                    ? allAtOnce(units, histories, locks)
                    : each(units, histories, locks);
            if (attempt.end != null) {
                return attempt.end;
            }
            SectionResult outcome = attempt.outcome;
            switch (RunDecisions.next(way, outcome)) {
                case PLAN_AGAIN -> {
                    return End.STALE;
                }
                case WAIT -> domainRun.waitFor(attempt.unit);
                case ONE_BY_ONE -> way = oneByOne(units);
                case JUDGE_EACH -> way = RunDecisions.Way.TOGETHER_JUDGED;
                case WATCH -> way = RunDecisions.Way.TOGETHER_WATCHED;
                case SET_SEQUENCES -> {
                    if (!setsSequencesRight(histories.keySet())) {
                        throw stopped(attempt, histories);
                    }
                }
                case RETRY -> {
                    if (!(outcome instanceof SectionResult.Failed vain) || !locks.again(attempt.unit, vain.error())) {
                        throw stopped(attempt, histories);
                    }
                }
                case TOO_MANY -> {
                    if (units.size() > 1) {
                        return End.TOO_MANY_LOCKS;
                    }
                    throw stopped(attempt, histories);
                }
                case GO_ON, UNPREPARE, STOP -> throw stopped(attempt, histories);
            }
        }
    }

    /**
     * What came of all of them.
     *
     * @param end where it came to one; else what stopped it
     * @param unit that was at work
     */
    private record Attempt(@Nullable End end, SectionRun unit, SectionResult outcome) {}

    /** Whether units can go to the server in few messages, to be judged and recorded once. */
    private static boolean atOnce(List<SectionRun> units, Map<Domain, History> histories) {
        SectionRun first = units.get(0);
        Set<String> failed = history(histories, first).failedFiles();
        return units.size() > 1
                && units.stream()
                        .allMatch(unit -> unit.domain().equals(first.domain())
                                && unit.direction() == first.direction()
                                && !failed.contains(unit.filename())
                                && GroupEligibility.mayShare(unit));
    }

    /** How units are sent one by one: what one file may touch, another may not. */
    private static RunDecisions.Way oneByOne(List<SectionRun> units) {
        boolean judgesEach = units.size() == 1
                || units.stream()
                        .anyMatch(unit -> hasToDoWithCursors(unit)
                                || !unit.section().touches().isEmpty());
        return judgesEach ? RunDecisions.Way.TOGETHER_JUDGED : RunDecisions.Way.TOGETHER;
    }

    private Attempt allAtOnce(List<SectionRun> units, Map<Domain, History> histories, LockRetry locks) {
        SectionRun last = units.get(units.size() - 1);
        History.Version version = history(histories, last).version();
        GroupTransaction.Result result =
                domainRun.ran(units, version, to -> to.runOpen(units, version, domainRun::starts));
        if (result.ran().isEmpty()) {
            return new Attempt(null, last, result.outcome());
        }
        if (!commits()) {
            runner.rollback();
            return new Attempt(End.HELD_BACK, last, result.outcome());
        }
        SectionResult refused = domainRun.group().commit();
        if (refused != null) {
            throw domainRun.failure(last, refused, version);
        }
        result.ran().forEach(domainRun::finished);
        locks.held(last);
        return new Attempt(End.DONE, last, result.outcome());
    }

    private Attempt each(List<SectionRun> units, Map<Domain, History> histories, LockRetry locks) {
        Map<Domain, History.Version> versions = new HashMap<>();
        Map<Domain, Set<String>> failed = new HashMap<>();
        histories.forEach((domain, history) -> {
            versions.put(domain, history.version());
            failed.put(domain, history.failedFiles());
        });
        List<Step> ran = new ArrayList<>();
        List<SectionResult.Done> results = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            SectionRun unit = units.get(i);
            Domain domain = unit.domain();
            domainRun.starts(unit);
            boolean watched = way == RunDecisions.Way.TOGETHER_WATCHED || SavedHistory.mayBeNeeded(unit);
            SectionResult outcome = domainRun.attempt(
                    runner,
                    unit,
                    frame(units, i),
                    watched ? SectionRunner.Look.WATCHED : SectionRunner.Look.UNPREPARED,
                    versions.getOrDefault(domain, new History.Version(0, 0)),
                    failed.getOrDefault(domain, Set.of()));
            if (!(outcome instanceof SectionResult.Done done)) {
                return new Attempt(null, unit, outcome);
            }
            versions.put(domain, done.version());
            results.add(done);
            ran.add(unit.step(done));
        }
        SectionRun last = units.get(units.size() - 1);
        SectionResult.Done done = results.get(results.size() - 1);
        if (!commits()) {
            runner.rollback();
            return new Attempt(End.HELD_BACK, last, done);
        }
        SectionResult refused = runner.commit(last);
        if (refused != null) {
            return new Attempt(null, last, refused);
        }
        for (int i = 0; i < ran.size(); i++) {
            domainRun.beyond(units.get(i), results.get(i).violations());
            domainRun.finished(ran.get(i));
        }
        locks.held(last);
        return new Attempt(End.DONE, last, done);
    }

    private boolean commits() {
        try {
            return ends.commits();
        } catch (RuntimeException e) {
            runner.rollback();
            throw e;
        }
    }

    /** Sets the sequences of the histories right, once; false where that was done before or can't be done. */
    private boolean setsSequencesRight(Set<Domain> domains) {
        boolean again = !sequences && domains.stream().allMatch(domain -> runner.sequencesAhead(domain) == null);
        sequences = true;
        return again;
    }

    private static boolean hasToDoWithCursors(SectionRun unit) {
        return CURSORS.matcher(unit.text())
                .region(unit.section().start(), unit.section().end())
                .find();
    }

    private SectionRunner.Frame frame(List<SectionRun> units, int at) {
        if (way != RunDecisions.Way.TOGETHER) {
            return at == 0 ? SectionRunner.Frame.FIRST : SectionRunner.Frame.MIDDLE;
        }
        Domain domain = units.get(at).domain();
        boolean first = at == 0 || !units.get(at - 1).domain().equals(domain);
        boolean last = at == units.size() - 1 || !units.get(at + 1).domain().equals(domain);
        if (first && last) {
            return at == 0 ? SectionRunner.Frame.FIRST : SectionRunner.Frame.MIDDLE;
        }
        if (first) {
            return at == 0 ? SectionRunner.Frame.FIRST_OF_JUDGED : SectionRunner.Frame.NEXT_DOMAIN;
        }
        return last ? SectionRunner.Frame.LAST_OF_JUDGED : SectionRunner.Frame.JUDGED_LATER;
    }

    private BailiwickException stopped(Attempt attempt, Map<Domain, History> histories) {
        BailiwickException refusal = attempt.outcome instanceof SectionResult.Failed failed
                ? ends.refusal(attempt.unit, failed.error())
                : null;
        return refusal == null
                ? domainRun.failure(
                        attempt.unit,
                        attempt.outcome,
                        history(histories, attempt.unit).version())
                : refusal;
    }

    private static History history(Map<Domain, History> histories, SectionRun unit) {
        return histories.getOrDefault(unit.domain(), History.NONE);
    }

    /** What stands when units in one transaction have failed; null where there is only one. */
    private static @Nullable String whole(List<SectionRun> units) {
        if (units.size() == 1) {
            return null;
        }
        boolean bothWays = units.stream().map(SectionRun::direction).distinct().count() > 1;
        if (bothWays) {
            return "rolled back, the way down and the way up: it is applied as it was before";
        }
        return units.get(0).direction() == Direction.UP
                ? "rolled back: nothing of the " + units.size() + " files stands, they shared one transaction"
                : "nothing was taken back: all " + units.size()
                        + " files are applied as before, they shared one transaction";
    }
}
