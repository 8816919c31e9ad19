package dev.bailiwick.engine.amend;

import dev.bailiwick.db.catalog.CatalogReader;
import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.Correction.Change;
import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.history.TrackingTableCheck;
import dev.bailiwick.engine.history.EmptiedHistoryCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NameList;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.DomainRequirements;
import dev.bailiwick.plan.Remedies;
import dev.bailiwick.plan.TypedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Begins the history of a database that is older than it: all files up to one count as applied, and none of them runs.
 *
 * <p>The entries belong to no batch (0), as those of {@code mark} do: a rollback of the last batch must not take back
 * what no run of ours has applied.
 */
public final class Baseline {
    private final ProjectSession projectSession;
    private final DomainCorrection domainCorrection;
    private final Domain domain;
    private final String reason;

    /**
     * A beginning.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public Baseline(ProjectSession projectSession, String name, String reason) {
        this.projectSession = projectSession;
        this.domainCorrection = DomainCorrection.beginning(projectSession, name);
        this.domain = domainCorrection.domain();
        this.reason = reason;
    }

    /**
     * What would count as applied.
     *
     * @param typed the last file that does
     * @throws BailiwickException (refused) where the history says something else of one of them already
     */
    public CorrectionPlan to(@Nullable String typed) {
        if (typed == null) {
            throw withoutEnd();
        }
        FileStatus last = new TypedName(domain, typed, "--to ").among(domainCorrection.statuses());
        List<FileStatus> range = domainCorrection.statuses().stream()
                .filter(status -> ByteOrder.OF_NAMES.compare(status.filename(), last.filename()) <= 0)
                .toList();
        refuse(range, last);
        List<CorrectionPlan.Item> items = new ArrayList<>();
        for (FileStatus status : range) {
            MigrationFile file = status.file();
            if (file != null && status.state().toApply()) {
                items.add(CorrectionPlan.Item.asked(
                        file.path(), "counted as applied", Correction.of(Change.APPLIED, "baseline", reason, file, 0)));
            }
        }
        return new CorrectionPlan(
                "baseline",
                domainCorrection,
                items,
                notes(),
                "nothing to do: all files up to " + last.filename() + " are applied in " + domain.name());
    }

