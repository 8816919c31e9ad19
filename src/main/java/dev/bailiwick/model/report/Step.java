package dev.bailiwick.model.report;

import dev.bailiwick.model.script.Direction;

/**
 * One file that a run applied, rolled back or seeded, or would.
 *
 * @param domain name of its domain
 * @param filename its name
 * @param path the file as the user would type it
 * @param direction up: applied; down: rolled back; seed: ran as a seed
 * @param batch the number it carries in the history; 0 for a seed
 * @param statements how many statements it has
 * @param transaction whether it runs in one
 * @param milliseconds measured at the server; 0 in a plan
 * @param rowsCopied how many rows came from data files by {@code \copy}
 */
public record Step(
        String domain,
        String filename,
        String path,
        Direction direction,
        int batch,
        int statements,
        boolean transaction,
        int milliseconds,
        long rowsCopied) {

    /** A step that read no data file. */
    public Step(
            String domain,
            String filename,
            String path,
            Direction direction,
            int batch,
            int statements,
            boolean transaction,
            int milliseconds) {
        this(domain, filename, path, direction, batch, statements, transaction, milliseconds, 0);
    }
}
