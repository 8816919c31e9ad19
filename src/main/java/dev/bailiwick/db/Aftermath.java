package dev.bailiwick.db;

/**
 * What became of a unit whose connection broke.
 *
 * @param recorded whether it came to its end: then it is durable, and milliseconds is what it took
 * @param milliseconds 0 where it did not
 */
public record Aftermath(boolean recorded, int milliseconds) {}
