package dev.bailiwick.server;

/** What became of a wish to stop the server. */
public enum StopResult {
    /** It has stopped. */
    NOW,
    /** Other processes work with it: the last of them stops it. */
    BY_THE_LAST_USER,
    /** It wasn't running. */
    WAS_NOT_RUNNING
}
