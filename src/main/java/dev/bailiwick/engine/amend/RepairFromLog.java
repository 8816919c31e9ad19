package dev.bailiwick.engine.amend;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.history.HistoryLog;
import dev.bailiwick.db.history.HistoryLog.Logged;
import dev.bailiwick.db.history.HistoryLog.State;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.NameList;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows again that a tracking table has lost, from what its log says last of each file; the whole table where it is
 * gone. Rows that are there stay as they are.
 */
public final class RepairFromLog {
    private final DomainCorrection domainCorrection;
    private final Domain domain;
    private final String reason;
    private final Map<String, MigrationFile> files = new HashMap<>();

    /**
     * A repair.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public RepairFromLog(ProjectSession projectSession, String name, String reason) {
        this.domainCorrection = DomainCorrection.despiteLoss(projectSession, name);
        this.domain = domainCorrection.domain();
        this.reason = reason;
        projectSession.project().files(domain).forEach(file -> files.put(file.filename(), file));
    }

    /**
     * What would be written.
     *
     * @throws dev.bailiwick.model.failure.BailiwickException (refused) where there is no log
     */
    public CorrectionPlan plan() {
        boolean kept = domainCorrection.history().kept();
        if (!kept && !new Histories(domainCorrection.projectSession().session()).hasLog(domain)) {
            throw DomainCorrection.refused(
                    "domain " + domain.name() + " has no log in this database: there is no " + domain.schema() + "."
                            + domain.logTable(),
                    "bring it back from a backup",
                    "to see what there is: " + ShellCommand.of("bailiwick", "status", domain.name()));
        }
        HistoryLog log = new HistoryLog(domainCorrection.projectSession().session());
        long last = log.last(domain);
        List<Logged> lost = kept ? log.lost(domain) : log.all(domain);
        List<Logged> applied =
                lost.stream().filter(file -> file.state() == State.APPLIED).toList();
        Map<String, Long> places =
                kept ? new LostRowIds(domainCorrection.history()).of(log.order(domain), applied) : Map.of();
        List<CorrectionPlan.Item> items = applied.stream()
                .map(file -> item(file, places.get(file.filename())))
                .toList();
        List<Correction> corrections =
                items.stream().map(CorrectionPlan.Item::correction).toList();
        boolean writes = !kept || !items.isEmpty();
        return new CorrectionPlan(
                "repair",
                domainCorrection,
                items,
                notes(lost, applied),
                kept
                        ? "nothing to do: each file that the log of " + domain.name() + " says is applied has its row"
                        : "the tracking table " + domain.schema() + "." + domain.table()
                                + " is empty: its log says that no file is applied",
                writes ? () -> domainCorrection.rebuild(corrections, last) : null);
    }

    private CorrectionPlan.Item item(Logged file, @Nullable Long place) {
        MigrationFile here = files.get(file.filename());
        boolean same = here != null && here.checksum().equalsIgnoreCase(file.checksum());
        Text source = same && here != null ? here.text() : null;
        String said = LostHistoryCheck.said(file);
        String lacks = same
                ? ""
                : here == null
                        ? "; without its text, as the file is not here"
                        : "; without its text, as the file is another one now";
        return new CorrectionPlan.Item(
                domain.folder() + "/" + file.filename(),
                "",
                said + lacks,
                "",
                List.of(),
                Correction.again(
                        "rebuilt from the log: " + said + ": " + reason,
                        file.filename(),
                        file.batch(),
                        file.checksum(),
                        source,
                        new Correction.Run(file.at(), file.by(), file.executionTimeMs(), place)));
    }

    private List<String> notes(List<Logged> lost, List<Logged> applied) {
        List<String> notes = new ArrayList<>();
        for (Logged file : lost) {
            if (file.state() == State.BEGUN) {
                notes.add(file.filename()
                        + " was begun outside a transaction, and how it ended the log does not say; look"
                        + " at what stands, then: "
                        + ShellCommand.markApplied(domain.name(), file.filename())
                        + " or --pending");
            }
        }
        Set<String> standing = new HashSet<>();
        applied.forEach(file -> standing.add(file.filename()));
        domainCorrection.history().rows().stream()
                .filter(HistoryRow::standing)
                .forEach(row -> standing.add(row.filename()));
        List<String> pending = files.keySet().stream()
                .filter(name -> !standing.contains(name))
                .sorted(ByteOrder.OF_NAMES)
                .toList();
        if (!pending.isEmpty()) {
            notes.add("pending afterwards: " + NameList.of(pending));
        }
        return notes;
    }
}
