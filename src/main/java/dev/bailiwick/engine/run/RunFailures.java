package dev.bailiwick.engine.run;

import dev.bailiwick.db.run.LockBlocker;
import dev.bailiwick.db.section.Outcome;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.engine.prepare.LostSessionStateCheck;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words for a unit that did not come to its end: what stands, and what to type. */
final class RunFailures {
    private final SectionRun unit;
    private final int before;
    private final boolean takenBack;
    private final int behind;
    private final String again;
    private final @Nullable String whole;

    /**
     * About one unit.
     *
     * @param done what of this run is done
     * @param behind how many of this run were to follow
     * @param again the command that goes on from here
     * @param whole what stands now where several units shared the transaction; null where it had one of its own
     */
    RunFailures(SectionRun unit, List<Step> done, int behind, String again, @Nullable String whole) {
        this.unit = unit;
        this.before = (int) done.stream()
                .filter(step -> step.direction() == unit.direction())
                .count();
        this.takenBack = up()
                && done.stream()
                        .anyMatch(step -> step.direction() == Direction.DOWN
                                && step.filename().equals(unit.filename()));
        this.behind = behind;
        this.again = again;
        this.whole = whole;
    }

    Failure rolledBack(SqlError error, boolean recorded) {
        String where = error.behind(unit)
                ? " failed at its end, behind its last statement"
                : error.settingsRefused()
                        ? " was not begun: its settings were refused"
                        : error.statement() == 0 ? " was not begun" : " failed";
        return new Failure(
                unit.path() + (down() ? " (down)" : "") + where,
                error.place(unit),
                error.said(),
                state(recorded),
                next(error));
    }

    Failure stopped(Outcome.Stopped stopped) {
        int all = unit.section().steps().size();
        int done = stopped.statementsDone();
        return new Failure(
                unit.path() + (down() ? " (down)" : "") + " stopped outside a transaction",
                stopped.error().place(unit),
                stopped.error().said(),
                done + " of its " + all + " statements " + (done == 1 ? "is" : "are") + " done and stand"
                        + (done == 1 ? "s" : "") + behind(stopped, done)
                        + (stopped.ended().isEmpty()
                                ? ""
                                : "; what they left in their session has ended with it: the "
                                        + String.join(", the ", stopped.ended()))
                        + others(),
                stopped.behindIt()
                        ? lookAtHistory(stopped.error())
                        : stopped.ended().isEmpty() ? onward(done) : withoutSession(done));
    }

    private String behind(Outcome.Stopped stopped, int done) {
        if (!stopped.behindIt()) {
            return "; " + traces(stopped.error(), done);
        }
        return stopped.error().statement() > done
                ? "; statement " + stopped.error().statement() + " is done as well, and could not be recorded"
                : "";
    }

    /** A statement has changed the history, and can't be undone; or the history is as it was, and does not say that it is done. */
    private List<String> lookAtHistory(SqlError error) {
        if (!error.said().sqlState().equals("BWHIS")) {
            return List.of(
                    "where nothing keeps it from being recorded any more: "
                            + ShellCommand.of(
                                    "bailiwick", "repair", unit.domain().name(), unit.filename(), "--done"),
                    "then: "
                            + ShellCommand.of("bailiwick", verb(), unit.domain().name()));
        }
        String table = unit.domain().schema() + "." + unit.domain().table();
        return List.of(
                "compare " + table + " with its log " + table + "_log, and bring back what is missing",
                "then: " + ShellCommand.of("bailiwick", "status", unit.domain().name()));
    }

    /** What the statement behind the last one done may have left. */
    private String traces(SqlError error, int done) {
        if (done >= unit.parts().size()) {
            return "what records it was rolled back";
        }
        String statement = "statement " + (done + 1);
        Recovery recovery = recovery(done);
        if (recovery instanceof Recovery.IndexBuild
                && Set.of("42P07", "55000").contains(error.said().sqlState())) {
            return statement + " has built nothing";
        }
        if (recovery instanceof Recovery.Recorded) {
            return statement + " was rolled back";
        }
        if (recovery instanceof Recovery.IndexBuild || recovery instanceof Recovery.Rebuild) {
            return statement + " may have left an INVALID index"
                    + ", which the next run drops before it builds it again";
        }
        return recovery instanceof Recovery.SessionOnly
                ? statement + " has left nothing"
                : statement + " may have left something behind";
    }

