package dev.bailiwick.model;

/** Which way a section goes. */
public enum Direction {
    UP,
    DOWN
}
