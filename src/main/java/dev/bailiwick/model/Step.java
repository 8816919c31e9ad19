package dev.bailiwick.model;

/**
 * One migration that a run applied or rolled back, or would.
 *
 * @param domain name of its domain
 * @param filename its name
 * @param path the file as the user would type it
 * @param direction up: applied; down: rolled back
 * @param batch the number it carries in the history
 * @param statements how many statements it has
 * @param transaction whether it runs in one
 * @param milliseconds measured at the server; 0 in a plan
 */
public record Step(
        String domain,
        String filename,
        String path,
        Direction direction,
        int batch,
        int statements,
        boolean transaction,
        int milliseconds) {}
