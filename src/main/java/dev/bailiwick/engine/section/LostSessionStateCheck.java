package dev.bailiwick.engine.section;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.SessionState;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses to go on with a section outside a transaction whose statements have left something in their session that a new one
 * can't be given: what comes after them may mean another table, or go on without a lock.
 */
public final class LostSessionStateCheck {
    private final SectionRun unit;
    private final int done;

    /** @param done how many of its statements are done */
    public LostSessionStateCheck(SectionRun unit, int done) {
        this.unit = unit;
        this.done = Math.min(done, unit.parts().size());
    }

    /** What stands against going on; empty where nothing does, or where a person has said that it may. */
    public static Optional<Failure> refusal(SectionRun unit) {
        LostSessionStateCheck ended =
                new LostSessionStateCheck(unit, unit.resume().done());
        return ended.done == unit.parts().size() || unit.resume().vouched() ? Optional.empty() : ended.refusal();
    }

    private Optional<Failure> refusal() {
        SessionState known = unit.resume().session();
        List<String> left = known.ended();
        List<String> maybe = new ArrayList<>();
        for (int i = known.after(); i < done; i++) {
            String text = unit.parts().get(i).mayLeave();
            if (!text.isEmpty()) {
                maybe.add("statement " + (i + 1) + " may have left " + text);
            }
        }
        if (left.isEmpty() && maybe.isEmpty()) {
            return Optional.empty();
        }
        String what = left.isEmpty() ? "may have left something" : "left the " + String.join(", the ", left);
        Part next = unit.parts().get(done);
        if (next.recovery() instanceof Recovery.Unknown unknown
                && (unit.resume().inDoubt() || unit.resume().failed())) {
            maybe.add("statement " + (done + 1) + ", " + unknown.command()
                    + ", may have committed part of its work; where it is done, write --done for --retry");
        }
        return Optional.of(new Failure(
                        unit.path() + (up() ? "" : " (down)") + " can't go on: its " + statements() + " " + what
                                + " in " + (done == 1 ? "its" : "their") + " session, which ended",
                        Place.of(unit.path(), unit.text(), next.start()),
                        null,
                        "its " + statements() + (done == 1 ? " is done and stands" : " are done and stand")
                                + "; nothing was run in " + unit.domain().name(),
                        waysOut())
                .withDetails(maybe));
    }

    private String statements() {
        return done == 1 ? "statement 1" : "statements 1 to " + done;
    }

    /** What to type, the likeliest first. */
    public List<String> waysOut() {
        String domain = unit.domain().name();
        String again = up()
                ? ShellCommand.of("bailiwick", "migrate", domain)
                : ShellCommand.of("bailiwick", "rollback", domain, "--steps", "1");
        return List.of(
                "do the rest by hand, from statement " + (done + 1) + " on, in a session that has it, then: "
                        + mark(up() ? "--applied" : "--pending"),
                "or undo by hand what is done, then: " + mark(up() ? "--pending" : "--applied"),
                "or, where the rest does without it" + (up() ? ", or is written so now" : "") + ": "
                        + ShellCommand.of("bailiwick", "repair", domain, unit.filename(), "--retry") + " and then "
                        + again);
    }

    private String mark(String as) {
        return ShellCommand.of("bailiwick", "mark", unit.domain().name(), unit.filename(), as);
    }

    private boolean up() {
        return unit.direction() == Direction.UP;
    }
}
