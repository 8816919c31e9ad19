package dev.bailiwick.engine.history;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.history.HistoryLog;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NameList;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of a log that it lacks what it once held: it can't tell any more which rows of its tracking table are lost. */
public final class LogGaps {
    private LogGaps() {}

    /**
     * What is wrong with a log whose end is gone, or all of it.
     *
     * @param cut where the last run has left its end; null where it ends there or after it
     */
    static Optional<Failure> of(Domain domain, History history, HistoryLog.@Nullable End cut) {
        List<String> ofRuns = history.rows().stream()
                .filter(row -> row.success() && row.batch() > 0)
                .map(HistoryRow::filename)
                .toList();
        long last = history.version().log();
        if (cut != null) {
            return Optional.of(failure(
                    domain,
                    "its last entry is " + (last == 0 ? "gone, as all are" : last) + ", and the last run, "
                            + LostHistoryCheck.minute(cut.at()) + " by " + cut.by() + ", has left "
                            + cut.entry() + " as its last"));
        }
        return last > 0 || ofRuns.isEmpty()
                ? Optional.empty()
                : Optional.of(failure(
                        domain,
                        "it is empty, and " + domain.schema() + "." + domain.table() + " says that runs have applied "
                                + NameList.of(ofRuns)));
    }

    /** The same of domains from whose histories nothing need be run, and entries that are gone from the middle. */
    public static List<Failure> all(
            ProjectSession projectSession,
            Histories reader,
            Map<Domain, History> histories,
            Collection<Domain> domains) {
        HistoryLog log = new HistoryLog(projectSession.session());
        List<Failure> failures = new ArrayList<>();
        List<Domain> kept = domains.stream()
                .filter(domain ->
                        !histories.getOrDefault(domain, History.NONE).rows().isEmpty())
                .toList();
        Map<Domain, HistoryLog.End> cut =
                log.said(kept, reader.tables().described()).cut();
        Map<Domain, List<String>> without = log.unknown(kept, true);
        for (Domain domain : kept) {
            Optional<Failure> end = of(domain, histories.getOrDefault(domain, History.NONE), cut.get(domain));
            if (end.isPresent()) {
                failures.add(end.get());
                continue;
            }
            List<String> unknown = without.getOrDefault(domain, List.of());
            if (!unknown.isEmpty()) {
                failures.add(failure(
                        domain,
                        "it has no entry of " + NameList.of(unknown) + ", which " + (unknown.size() == 1 ? "is" : "are")
                                + " applied"));
            }
        }
        return failures;
    }

    private static Failure failure(Domain domain, String what) {
        String table = domain.schema() + "." + domain.table();
        return Failure.of(
                        domain.schema() + "." + domain.logTable() + " has lost entries: " + what,
                        "bring it back from a backup",
                        "or, where " + table + " is right as it is, write into the log what that says: "
                                + ShellCommand.of("bailiwick", "repair", domain.name(), "--from-history"))
                .withDetails(List.of("by it, rows are noticed that " + table + " has lost: now they are not"))
                .withState("nothing was run");
    }
}
