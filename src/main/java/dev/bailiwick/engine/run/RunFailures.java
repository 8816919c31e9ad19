package dev.bailiwick.engine.run;

import dev.bailiwick.db.run.LockBlocker;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failures of a section that did not come to its end: what stands, and what to type. */
final class RunFailures {
    private final SectionRun unit;
    private final StateAfterFailure state;
    private final String again;

    /** @param again the command that goes on from here */
    RunFailures(SectionRun unit, StateAfterFailure state, String again) {
        this.unit = unit;
        this.state = state;
        this.again = again;
    }

    /** Those of a section outside a transaction. */
    PartlyDoneFailures partlyDone() {
        return new PartlyDoneFailures(unit, state, again);
    }

    /** Those because of the history. */
    HistoryFailures history() {
        return new HistoryFailures(unit, state, again);
    }

    /** What stands after the section was rolled back. */
    String state(boolean recorded) {
        return state.rolledBack(recorded);
    }

    Failure rolledBack(SqlError error, boolean recorded) {
        String where = error.afterLastStatement(unit)
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
                state.undone(),
                List.of("to go on: " + again));
    }

    Failure cancelled(SectionResult.Unread unread) {
        return new Failure(
                unit.path() + " was cancelled while it read " + unread.path(),
                place(unread),
                null,
                state.undone(),
                List.of("to go on: " + again));
    }

    /** A data file, or its own, could not be read to its end. */
    Failure unread(SectionResult.Unread unread, boolean recorded) {
        return new Failure(
                "cannot read " + unread.path() + ": " + unread.reason(),
                place(unread),
                null,
                state.undone() + (recorded ? "" : "; the log does not show the failure"),
                List.of(unread.offset() < 0 ? again : "mend " + unread.path() + ", then: " + again));
    }

    private @Nullable Place place(SectionResult.Unread unread) {
        return unread.offset() < 0 ? null : Place.of(unit.path(), unit.text(), unread.offset());
    }

    /** A group of so many files, of which this is the first, was rolled back: the first of those that are to follow. */
    Failure cancelledTogether(int files, SectionRun atWork) {
        return Failure.of(
                        atWork.path() + " was cancelled, and " + files + " files with it that shared a transaction",
                        "to go on: " + again)
                .withState("rolled back: nothing of the " + files + " files stands, from " + unit.filename() + " on"
                        + state.others());
    }

    Failure notStarted() {
        return Failure.of("cancelled before " + unit.path(), "to go on: " + again)
                .withState(state.notStarted());
    }

    Failure lost(@Nullable String reason, Optional<Boolean> recorded) {
        boolean partly = !unit.section().transaction() && !recorded.orElse(false);
        return new Failure(
                "the connection was lost while " + unit.path() + " ran" + (reason == null ? "" : ": " + reason),
                null,
                null,
                partly ? state.partly() : state.lookedUp(recorded),
                List.of(
                        "bailiwick status " + unit.domain().name(),
                        "then: " + again + (partly ? ", which looks up what became of it and goes on" : "")));
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
                        + verb(unit) + " " + unit.domain().name());
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
                        + verb(unit) + " " + unit.domain().name());
            default -> List.of("mend " + (down() ? "what stands in the way" : place(error)) + ", then: " + again);
        };
    }

    /** What is to be mended: its file, or the data that it reads. */
    private String place(SqlError error) {
        return error.data() == null ? unit.path() : error.data().file() + " or " + unit.path();
    }

    private boolean down() {
        return unit.direction() == Direction.DOWN;
    }

    /** The command that runs it. */
    static String verb(SectionRun unit) {
        return switch (unit.direction()) {
            case UP -> "migrate";
            case DOWN -> "rollback";
            case SEED -> "seed";
        };
    }
}
