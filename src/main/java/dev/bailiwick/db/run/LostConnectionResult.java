package dev.bailiwick.db.run;

/**
 * What became of a unit whose connection broke.
 *
 * @param recorded whether it came to its end: then it is durable, and milliseconds is what it took
 * @param milliseconds 0 where it did not
 */
public record LostConnectionResult(boolean recorded, int milliseconds) {}
