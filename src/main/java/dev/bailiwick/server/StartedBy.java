package dev.bailiwick.server;

/** Who started the server, which decides who stops it. */
public enum StartedBy {
    /** A command that needed a database: the last user stops it. */
    USE,
    /** {@code db start}: it runs until {@code db stop}. */
    COMMAND
}
