package dev.bailiwick.engine.run;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands of a run after one of its sections failed, in words. */
final class StateAfterFailure {
    private final SectionRun unit;
    private final int before;
    private final boolean takenBack;
    private final int after;
    private final @Nullable String whole;

    /**
     * After one section.
     *
     * @param done what of this run is done
     * @param after how many of this run were to follow
     * @param whole what stands now where several sections shared the transaction; null where it had one of its own
     */
    StateAfterFailure(SectionRun unit, List<Step> done, int after, @Nullable String whole) {
        this.unit = unit;
        this.before = (int) done.stream()
                .filter(step -> step.direction() == unit.direction())
                .count();
        this.takenBack = unit.direction() == Direction.UP
                && done.stream()
                        .anyMatch(step -> step.direction() == Direction.DOWN
                                && step.filename().equals(unit.filename()));
        this.after = after;
        this.whole = whole;
    }

    /** It was rolled back. */
    String rolledBack(boolean recorded) {
        return undone() + (recorded ? "" : "; the history does not show the failure");
    }

    /** Nothing of the section stands. */
    String undone() {
        if (whole != null) {
            return whole;
        }
        // After a failed rollback "nothing of it stands" would be read as the opposite of what is true.
        String it = unit.direction() == Direction.DOWN
                ? "nothing of it was taken back: it is applied as before"
                : "rolled back: nothing of it stands";
        return it + others();
    }

    /** The run was cancelled before it. */
    String notStarted() {
        return whole != null ? whole : "nothing of it was run" + others();
    }

    /** The connection was lost while it ran outside a transaction. */
    String partly() {
        return "it runs outside a transaction: part of it may stand, see what the status says" + others();
    }

    /**
     * The connection was lost while it ran.
     *
     * @param recorded whether the history says that it is done; empty where it could not be asked
     */
    String lookedUp(Optional<Boolean> recorded) {
        if (recorded.isEmpty()) {
            return "not known: the server could not be asked what became of it" + others();
        }
        if (recorded.get()) {
            return "looked up afterwards: it is " + done() + " and recorded"
                    + (whole == null ? "" : ", with all that shared its transaction") + "; only the answer was lost"
                    + (whole == null ? others() : "");
        }
        return "looked up afterwards: " + (whole != null ? whole : "nothing of it stands" + others());
    }

    /** What stands of the other files of the run. */
    String others() {
        // A redo goes both ways: then its way down is what stands.
        String text = takenBack ? "; it was taken back before, and stays so" : "";
        if (before > 0) {
            text += "; " + count(before) + " before it in this run " + (before == 1 ? "is " : "are ") + done();
        }
        if (after > 0) {
            text += "; " + after + " behind it " + (after == 1 ? "was" : "were") + " not run";
        }
        return text;
    }

    private static String count(int number) {
        return number == 1 ? "1 file" : number + " files";
    }

    private String done() {
        return switch (unit.direction()) {
            case UP -> "applied";
            case DOWN -> "rolled back";
            case SEED -> "done";
        };
    }
}
