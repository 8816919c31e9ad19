package dev.bailiwick.model.history;

/**
 * Where a section outside a transaction stopped before, and goes on.
 *
 * @param done how many of its statements are done; the one after them is in doubt where {@code state} says so
 * @param state what the row's error message says; empty where it has never run
 */
public record Resume(int done, String state) {

    /** From the beginning. */
    public static final Resume START = new Resume(0, "");

    /** How the error message of a row begins whose run did not come to an end that anybody saw. */
    public static final String NOT_FINISHED = "not finished";

    /** How it begins where a person has said that the statement in doubt is to be run again. */
    public static final String AGAIN = "to be run again";

    /** How it begins where a person has said that the statement in doubt is done. */
    public static final String GOES_ON = "goes on";

    /** Whether it has run before. */
    public boolean again() {
        return !state.isEmpty();
    }

    /** Whether nobody knows what became of the next statement. */
    public boolean inDoubt() {
        return state.startsWith(NOT_FINISHED);
    }

    /** Whether a person has said that the next statement is to be run again. */
    public boolean retried() {
        return state.startsWith(AGAIN);
    }

    /** Whether a person has looked, and said that it may go on. */
    public boolean vouched() {
        return state.startsWith(AGAIN) || state.startsWith(GOES_ON);
    }

    /** What the statements that are done had left in their session, as far as it is known. */
    public SessionState session() {
        return SessionState.in(state);
    }

    /** Whether the next statement ended with an error. */
    public boolean failed() {
        return again() && !inDoubt() && !vouched();
    }
}