    private Recovery recovery(int index) {
        return index < unit.parts().size() ? unit.parts().get(index).recovery() : new Recovery.Recorded();
    }

    /** The next run goes on with the statement that failed, unless only a person can know what it has done. */
    private List<String> onward(int done) {
        if (recovery(done) instanceof Recovery.Unknown) {
            return decisions(done + 1);
        }
        String mend = up() && done < unit.parts().size()
                ? "mend what stands in the way, or " + unit.path() + " from statement " + (done + 1) + " on, then: "
                : "mend what stands in the way, then: ";
        return List.of(
                mend + again,
                "or finish it by hand, then: " + mark(up() ? "--applied" : "--pending"),
                "or undo it by hand, then: " + mark(up() ? "--pending" : "--applied"));
    }

    /** What they left in it can't be given to another one. */
    private List<String> withoutSession(int done) {
        List<String> ways = new ArrayList<>(new LostSessionStateCheck(unit, done).waysOut());
        if (recovery(done) instanceof Recovery.Unknown) {
            ways.addAll(decisions(done + 1).subList(0, 2));
        }
        return ways;
    }

    private List<String> decisions(int statement) {
        return List.of(
                "look at what stands; where statement " + statement + " is done: " + repair("--done"),
                "where it is not, or may run once more: " + repair("--retry"),
                "then: " + again);
    }

    private String repair(String how) {
        return ShellCommand.of("bailiwick", "repair", unit.domain().name(), unit.filename(), how);
    }

    private String mark(String as) {
        return ShellCommand.of("bailiwick", "mark", unit.domain().name(), unit.filename(), as);
    }

    /** Only a person can tell what became of it. */
    Failure undecided(Outcome.Undecided undecided) {
        int done = undecided.statement() - 1;
        String before = done == 0
                ? ""
                : done == 1
                        ? "; 1 statement of it is done and stands"
                        : "; " + done + " statements of it are done and stand";
        return new Failure(
                        unit.path() + ": it can't be told whether statement " + undecided.statement() + " was done: "
                                + undecided.why(),
                        Place.of(unit.path(), unit.text(), undecided.offset()),
                        null,
                        "nothing of it was run now" + before + others(),
                        decisions(undecided.statement()))
                .withDetails(undecided.stands());
    }

    /** It did not get a lock, however often it was tried. */
    Failure busy(SqlError error, boolean recorded, int tries, List<LockBlocker> blockers) {
        String often = tries == 1 ? "" : ", " + tries + " times";
        List<String> next = new ArrayList<>(List.of(again, "or try for longer: " + again + " --lock-retry 10min"));
        blockers.stream()
                .filter(blocker -> blocker.pid() > 0)
                .forEach(blocker -> next.add("or end what stands in the way, where that may be: "
                        + "SELECT pg_terminate_backend(" + blocker.pid() + ");"));
        return new Failure(
                        unit.path() + (down() ? " (down)" : "") + " waited too long for a lock" + often,
                        error.place(unit),
                        error.said(),
                        state(recorded),
                        next)
                .withDetails(blockers.stream()
                        .map(blocker -> "blocked by " + blocker)
                        .toList());
    }

    Failure cancelled(SqlError error) {
        return new Failure(
                unit.path() + " was cancelled",
                error.place(unit),
                error.said(),
                undone(),
                List.of("to go on: " + again));
    }

    Failure cancelled(Outcome.Unread unread) {
        return new Failure(
                unit.path() + " was cancelled while it read " + unread.path(),
                place(unread),
                null,
                undone(),
                List.of("to go on: " + again));
    }

