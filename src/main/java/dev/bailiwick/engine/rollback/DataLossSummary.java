package dev.bailiwick.engine.rollback;

import dev.bailiwick.db.loss.DataLoss;
import java.util.List;

/**
 * What a command is about to take back, for the question whether it may.
 *
 * @param command rollback, redo or reset
 * @param again the command as it has to be typed again
 * @param domains their names, in the order in which they are taken back
 * @param files what is taken back, in order; a redo applies it again
 * @param batches which runs had applied it and when, one line each
 * @param whole whether nothing of a domain stays applied
 * @param losses rows and values that would go; empty where none would
 */
public record DataLossSummary(
        String command,
        String again,
        List<String> domains,
        List<String> files,
        List<String> batches,
        boolean whole,
        List<DataLoss> losses) {

    public DataLossSummary {
        domains = List.copyOf(domains);
        files = List.copyOf(files);
        batches = List.copyOf(batches);
        losses = List.copyOf(losses);
    }

    /** The same, with what would go. */
    public DataLossSummary losing(List<DataLoss> found) {
        return new DataLossSummary(command, again, domains, files, batches, whole, found);
    }
}
