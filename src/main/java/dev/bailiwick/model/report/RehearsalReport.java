package dev.bailiwick.model.report;

import dev.bailiwick.model.failure.Failure;
import java.util.List;

/**
 * What a rehearsal showed.
 *
 * @param verdict whether all of it is safe on a busy system, and why or why not, in a sentence or two
 * @param safe whether it is
 * @param files what was run, and rolled back
 * @param notRun files that can't be rehearsed, because they run outside a transaction
 * @param sequences that have advanced although everything was rolled back
 * @param failures what stopped the rehearsal, or would stop a run
 */
public record RehearsalReport(
        String verdict,
        boolean safe,
        List<RehearsedFile> files,
        List<String> notRun,
        List<String> sequences,
        List<Failure> failures) {

    public RehearsalReport {
        files = List.copyOf(files);
        notRun = List.copyOf(notRun);
        sequences = List.copyOf(sequences);
        failures = List.copyOf(failures);
    }
}
