package dev.bailiwick.model.failure;

import dev.bailiwick.model.script.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The five things that every failure says.
 *
 * @param what what failed, one sentence without a full stop
 * @param where the point in a file, or null where no file is to blame
 * @param said what PostgreSQL said, or null where it said nothing
 * @param state what stands now, one sentence without a full stop; empty where nothing was touched and nobody wonders
 * @param details lines to look at, such as a diff; empty where there are none
 * @param next what to do next: commands or short sentences, the likeliest first
 */
public record Failure(
        String what,
        @Nullable Place where,
        @Nullable ServerMessage said,
        String state,
        List<String> details,
        List<String> next) {

    public Failure {
        details = List.copyOf(details);
        next = List.copyOf(next);
    }

    /** A failure without details. */
    public Failure(String what, @Nullable Place where, @Nullable ServerMessage said, String state, List<String> next) {
        this(what, where, said, state, List.of(), next);
    }

    /** The same failure, with lines to look at. */
    public Failure withDetails(List<String> lines) {
        return new Failure(what, where, said, state, lines, next);
    }

    /** A failure that concerns no file and no server. */
    public static Failure of(String what, String... next) {
        return new Failure(what, null, null, "", List.of(next));
    }

    /** The same failure, with what stands now. */
    public Failure withState(String now) {
        return new Failure(what, where, said, now, details, next);
    }

    /** A failure made of what was found in a file. */
    public static Failure of(Finding finding) {
        return new Failure(finding.what(), finding.where(), null, "", List.of(finding.mend()));
    }
}