    /** What it did, or what stands on the tracking table, would have made another history than the one that was written. */
    Failure historyChanged(Outcome.HistoryChanged changed, boolean recorded) {
        if (!changed.stands().isEmpty()) {
            return historyChangedElsewhere(changed, recorded);
        }
        if (!changed.others().isEmpty()) {
            return otherHistoryChanged(changed, recorded);
        }
        Domain domain = unit.domain();
        boolean statement = changed.offset() >= 0;
        List<String> details = new ArrayList<>(changed.changes());
        changed.by().forEach(one -> details.add("there is " + one));
        List<String> next = new ArrayList<>();
        if (statement) {
            next.add("take out of " + unit.path() + " what changes " + domain.schema() + "." + domain.table()
                    + " or its log, then: " + again);
            next.add("what a person has to say of the history: bailiwick mark, or bailiwick repair");
        } else {
            next.add("see what is on the tables: \\d " + domain.schema() + "." + domain.table() + " and \\d "
                    + domain.schema() + "." + domain.logTable());
            next.add("take it away, such as with DROP TRIGGER or ALTER TABLE … DISABLE TRIGGER, then: " + again);
        }
        return new Failure(
                        statement
                                ? unit.path() + (down() ? " (down)" : "") + " changes the history of domain "
                                        + domain.name() + ", which only Bailiwick writes"
                                : unit.path() + (down() ? " (down)" : "") + " can't be recorded: a rule or trigger on "
                                        + domain.schema() + "." + domain.table()
                                        + " or its log keeps the history from being written as it is to be",
                        statement ? Place.of(unit.path(), unit.text(), changed.offset()) : null,
                        null,
                        state(recorded),
                        next)
                .withDetails(details);
    }

    private Failure otherHistoryChanged(Outcome.HistoryChanged changed, boolean recorded) {
        return new Failure(
                unit.path() + (down() ? " (down)" : "") + " changes the history of another domain, which only Bailiwick"
                        + " writes: " + String.join(", ", changed.others()),
                changed.offset() < 0 ? null : Place.of(unit.path(), unit.text(), changed.offset()),
                null,
                state(recorded),
                List.of(
                        "take out of it what writes to, empties or replaces "
                                + changed.others().get(0) + ", then: " + again,
                        "what a person has to say of a history: bailiwick mark, or bailiwick repair"));
    }

    /** What another session has done is not undone with what ran here. */
    private Failure historyChangedElsewhere(Outcome.HistoryChanged changed, boolean recorded) {
        Domain domain = unit.domain();
        String table = domain.schema() + "." + domain.table();
        return new Failure(
                "another session has changed the history of domain " + domain.name() + " while " + unit.path()
                        + (down() ? " (down)" : "") + " ran",
                null,
                null,
                state(recorded) + "; what the other session has done stands: " + String.join("; ", changed.stands()),
                List.of(
                        "where " + unit.path()
                                + " makes another session do it, such as with dblink, take that out of it",
                        "compare " + table + " with its log; rows that are gone come back with: "
                                + ShellCommand.of("bailiwick", "repair", domain.name(), "--from-log"),
                        "then: " + again));
    }

    /** It can't be recorded: numbers come that are taken. */
    Failure sequenceBehind(String why) {
        String table = unit.domain().schema() + "." + unit.domain().table();
        return new Failure(
                unit.path() + " can't be recorded: the sequence of " + table
                        + " or of its log gives numbers that were given before (" + why + ")",
                null,
                null,
                state(false),
                List.of(
                        "where " + unit.path() + " itself sets the sequence back, take that out of it",
                        "else, as its owner: SELECT setval(pg_get_serial_sequence('" + table
                                + "', 'id'), max(id)) FROM " + table + "; and the same for " + table + "_log",
                        "then: " + again));
    }

    /** A data file, or its own, could not be read to its end. */
    Failure unread(Outcome.Unread unread, boolean recorded) {
        return new Failure(
                "cannot read " + unread.path() + ": " + unread.reason(),
                place(unread),
                null,
                undone() + (recorded ? "" : "; the log does not show the failure"),
                List.of(unread.offset() < 0 ? again : "mend " + unread.path() + ", then: " + again));
    }

    private @Nullable Place place(Outcome.Unread unread) {
        return unread.offset() < 0 ? null : Place.of(unit.path(), unit.text(), unread.offset());
    }

    /** A group of so many files, of which this is the first, was rolled back: the first of those that are to follow. */
    Failure cancelledTogether(int files, SectionRun atWork) {
        return Failure.of(atWork.path() + " was cancelled, and " + files + " files with it that shared a transaction", "to go on: " + again)
                .withState("rolled back: nothing of the " + files + " files stands, from " + unit.filename() + " on" + others());
    }

    Failure notStarted() {
        return Failure.of("cancelled before " + unit.path(), "to go on: " + again)
                .withState(whole != null ? whole : "nothing of it was run" + others());
    }

