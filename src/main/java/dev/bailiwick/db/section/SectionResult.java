package dev.bailiwick.db.section;

import dev.bailiwick.model.catalog.Violation;
import dev.bailiwick.model.history.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one section that was sent. */
public sealed interface SectionResult {

    /**
     * It ran, it is recorded, and the commit came back (or, within an open transaction, is still to come).
     *
     * @param milliseconds measured at the server
     * @param version the history's version after it
     * @param rowsCopied how many rows came from data files
     * @param violations what it did beyond its domain, where that is only reported
     */
    record Done(int milliseconds, History.Version version, long rowsCopied, List<Violation> violations)
            implements SectionResult {

        public Done {
            violations = List.copyOf(violations);
        }
    }

    /** It reached beyond its domain; everything in its transaction is rolled back. */
    record GuardViolations(List<Violation> violations) implements SectionResult {

        public GuardViolations {
            violations = List.copyOf(violations);
        }
    }

    /** Somebody else has the domain; nothing was run. */
    record Locked() implements SectionResult {}

    /** The history is not the one that was planned from; nothing was run. */
    record StaleHistory() implements SectionResult {}

    /**
     * History or log would have become something else than what they were with what was written of it; everything in its
     * transaction is rolled back.
     *
     * @param changes what, in words
     * @param others the tables of other domains' histories that were changed; empty where it is the domain's own
     * @param by what stands on the tables and runs when they are written; empty where a statement is to blame
     * @param offset where the unit's text has the statement that is to blame; -1 where none is known
     * @param stands those of the changes that stand all the same: another session has made them
     */
    record HistoryChanged(List<String> changes, List<String> others, List<String> by, int offset, List<String> stands)
            implements SectionResult {

        public HistoryChanged {
            changes = List.copyOf(changes);
            others = List.copyOf(others);
            by = List.copyOf(by);
            stands = List.copyOf(stands);
        }

        /** What the tracking row and the log keep. */
        public String forHistory() {
            return (stands.isEmpty() ? "" : "another session ")
                    + "changed the history of " + (others.isEmpty() ? "its" : "another") + " domain: "
                    + String.join("; ", stands.isEmpty() ? changes : stands)
                    + (by.isEmpty() ? "" : "\nthere is " + String.join(", ", by));
        }
    }

    /** A sequence of history or log gives numbers that were given before; everything in its transaction is rolled back. */
    record SequenceBehind(String why) implements SectionResult {}

    /** A section has deallocated what the session kept prepared; everything in its transaction is rolled back. */
    record Unprepared() implements SectionResult {}

    /** The short look at the history can't tell that it was left alone: it has to be watched. All is rolled back. */
    record Unwatched() implements SectionResult {}

    /** Something was wrong in a group, and all of it is rolled back: what, shows when its files run one by one. */
    record RolledBack() implements SectionResult {}

    /** The server refused it; everything in its transaction is rolled back. */
    record Failed(SqlError error) implements SectionResult {}

    /**
     * A data file, or a large file itself, could not be read to its end; everything in the transaction is rolled back.
     *
     * @param path the data file, or the unit's own
     * @param offset where the unit's text names the data file; -1 where it is its own
     */
    record Unread(String path, int offset, String reason) implements SectionResult {}

    /**
     * The server refused a statement outside a transaction; what came before it stands.
     *
     * @param statementsDone how many statements were done; a block counts as one
     * @param afterStatement whether the error is not that of a statement: the one that it names is done, and the history is not what it
     *     should be; it may be one more than is recorded
     * @param ended what they had left in their session, which a new one can't be given
     */
    record Stopped(SqlError error, int statementsDone, boolean afterStatement, List<String> ended)
            implements SectionResult {
        public Stopped {
            ended = List.copyOf(ended);
        }

        public Stopped(SqlError error, int statementsDone, List<String> ended) {
            this(error, statementsDone, false, ended);
        }
    }

    /**
     * What became of its next statement can't be found out, and nothing was run.
     *
     * @param offset where the unit's text has the statement
     * @param statement its number, from 1
     * @param why in half a sentence
     * @param stands what the catalog shows, one line each
     */
    record Undecided(int offset, int statement, String why, List<String> stands) implements SectionResult {

        public Undecided {
            stands = List.copyOf(stands);
        }
    }

    /** The connection broke: what became of it has to be looked up under the lock. */
    record Lost(@Nullable String reason) implements SectionResult {}
}
