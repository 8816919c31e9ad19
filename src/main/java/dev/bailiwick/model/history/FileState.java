package dev.bailiwick.model.history;

import java.util.Locale;

/** What files and history together say of one migration. */
public enum FileState {
    /** Not in the history: to be applied. */
    PENDING,
    /** In the history, and unchanged since. */
    APPLIED,
    /** Failed and rolled back: to be applied again. */
    FAILED,
    /** Ran outside a transaction and did not finish: a person must look. */
    PARTIAL,
    /** Applied, and changed since. */
    EDITED,
    /** Applied, and the file is gone. */
    MISSING,
    /** Applied by a newer release: the files here are all applied and unchanged, and it sorts after all of them. */
    NEWER,
    /** Pending, and sorts before one that is applied. */
    OUT_OF_ORDER,
    /** A person said that it counts as applied. */
    MARKED;

    /** Whether it still has to run. */
    public boolean toApply() {
        return this == PENDING || this == FAILED || this == OUT_OF_ORDER;
    }

    /** The word for people and for JSON, such as {@code out of order}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