    Failure lost(@Nullable String reason, Optional<Boolean> recorded) {
        String state;
        boolean partly = !unit.section().transaction() && !recorded.orElse(false);
        if (partly) {
            state = "it runs outside a transaction: part of it may stand, see what the status says" + others();
        } else if (recorded.isEmpty()) {
            state = "not known: the server could not be asked what became of it" + others();
        } else if (recorded.get()) {
            state = "looked up afterwards: it is " + done() + " and recorded"
                    + (whole == null ? "" : ", with all that shared its transaction") + "; only the answer was lost"
                    + (whole == null ? others() : "");
        } else {
            state = "looked up afterwards: " + (whole != null ? whole : "nothing of it stands" + others());
        }
        return new Failure(
                "the connection was lost while " + unit.path() + " ran" + (reason == null ? "" : ": " + reason),
                null,
                null,
                state,
                List.of(
                        "bailiwick status " + unit.domain().name(),
                        "then: " + again + (partly ? ", which looks up what became of it and goes on" : "")));
    }

    /** What stands after a section was rolled back. */
    String state(boolean recorded) {
        return undone() + (recorded ? "" : "; the history does not show the failure");
    }

    private String undone() {
        if (whole != null) {
            return whole;
        }
        // After a failed rollback "nothing of it stands" would be read as the opposite of what is true.
        String it =
                down() ? "nothing of it was taken back: it is applied as before" : "rolled back: nothing of it stands";
        return it + others();
    }

    private String others() {
        // A redo goes both ways: then its way down is what stands.
        String text = takenBack ? "; it was taken back before, and stays so" : "";
        if (before > 0) {
            text += "; " + count(before) + " before it in this run " + (before == 1 ? "is " : "are ") + done();
        }
        if (behind > 0) {
            text += "; " + behind + " behind it " + (behind == 1 ? "was" : "were") + " not run";
        }
        return text;
    }

    private static String count(int number) {
        return number == 1 ? "1 file" : number + " files";
    }

    private List<String> next(SqlError error) {
        if (error.settingsRefused()) {
            return List.of("look at role and the timeouts in " + unit.domain().folder()
                    + "/domain.properties, in the marker and on the command line, then: " + again);
        }
        return switch (error.said().sqlState()) {
            case "42501" ->
                List.of("let the object's owner grant what is missing, or, where an owner is needed, connect as that"
                        + " role or name it as role= in " + unit.domain().folder() + "/domain.properties, then: "
                        + again);
            case "25006" ->
                List.of("connect to the primary: add target_session_attrs=read-write to the URL, then: " + again);
            case "53200" ->
                List.of("raise max_locks_per_transaction on the server, or run the files one by one: bailiwick "
                        + verb() + " " + unit.domain().name());
            case "57014" ->
                List.of(
                        error.said().message().contains("timeout")
                                ? "find out why it takes so long, or raise statement_timeout, then: " + again
                                : "somebody cancelled it (pg_cancel_backend); to go on: " + again);
            case "53100" -> List.of("make room on the server's disk, then: " + again);
            case "42704" ->
                List.of(
                        error.said().message().contains("\"bailiwick.")
                                ? "it reads a value that was not given: " + again + " --set NAME=VALUE"
                                : "mend " + place(error) + ", then: " + again);
            case "BWNOR" ->
                List.of("see which rule or trigger is on the table: \\d "
                        + unit.domain().schema() + "." + unit.domain().table());
            case "BWHIS" ->
                List.of(
                        "take out of " + unit.path() + " what writes into a tracking table or its log, then: " + again,
                        "a person corrects the history with: bailiwick mark, bailiwick repair");
            case "BWGON" ->
                List.of("the section drops the domain's tracking table: run without --one-transaction: bailiwick "
                        + verb() + " " + unit.domain().name());
            default -> List.of("mend " + (down() ? "what stands in the way" : place(error)) + ", then: " + again);
        };
    }

    /** What is to be mended: its file, or the data that it reads. */
    private String place(SqlError error) {
        return error.data() == null ? unit.path() : error.data().file() + " or " + unit.path();
    }

    private boolean up() {
        return unit.direction() == Direction.UP;
    }

    private boolean down() {
        return unit.direction() == Direction.DOWN;
    }

    private String done() {
        return switch (unit.direction()) {
            case UP -> "applied";
            case DOWN -> "rolled back";
            case SEED -> "done";
        };
    }

    private String verb() {
        return switch (unit.direction()) {
            case UP -> "migrate";
            case DOWN -> "rollback";
            case SEED -> "seed";
        };
    }
}