    /**
     * A history in which no file counts as applied, for a person who knows that what looks like this domain's is not.
     *
     * @param dryRun whether it is only shown
     * @throws BailiwickException (refused) where something counts as applied already
     */
    public CorrectionPlan empty(boolean dryRun) {
        List<String> rows = domainCorrection.history().rows().stream()
                .map(HistoryRow::filename)
                .toList();
        if (!rows.isEmpty()) {
            throw DomainCorrection.refused(
                    "domain " + domain.name() + " has a history in this database: " + NameList.of(rows),
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        boolean kept = domainCorrection.history().kept();
        if (kept && emptied()) {
            return anew();
        }
        String nothing = kept
                ? "nothing to do: the history of " + domain.name() + " is empty"
                : "the history of " + domain.name() + (dryRun ? " would begin" : " begins")
                        + ": no file counts as applied";
        return new CorrectionPlan(
                "baseline",
                domainCorrection,
                List.of(),
                List.of(),
                nothing,
                kept ? null : () -> domainCorrection.write(List.of()));
    }

    private boolean emptied() {
        TrackingTableCheck tables = new TrackingTableCheck(projectSession.session());
        // What the last run has left in the catalog counts as well, where it may be read.
        tables.presence(List.of(domain));
        return new EmptiedHistoryCheck(projectSession, tables)
                .of(domain, domainCorrection.history())
                .isPresent();
    }

    /** The log says of each file that it is pending: that there were rows before is no sign of a loss then. */
    private CorrectionPlan anew() {
        List<CorrectionPlan.Item> items = projectSession.project().files(domain).stream()
                .map(file -> CorrectionPlan.Item.asked(
                        file.path(),
                        "counted as pending",
                        Correction.none(
                                "mark",
                                "pending: the history begins anew: " + reason,
                                file.filename(),
                                file.checksum())))
                .toList();
        return new CorrectionPlan("baseline", domainCorrection, items, List.of(), "");
    }

    private void refuse(List<FileStatus> range, FileStatus last) {
        Remedies waysOut = new Remedies(domain, domainCorrection.statuses());
        List<Failure> refusals = new ArrayList<>();
        range.stream()
                .filter(status -> status.state() == FileState.EDITED
                        || status.state() == FileState.MISSING
                        || status.state() == FileState.PARTIAL)
                .map(waysOut::failure)
                .forEach(refusals::add);
        boolean open = range.stream().anyMatch(status -> status.state().toApply());
        domainCorrection.statuses().stream()
                .filter(status -> status.row() != null && status.row().success())
                .filter(status -> ByteOrder.OF_NAMES.compare(status.filename(), last.filename()) > 0)
                .findFirst()
                .filter(later -> open)
                .ifPresent(later -> refusals.add(beyond(last, later, range)));
        if (open && refusals.isEmpty()) {
            begun(range).ifPresent(refusals::add);
        }
        if (!refusals.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, refusals);
        }
    }

    /** What runs have applied files of has begun, and does not begin once more: a pending file may be new. */
    private Optional<Failure> begun(List<FileStatus> range) {
        List<String> ran = domainCorrection.history().rows().stream()
                .filter(row -> row.success() && row.batch() > 0)
                .map(HistoryRow::filename)
                .toList();
        if (ran.isEmpty()) {
            return Optional.empty();
        }
        List<String> next = new ArrayList<>();
        range.stream()
                .filter(status -> status.state().toApply())
                .forEach(status -> next.add((next.isEmpty() ? "where its work was done by hand: " : "and: ")
                        + ShellCommand.markApplied(domain.name(), status.filename())));
        next.add("else: " + ShellCommand.of("bailiwick", "migrate", domain.name()));
        return Optional.of(Failure.of(
                        "the history of " + domain.name() + " has begun: runs have applied " + NameList.of(ran),
                        next.toArray(String[]::new))
                .withState("nothing was changed"));
    }

    private Failure beyond(FileStatus last, FileStatus later, List<FileStatus> range) {
        String first = range.stream()
                .filter(status -> status.state().toApply())
                .map(FileStatus::filename)
                .findFirst()
                .orElse(last.filename());
        return Failure.of(
                        "the history of " + domain.name() + " does not begin at " + last.filename() + ": "
                                + later.filename() + ", which sorts behind it, is applied",
                        "see what is out of order: " + ShellCommand.of("bailiwick", "status", domain.name()),
                        "or say it of one file: " + ShellCommand.markApplied(domain.name(), first))
                .withState("nothing was changed");
    }

    private BailiwickException withoutEnd() {
        List<String> names = domainCorrection.statuses().stream()
                .filter(status -> status.file() != null)
                .map(FileStatus::filename)
                .toList();
        if (names.isEmpty()) {
            return BailiwickException.usage(
                    domain.folder() + " has no migrations: there is nothing that could count as applied",
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        return BailiwickException.usage(
                "baseline needs --to: the last file whose work this database has already",
                "where it has all: "
                        + ShellCommand.of("bailiwick", "baseline", domain.name(), "--to", names.get(names.size() - 1)),
                "to see the names: " + ShellCommand.of("bailiwick", "status", domain.name()));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        List<Domain> required =
                DomainRequirements.of(projectSession.project().domains()).requiredBy(domain);
        Map<Domain, History> histories = new Histories(projectSession.session()).read(required);
        for (Domain other : required) {
            if (histories.getOrDefault(other, History.NONE).rows().isEmpty()
                    && !projectSession.project().files(other).isEmpty()) {
                notes.add("domain " + other.name() + " is required and has no history in this database either: "
                        + ShellCommand.of("bailiwick", "baseline", other.name()) + " --to FILE");
            }
        }
        boolean empty = new CatalogReader(projectSession.session())
                .tables().stream()
                        .noneMatch(table -> table.schema().equals(domain.schema())
                                && !domain.ownTables().contains(table.name()));
        if (empty) {
            notes.add("schema " + domain.schema() + " of database "
                    + projectSession.session().info().database() + " has no tables: is it the right one?");
        }
        return notes;
    }
}
