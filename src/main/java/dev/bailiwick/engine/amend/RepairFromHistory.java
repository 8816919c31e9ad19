package dev.bailiwick.engine.amend;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.Correction.Change;
import dev.bailiwick.db.history.HistoryLog;
import dev.bailiwick.db.history.TrackingTableCheck;
import dev.bailiwick.engine.history.EmptiedHistoryCheck;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.HistoryRow;
import java.util.List;
import java.util.Set;

/**
 * Writes the entries again that a log has lost, from what its tracking table says is applied: after a log that was emptied, or from
 * which old entries were deleted. Rows stay as they are.
 */
public final class RepairFromHistory {
    private final DomainCorrection domainCorrection;
    private final Domain domain;
    private final String reason;

    /**
     * A repair.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public RepairFromHistory(ProjectSession projectSession, String name, String reason) {
        this.domainCorrection = DomainCorrection.despiteLostRows(projectSession, name);
        this.domain = domainCorrection.domain();
        this.reason = reason;
    }

    /**
     * What would be written.
     *
     * @throws dev.bailiwick.model.failure.BailiwickException (refused) where there is no history, or one that was emptied
     */
    public CorrectionPlan plan() {
        if (!domainCorrection.history().kept()) {
            throw DomainCorrection.refused(
                    "domain " + domain.name() + " has no history in this database",
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        TrackingTableCheck tables =
                new TrackingTableCheck(domainCorrection.projectSession().session());
        tables.presence(List.of(domain));
        // There is nothing that it could be written from, and what tells of the loss would be gone.
        new EmptiedHistoryCheck(domainCorrection.projectSession(), tables)
                .of(domain, domainCorrection.history())
                .ifPresent(failure -> {
                    throw new BailiwickException(ExitCode.REFUSED, failure);
                });
        HistoryLog log = new HistoryLog(domainCorrection.projectSession().session());
        HistoryLog.End cut = log.said(List.of(domain), tables.described()).cut().get(domain);
        Set<String> unknown = Set.copyOf(log.unknown(List.of(domain), false).getOrDefault(domain, List.of()));
        List<CorrectionPlan.Item> items = domainCorrection.history().rows().stream()
                .filter(row -> unknown.contains(row.filename()))
                .map(this::item)
                .toList();
        List<Correction> corrections =
                items.stream().map(CorrectionPlan.Item::correction).toList();
        boolean described = tables.described().contains(domain);
        if (cut != null && items.isEmpty()) {
            String ends = ends(cut);
            List<Correction> entry = List.of(
                    // No file has the name, and what is said of none to be pending changes nothing.
                    Correction.none("repair", "cleared: " + ends + ": " + reason, domain.logTable(), ""));
            return new CorrectionPlan(
                    "repair",
                    domainCorrection,
                    items,
                    List.of(ends),
                    "the log of " + domain.name() + " ends where it ends now, and has an entry of each applied file",
                    () -> domainCorrection.relog(entry, described));
        }
        return new CorrectionPlan(
                "repair",
                domainCorrection,
                items,
                cut == null ? List.of() : List.of(ends(cut)),
                "nothing to do: the log of " + domain.name() + " has an entry of each applied file",
                items.isEmpty() ? null : () -> domainCorrection.relog(corrections, described));
    }

    private String ends(HistoryLog.End cut) {
        long last = domainCorrection.history().version().log();
        return "the log ends " + (last == 0 ? "before its first entry" : "at " + last) + ", where the last run, "
                + LostHistoryCheck.minute(cut.at()) + " by " + cut.by() + ", had left " + cut.entry()
                + " as its last entry";
    }

    private CorrectionPlan.Item item(HistoryRow row) {
        String said = "applied " + LostHistoryCheck.minute(row.appliedAt()) + " by " + row.appliedBy()
                + (row.batch() > 0 ? ", batch " + row.batch() : ", in no batch");
        return new CorrectionPlan.Item(
                domain.folder() + "/" + row.filename(),
                "",
                said,
                "",
                List.of(),
                Correction.of(Change.STANDS, "repair", "from the history: " + said + ": " + reason, row));
    }
}
