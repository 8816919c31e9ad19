package dev.bailiwick.db;

/** The history is not the one that a correction was made for: somebody else has changed it meanwhile. */
public final class HistoryMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
