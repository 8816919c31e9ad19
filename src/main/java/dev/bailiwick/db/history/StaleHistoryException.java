package dev.bailiwick.db.history;

/** The history is not the one that a correction was made for: somebody else has changed it meanwhile. */
public final class StaleHistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
