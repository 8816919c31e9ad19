package dev.bailiwick.model.report;

import java.util.List;

/**
 * What a run did, or with {@code --dry-run} would do.
 *
 * @param command migrate, rollback, redo, seed, setup, reset, mark or repair
 * @param dryRun whether nothing was touched
 * @param domains the domains of the run, in its order
 * @param steps what was done, in order
 * @param notes what a person should know beside it, one sentence each without a full stop
 */
public record RunReport(String command, boolean dryRun, List<String> domains, List<Step> steps, List<String> notes) {

    public RunReport {
        domains = List.copyOf(domains);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }
}
