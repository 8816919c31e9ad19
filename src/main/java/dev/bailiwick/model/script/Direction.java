package dev.bailiwick.model.script;

/** Which way a section goes. */
public enum Direction {
    UP,
    DOWN,
    /** Neither: a seed, which runs as often as one likes and leaves no row in the tracking table. */
    SEED
}
