package dev.bailiwick.engine.amend;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.Correction.Change;
import dev.bailiwick.db.history.Histories;
import dev.bailiwick.engine.history.EditedFileDiffs;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.plan.Remedies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the history agree with the files as they are: takes edited files as what was applied, and forgets failures, of
 * which nothing stands. What only a person can tell (half-done, missing) it names, and leaves; what became of a half-done
 * file it takes from a person.
 */
public final class Repair {
    private static final String RIGHT = "if the database already is as the file says now";

    private final DomainCorrection domainCorrection;
    private final Domain domain;
    private final String reason;
    private final Remedies waysOut;

    /**
     * A repair.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public Repair(ProjectSession projectSession, String name, String reason) {
        this.domainCorrection = DomainCorrection.of(projectSession, name);
        this.domain = domainCorrection.domain();
        this.reason = reason;
        this.waysOut = new Remedies(domain, domainCorrection.statuses());
    }

    /**
     * What would be repaired.
     *
     * @param typed a file; null for all
     * @throws BailiwickException (refused) where there is something wrong and nothing of it can be repaired without
     *     knowing more
     */
    public CorrectionPlan plan(@Nullable String typed) {
        List<FileStatus> meant =
                typed == null ? domainCorrection.withForgotten() : List.of(domainCorrection.named(typed));
        Map<String, List<String>> changes = new EditedFileDiffs(domainCorrection.projectSession(), domain).of(meant);
        List<CorrectionPlan.Item> items = new ArrayList<>();
        List<Failure> left = new ArrayList<>();
        for (FileStatus status : meant) {
            CorrectionPlan.Item item = item(status, changes, typed != null);
            if (item != null) {
                items.add(item);
            } else if (status.state() == FileState.PARTIAL) {
                left.add(waysOut.halfDone(status));
            } else if (status.state() == FileState.MISSING || (typed != null && outOfOrder(status))) {
                left.add(waysOut.failure(status));
            }
        }
        if (items.isEmpty() && !left.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, left);
        }
        List<String> notes = left.stream().map(Repair::note).toList();
        return new CorrectionPlan(
                "repair", domainCorrection, items, notes, nothing(typed == null ? null : meant.get(0)));
    }

    /**
     * Takes the statement in doubt as done: the next run goes on after it, and where it is the last the file counts as
     * applied, or as rolled back.
     */
    public CorrectionPlan done(String typed) {
        FileStatus status = domainCorrection.named(typed);
        HistoryRow row = halfDone(status);
        int done = row.resume().done() + 1;
        boolean all = done >= statements(status, row);
        if (all && row.rollingBack()) {
            return domainCorrection.asked(
                    "repair",
                    status,
                    "rolled back: it counts as pending",
                    pending(row, "statement " + done + " of its rollback done: "));
        }
        if (all) {
            return domainCorrection.asked(
                    "repair",
                    status,
                    "done: it counts as applied",
                    Correction.of(Change.STANDS, "repair", "statement " + done + " done: " + reason, row));
        }
        return domainCorrection.asked(
                "repair",
                status,
                "done as far as statement " + done + ": the next " + run(row) + " goes on behind it",
                Correction.goesOn(
                        "repair",
                        "statement " + done + " done: " + reason,
                        row,
                        new Resume(
                                done,
                                Resume.GOES_ON + ": statement " + done + " was done, as a person has said"
                                        + row.resume().session().line())));
    }

    /** What is known of the statement and of its session stays known. */
    private static Resume again(Resume resume) {
        String was =
                resume.retried() ? resume.state().lines().skip(1).collect(Collectors.joining("\n")) : resume.state();
        return new Resume(
                resume.done(), Resume.AGAIN + ": statement " + (resume.done() + 1) + ", as a person has said\n" + was);
    }

    private static String run(HistoryRow row) {
        return row.rollingBack() ? "rollback" : "migrate";
    }

    /** Takes the statement in doubt as not done: the next run begins with it. */
    public CorrectionPlan retry(String typed) {
        FileStatus status = domainCorrection.named(typed);
        HistoryRow row = halfDone(status);
        int done = row.resume().done();
        return domainCorrection.asked(
                "repair",
                status,
                "half-done as before: the next " + run(row) + " goes on with statement " + (done + 1),
                Correction.goesOn(
                        "repair", "statement " + (done + 1) + " not done: " + reason, row, again(row.resume())));
    }

    /** How many statements the section has, as it was when it was begun. */
    private int statements(FileStatus status, HistoryRow row) {
        MigrationFile file = status.file();
        Text kept = new Histories(domainCorrection.projectSession().session())
                .sources(domain, List.of(row.filename()))
                .get(row.filename());
        String with = row.rolledBackWith();
        boolean edited = with != null && (file == null || !file.checksum().equalsIgnoreCase(with));
        Text text = with == null && kept != null ? kept : file == null || edited ? null : file.text();
        if (text == null) {
            throw DomainCorrection.refused(
                    "the file of " + status.filename() + " is gone or edited, and the history does not keep its text",
                    "bring it back, or: " + ShellCommand.markPending(domain.name(), status.filename()));
        }
        SectionRunPreparation preparation = new SectionRunPreparation();
        Migration migration = preparation.parse(domain.folder() + "/" + row.filename(), row.filename(), text);
        preparation.orThrow();
        Section section = migration == null ? null : row.rollingBack() ? migration.down() : migration.up();
        return section == null ? 0 : section.steps().size();
    }

    private HistoryRow halfDone(FileStatus status) {
        HistoryRow row = status.row();
        if (row == null || !row.partial()) {
            throw DomainCorrection.refused(
                    status.filename() + " is not half-done: it is "
                            + status.state().word(),
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        return row;
    }

    private Correction pending(HistoryRow row, String said) {
        return Correction.of(Change.PENDING, "repair", said + reason, row);
    }

    private CorrectionPlan.@Nullable Item item(FileStatus status, Map<String, List<String>> changes, boolean named) {
        HistoryRow row = status.row();
        MigrationFile file = status.file();
        String path = domain.folder() + "/" + status.filename();
        if (row == null || row.partial()) {
            return null;
        }
        if (!row.success()) {
            return new CorrectionPlan.Item(
                    path,
                    "failed and was rolled back; the history still keeps the failure",
                    "cleared: its failure stays in the log alone",
                    "to forget the failure",
                    List.of(),
                    pending(row, "cleared: "));
        }
        if (file == null || !(status.state() == FileState.EDITED || (named && status.state() == FileState.MARKED))) {
            return null;
        }
        boolean edited = status.state() == FileState.EDITED;
        return new CorrectionPlan.Item(
                path,
                edited
                        ? "was changed like this since it was applied"
                        : "was put into the history by hand, without its text",
                "repaired: its present text counts as applied",
                RIGHT,
                edited ? shown(changes.get(status.filename())) : List.of(),
                Correction.of(Change.TEXT, "repair", reason, file, row.batch()));
    }

    private static List<String> shown(@Nullable List<String> change) {
        if (change == null) {
            return List.of("the history keeps no text of it: what was changed can't be shown");
        }
        return change.isEmpty() ? List.of("line by line it is the same text as in the history") : change;
    }

    private static boolean outOfOrder(FileStatus status) {
        return status.state() == FileState.OUT_OF_ORDER;
    }

    private String nothing(@Nullable FileStatus status) {
        if (status == null) {
            return "nothing to do: no file of " + domain.name() + " is edited or failed";
        }
        String how = status.state() == FileState.APPLIED
                ? " is applied and unchanged"
                : status.state() == FileState.NEWER
                        ? " is of a newer release, and sorts behind all files here"
                        : " is " + status.state().word() + ", and the history does not know it";
        return "nothing to do: " + status.filename() + how;
    }

    /** The same as a failure says, beside what is repaired. */
    private static String note(Failure failure) {
        return "left as it is: " + failure.what() + "\n" + String.join("\n", failure.next());
    }
}
