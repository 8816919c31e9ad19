package dev.bailiwick.engine;

import dev.bailiwick.db.Applier;
import dev.bailiwick.db.GroupTransaction;
import dev.bailiwick.db.Outcome;
import dev.bailiwick.db.SqlError;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Units of one domain or several that stand or fall together.
 *
 * <p>The guard judges them once, behind the last of each domain: what it asks grows with all that the transaction has done, so
 * that a look behind each file would take the square of their number. Where it finds something, they run once more, and it
 * looks behind each, to name the file.
 */
final class SharedTransaction {
    /** The guard remembers what was there in a cursor: a file that has to do with cursors is judged by itself. */
    private static final Pattern CURSORS =
            Pattern.compile("\\b(CURSOR|REFCURSOR|OPEN|CLOSE|DISCARD)\\b", Pattern.CASE_INSENSITIVE);

    private static final String OUT_OF_MEMORY = "53200";

    /** What ends without a cursor that is in the way: the name is taken, or a table in use can't be dropped. */
    private static final Set<String> IN_THE_WAY = Set.of("42P03", "55006");

    private final Execution execution;
    private final Applier applier;
    private final GroupTransaction group;
    private final Ends ends;
    private boolean judgesEach;

    /** Whether all of them were sent at once, and something was wrong: now they are looked at one by one. */
    private boolean oneByOne;

    /** Whether the history is watched file by file. */
    private boolean closely;

    /** Whether the sequences of the histories were set right. */
    private boolean sequences;

    /** What came of it. */
    enum End {
        /** All of it is done. */
        DONE,
        /** The history turned out to be another one than planned from: plan again. */
        MOVED,
        /** All ran, and was rolled back as was asked for. */
        HELD_BACK,
        /** The server has no room for so many locks; nothing was run. */
        TOO_MANY_LOCKS
    }

    /** Who began it decides how it ends. */
    interface Ends {
        /** Whether it is committed, now that all units have run. */
        default boolean commits() {
            return true;
        }

        /** What is said of an error instead of the ordinary words, when it is rolled back; null for these. */
        default @Nullable BailiwickException refusal(Unit unit, SqlError error) {
            return null;
        }
    }

    SharedTransaction(Execution execution, Applier applier, GroupTransaction group, Ends ends) {
        this.execution = execution;
        this.applier = applier;
        this.group = group;
        this.ends = ends;
    }

