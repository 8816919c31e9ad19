package dev.bailiwick.engine.amend;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.Correction.Change;
import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.history.StaleHistoryException;
import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.engine.history.HalfDoneCheck;
import dev.bailiwick.engine.history.HistoryForeignKeyAdvice;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.history.ReferringRowsCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.RunnerWait;
import dev.bailiwick.engine.session.SchemaSetup;
import dev.bailiwick.engine.session.StaleHistoryRetry;
import dev.bailiwick.engine.session.WriteAccessCheck;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.HistoryComparison;
import dev.bailiwick.plan.TypedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A domain whose history is going to be corrected.
 *
 * @param history as it was read: what is written is refused where it has changed since
 * @param statuses of the files, as {@code status} shows them
 */
public record DomainCorrection(
        ProjectSession projectSession, Domain domain, History history, List<FileStatus> statuses) {

    public DomainCorrection {
        statuses = List.copyOf(statuses);
    }

    /** @param name the domain as typed */
    static DomainCorrection of(ProjectSession projectSession, String name) {
        Domain domain = projectSession.project().domain(name);
        return of(projectSession, domain, HalfDoneCheck.read(projectSession, domain));
    }

    /** The same where rows that are lost don't stand against it: what became of their files a person is going to say. */
    static DomainCorrection despiteLostRows(ProjectSession projectSession, String name) {
        Domain domain = projectSession.project().domain(name);
        Histories histories = new Histories(projectSession.session());
        History history = new LostHistoryCheck(projectSession, histories).requireTable(domain, histories.read(domain));
        return of(projectSession, domain, HalfDoneCheck.of(projectSession, domain, history));
    }

    /** The same where the history may be said to begin now, whatever else in the database has these files. */
    static DomainCorrection beginning(ProjectSession projectSession, String name) {
        Domain domain = projectSession.project().domain(name);
        Histories histories = new Histories(projectSession.session());
        History history =
                new LostHistoryCheck(projectSession, histories).requireBeginning(domain, histories.read(domain));
        return of(projectSession, domain, HalfDoneCheck.of(projectSession, domain, history));
    }

    /** The same whatever is lost of its tracking table. */
    static DomainCorrection despiteLoss(ProjectSession projectSession, String name) {
        Domain domain = projectSession.project().domain(name);
        return of(
                projectSession,
                domain,
                HalfDoneCheck.of(projectSession, domain, new Histories(projectSession.session()).read(domain)));
    }

    private static DomainCorrection of(ProjectSession projectSession, Domain domain, History history) {
        return new DomainCorrection(
                projectSession,
                domain,
                history,
                HistoryComparison.of(projectSession.project().files(domain), history));
    }

    /** The statuses, and failed rows whose files are gone, of which {@code status} does not speak. */
    List<FileStatus> withForgotten() {
        Set<String> known = statuses.stream().map(FileStatus::filename).collect(Collectors.toSet());
        List<FileStatus> all = new ArrayList<>(statuses);
        for (HistoryRow row : history.rows()) {
            if (!known.contains(row.filename())) {
                all.add(new FileStatus(row.filename(), FileState.FAILED, null, row));
            }
        }
        return all;
    }

    /** The migration that a person names. */
    FileStatus named(String typed) {
        return new TypedName(domain, typed).among(withForgotten());
    }

    /**
     * Makes a file count as applied on a person's word. A half-done rollback leaves what was applied as it is; so does a
     * half-done file that is gone. What was not begun by a run belongs to no batch.
     */
    Correction applied(FileStatus status, String action, String message) {
        MigrationFile file = status.file();
        HistoryRow row = status.row();
        boolean begun = row != null && row.partial();
        if (row != null && (row.rollingBack() || (begun && file == null))) {
            return Correction.of(Change.STANDS, action, message, row);
        }
        if (file == null) {
            throw refused(
                    "the file of " + status.filename() + " is gone",
                    "bring it back first, or: " + ShellCommand.markPending(domain.name(), status.filename()));
        }
        return Correction.of(Change.APPLIED, action, message, file, row != null && begun ? row.batch() : 0);
    }

    /** What a person has asked for by its name. */
    CorrectionPlan asked(String command, FileStatus status, String outcome, Correction correction) {
        String path = domain.folder() + "/" + status.filename();
        return new CorrectionPlan(
                command, this, List.of(CorrectionPlan.Item.asked(path, outcome, correction)), List.of(), "");
    }

    static BailiwickException refused(String what, String... next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was changed"));
    }

    /** Refuses corrections that would take away what refers to rows of the history. */
    void requireNothingGoesWith(List<Correction> corrections) {
        Set<String> failed = history.failedFiles();
        List<String> deleted = corrections.stream()
                .filter(correction -> correction.change() == Change.PENDING
                        || (correction.change() == Change.APPLIED && failed.contains(correction.filename())))
                .map(Correction::filename)
                .toList();
        new ReferringRowsCheck(projectSession).require(domain, deleted, "nothing was changed", "the same command");
    }

    /** Writes all of them in one transaction, once no other runner has the domain. */
    public void write(List<Correction> corrections) {
        requireNothingGoesWith(corrections);
        WriteAccessCheck.require(projectSession, List.of(domain));
        if (!history.kept()) {
            SchemaSetup.of(projectSession, domain);
        }
        HistoryWriter bookkeeping = new HistoryWriter(projectSession.session(), projectSession.settings());
        written(() -> bookkeeping.correct(domain, corrections, history.version()));
    }

    /**
     * Writes rows that are lost, and the tracking table where it is, all in one transaction.
     *
     * @param lastEntry of the log that they were read from
     */
    void rebuild(List<Correction> corrections, long lastEntry) {
        requireNothingGoesWith(corrections);
        WriteAccessCheck.require(projectSession, List.of(domain));
        HistoryWriter bookkeeping = new HistoryWriter(projectSession.session(), projectSession.settings());
        History.Version version = new History.Version(history.version().row(), lastEntry);
        written(() -> bookkeeping.rebuild(domain, corrections, version));
    }

    /** Writes into the log what the history says: it ends there then, wherever it ended before. */
    void relog(List<Correction> corrections, boolean described) {
        WriteAccessCheck.require(projectSession, List.of(domain));
        HistoryWriter bookkeeping = new HistoryWriter(projectSession.session(), projectSession.settings());
        written(() -> bookkeeping.relog(domain, corrections, history.version(), described));
    }

    private void written(BooleanSupplier write) {
        RunnerWait waiting = new RunnerWait(projectSession, domain);
        try {
            while (!write.getAsBoolean()) {
                waiting.once();
            }
        } catch (StaleHistoryException e) {
            throw StaleHistoryRetry.during("the same command", domain, 0);
        } catch (SqlFailure e) {
            throw e.lost() ? lost(e) : notTaken(e);
        }
    }

    private BailiwickException lost(SqlFailure e) {
        return new BailiwickException(
                ExitCode.UNREACHABLE,
                Failure.of(
                                "the connection was lost while the history of " + domain.name() + " was corrected: "
                                        + e.getMessage(),
                                ShellCommand.of("bailiwick", "status", domain.name()),
                                "then, if it is still wanted: the same command")
                        .withState("all of the correction stands, or nothing of it"),
                e);
    }

    /** The server says what it is: an error of a trigger's, or that a rule or trigger swallows the row. */
    private BailiwickException notTaken(SqlFailure e) {
        return new BailiwickException(
                ExitCode.ROLLED_BACK,
                HistoryForeignKeyAdvice.added(
                        projectSession,
                        domain,
                        new Failure(
                                "the tracking table of domain " + domain.name()
                                        + " did not take what was to be written",
                                null,
                                e.said(),
                                "rolled back: nothing was changed",
                                List.of(
                                        "see which rule or trigger is on the table: \\d " + domain.schema() + "."
                                                + domain.table(),
                                        "then: the same command"))),
                e);
    }
}
