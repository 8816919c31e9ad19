package dev.bailiwick.engine.session;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A refusal in the middle of a run: whoever refused saw nothing run, but the run has done something before. */
public final class PartialRunState {
    private static final Pattern NOTHING =
            Pattern.compile("nothing (?:more )?was run(?! by this command)( in [^;:,]+)?");

    private PartialRunState() {}

    /** The same refusal, saying what was done before it; itself where that is nothing. */
    public static BailiwickException beside(BailiwickException refusal, List<Step> done) {
        if (done.isEmpty()) {
            return refusal;
        }
        String stands = String.join("; ", stands(done));
        List<Failure> failures = refusal.failures().stream()
                .map(failure -> failure.withState(state(failure.state(), stands)))
                .toList();
        return new BailiwickException(refusal.exitCode(), failures, refusal);
    }

    private static String state(String state, String stands) {
        if (state.isEmpty()) {
            return "nothing more was run; " + stands;
        }
        return NOTHING.matcher(state)
                .replaceFirst(found -> Matcher.quoteReplacement(
                        "nothing more was run" + (found.group(1) == null ? "" : found.group(1)) + "; " + stands));
    }

    private static List<String> stands(List<Step> done) {
        List<String> stands = new ArrayList<>();
        say(stands, done, Direction.DOWN, "migration", "rolled back");
        say(stands, done, Direction.UP, "migration", "applied");
        say(stands, done, Direction.SEED, "seed", "done");
        return stands;
    }

    private static void say(List<String> stands, List<Step> done, Direction direction, String what, String how) {
        long count = done.stream().filter(step -> step.direction() == direction).count();
        if (count > 0) {
            stands.add(count + " " + what + (count == 1 ? " is " : "s are ") + how + " by this command");
        }
    }
}