    /** Runs units; a lock that is not to be had in time is tried for again, with all of them. */
    End run(List<Unit> units, Map<Domain, History> histories, LockRetry locks) {
        execution.shares(whole(units), units.size());
        if (!oneByOne && atOnce(units)) {
            End end = runAtOnce(units, histories, locks);
            if (end != null) {
                return end;
            }
        }
        oneByOne = true;
        boolean cursors = units.stream().anyMatch(SharedTransaction::hasToDoWithCursors);
        boolean touches =
                units.stream().anyMatch(unit -> !unit.section().touches().isEmpty());
        // What one file may touch, another may not.
        judgesEach = judgesEach || units.size() == 1 || cursors || touches;
        Map<Domain, History.Version> versions = new HashMap<>();
        Map<Domain, Set<String>> failed = new HashMap<>();
        histories.forEach((domain, history) -> {
            versions.put(domain, history.version());
            failed.put(domain, failedRows(history));
        });
        List<Step> ran = new ArrayList<>();
        List<Outcome.Done> told = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            Domain domain = unit.domain();
            execution.starts(unit);
            Outcome outcome = execution.attempt(
                    applier,
                    unit,
                    frame(units, i),
                    versions.getOrDefault(domain, new History.Version(0, 0)),
                    failed.getOrDefault(domain, Set.of()));
            if (outcome instanceof Outcome.Moved) {
                return End.MOVED;
            }
            if (!(outcome instanceof Outcome.Done done)) {
                if (again(outcome, unit, locks)) {
                    return run(units, histories, locks);
                }
                return failed(outcome, unit, units, histories);
            }
            versions.put(domain, done.version());
            told.add(done);
            ran.add(unit.step(done));
        }
        if (!commits()) {
            applier.rollback();
            return End.HELD_BACK;
        }
        Unit last = units.get(units.size() - 1);
        Outcome refused = applier.commit(last);
        if (unseen(refused)) {
            return run(units, histories, locks);
        }
        if (refused instanceof Outcome.SequenceBehind && setsSequencesRight(histories.keySet())) {
            return run(units, histories, locks);
        }
        if (refused != null) {
            throw execution.failure(last, refused, history(histories, last).version());
        }
        for (int i = 0; i < ran.size(); i++) {
            execution.beyond(units.get(i), told.get(i).violations());
            execution.finished(ran.get(i));
        }
        locks.held(last);
        return End.DONE;
    }

    /** Whether units can go to the server in few messages, to be judged and recorded once. */
    private static boolean atOnce(List<Unit> units) {
        Unit first = units.get(0);
        return units.size() > 1
                && units.stream()
                        .allMatch(unit -> unit.domain().equals(first.domain())
                                && unit.direction() == first.direction()
                                && GroupTransaction.mayShare(unit));
    }

    /** Null where they are to be run one by one. */
    private @Nullable End runAtOnce(List<Unit> units, Map<Domain, History> histories, LockRetry locks) {
        Unit last = units.get(units.size() - 1);
        History history = history(histories, last);
        if (units.stream().map(Unit::filename).anyMatch(failedRows(history)::contains)) {
            return null;
        }
        GroupTransaction.Result result = execution.inTransaction(group, units, history.version());
        if (result.stop() instanceof Outcome.Moved) {
            return End.MOVED;
        }
        if (result.stop() instanceof Outcome.Locked) {
            return runAtOnce(units, histories, locks);
        }
        if (result.ran().isEmpty()) {
            return null;
        }
        if (!commits()) {
            applier.rollback();
            return End.HELD_BACK;
        }
        Outcome refused = group.commit();
        if (refused != null) {
            throw execution.failure(last, refused, history.version());
        }
        result.ran().forEach(execution::finished);
        locks.held(last);
        return End.DONE;
    }

    private boolean commits() {
        try {
            return ends.commits();
        } catch (RuntimeException e) {
            applier.rollback();
            throw e;
        }
    }

    /** Sets the sequences of the histories right, once; false where that was done before or can't be done. */
    private boolean setsSequencesRight(Set<Domain> domains) {
        boolean again = !sequences && domains.stream().allMatch(domain -> applier.sequencesAhead(domain) == null);
        sequences = true;
        return again;
    }

    /** Whether a history was changed, and it is to be seen by which of them, once more. */
    private boolean unseen(@Nullable Outcome outcome) {
        boolean unseen = outcome instanceof Outcome.HistoryChanged changed
                && changed.stands().isEmpty()
                && !closely;
        if (unseen) {
            watchesClosely();
        }
        return unseen;
    }

    private void watchesClosely() {
        closely = true;
        judgesEach = true;
        applier.watchClosely();
    }

    private static boolean hasToDoWithCursors(Unit unit) {
        return CURSORS.matcher(unit.text())
                .region(unit.section().start(), unit.section().end())
                .find();
    }

    private Applier.Frame frame(List<Unit> units, int at) {
        if (judgesEach) {
            return at == 0 ? Applier.Frame.FIRST : Applier.Frame.MIDDLE;
        }
        Domain domain = units.get(at).domain();
        boolean first = at == 0 || !units.get(at - 1).domain().equals(domain);
        boolean last = at == units.size() - 1 || !units.get(at + 1).domain().equals(domain);
        if (first && last) {
            return at == 0 ? Applier.Frame.FIRST : Applier.Frame.MIDDLE;
        }
        if (first) {
            return at == 0 ? Applier.Frame.FIRST_OF_JUDGED : Applier.Frame.NEXT_DOMAIN;
        }
        return last ? Applier.Frame.LAST_OF_JUDGED : Applier.Frame.JUDGED_LATER;
    }

    /** Whether all of it is to be tried again now, where one of them has come to nothing. */
    private boolean again(Outcome outcome, Unit unit, LockRetry locks) {
        if (outcome instanceof Outcome.Beyond && !judgesEach) {
            judgesEach = true;
            return true;
        }
        if (unseen(outcome)) {
            return true;
        }
        if (outcome instanceof Outcome.SequenceBehind) {
            return setsSequencesRight(Set.of(unit.domain()));
        }
        if (!(outcome instanceof Outcome.Failed failed)) {
            return false;
        }
        SqlError error = failed.error();
        if (Applier.bookkeepingGone(error) && !closely) {
            watchesClosely();
            return true;
        }
        if (!judgesEach && IN_THE_WAY.contains(error.said().sqlState())) {
            judgesEach = true;
            return true;
        }
        return LockRetry.concerns(error) && locks.again(unit, error);
    }

    private End failed(Outcome outcome, Unit unit, List<Unit> units, Map<Domain, History> histories) {
        if (outcome instanceof Outcome.Failed failed) {
            if (failed.error().said().sqlState().equals(OUT_OF_MEMORY) && units.size() > 1) {
                return End.TOO_MANY_LOCKS;
            }
            BailiwickException refusal = ends.refusal(unit, failed.error());
            if (refusal != null) {
                throw refusal;
            }
        }
        throw execution.failure(unit, outcome, history(histories, unit).version());
    }

    private static History history(Map<Domain, History> histories, Unit unit) {
        return histories.getOrDefault(unit.domain(), History.NONE);
    }

    static Set<String> failedRows(History history) {
        return history.rows().stream()
                .filter(row -> !row.success())
                .map(HistoryRow::filename)
                .collect(Collectors.toSet());
    }

    /** What stands when units in one transaction have failed; null where there is only one. */
    private static @Nullable String whole(List<Unit> units) {
        if (units.size() == 1) {
            return null;
        }
        boolean bothWays = units.stream().map(Unit::direction).distinct().count() > 1;
        if (bothWays) {
            return "rolled back, the way down and the way up: it is applied as it was before";
        }
        return units.get(0).direction() == Direction.UP
                ? "rolled back: nothing of the " + units.size() + " files stands, they shared one transaction"
                : "nothing was taken back: all " + units.size()
                        + " files are applied as before, they shared one transaction";
    }
}
