package dev.bailiwick.engine.run;

import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.engine.section.LostSessionStateCheck;
import dev.bailiwick.model.failure.ByHandAdvice;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Failures of a section outside a transaction: what its statements have done stands. */
final class PartlyDoneFailures {
    private final SectionRun unit;
    private final StateAfterFailure state;
    private final String again;

    PartlyDoneFailures(SectionRun unit, StateAfterFailure state, String again) {
        this.unit = unit;
        this.state = state;
        this.again = again;
    }

    /** One of its statements failed. */
    Failure stopped(SectionResult.Stopped stopped) {
        int all = unit.section().steps().size();
        int done = stopped.statementsDone();
        return new Failure(
                unit.path() + (down() ? " (down)" : "") + " stopped outside a transaction",
                stopped.error().place(unit),
                stopped.error().said(),
                done + " of its " + all + " statements " + (done == 1 ? "is" : "are") + " done and stand"
                        + (done == 1 ? "s" : "") + after(stopped, done)
                        + (stopped.ended().isEmpty()
                                ? ""
                                : "; what they left in their session has ended with it: the "
                                        + String.join(", the ", stopped.ended()))
                        + state.others(),
                stopped.afterStatement()
                        ? lookAtHistory(stopped.error())
                        : stopped.ended().isEmpty() ? onward(done) : withoutSession(done));
    }

    private String after(SectionResult.Stopped stopped, int done) {
        if (!stopped.afterStatement()) {
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
                            + ShellCommand.of(
                                    "bailiwick",
                                    RunFailures.verb(unit),
                                    unit.domain().name()));
        }
        String table = unit.domain().schema() + "." + unit.domain().table();
        return List.of(
                "compare " + table + " with its log " + table + "_log, and bring back what is missing",
                "then: " + ShellCommand.of("bailiwick", "status", unit.domain().name()));
    }

    /** What the statement after the last one done may have left. */
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
        List<String> byHand = ByHandAdvice.of(unit.domain().name(), unit.filename(), down());
        return List.of(mend + again, "or " + byHand.get(0), byHand.get(1));
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

    /** Only a person can tell what became of it. */
    Failure undecided(SectionResult.Undecided undecided) {
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
                        "nothing of it was run now" + before + state.others(),
                        decisions(undecided.statement()))
                .withDetails(undecided.stands());
    }

    private boolean up() {
        return unit.direction() == Direction.UP;
    }

    private boolean down() {
        return unit.direction() == Direction.DOWN;
    }
}
