package dev.bailiwick.engine;

import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.db.Correction;
import dev.bailiwick.db.Correction.Change;
import dev.bailiwick.db.Histories;
import dev.bailiwick.db.HistoryMoved;
import dev.bailiwick.db.SqlFailure;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileState;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.plan.Comparison;
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
record Correcting(Site site, Domain domain, History history, List<FileStatus> statuses) {

    Correcting {
        statuses = List.copyOf(statuses);
    }

    /** @param name the domain as typed */
    static Correcting of(Site site, String name) {
        Domain domain = site.project().domain(name);
        return of(site, domain, Settled.read(site, domain));
    }

    /** The same where rows that are lost don't stand against it: what became of their files a person is going to say. */
    static Correcting despiteLostRows(Site site, String name) {
        Domain domain = site.project().domain(name);
        Histories histories = new Histories(site.session());
        History history = new LostHistoryCheck(site, histories).requireTable(domain, histories.read(domain));
        return of(site, domain, Settled.of(site, domain, history));
    }

    /** The same where the history may be said to begin now, whatever else in the database has these files. */
    static Correcting beginning(Site site, String name) {
        Domain domain = site.project().domain(name);
        Histories histories = new Histories(site.session());
        History history = new LostHistoryCheck(site, histories).requireBeginning(domain, histories.read(domain));
        return of(site, domain, Settled.of(site, domain, history));
    }

    /** The same whatever is lost of its tracking table. */
    static Correcting despiteLoss(Site site, String name) {
        Domain domain = site.project().domain(name);
        return of(site, domain, Settled.of(site, domain, new Histories(site.session()).read(domain)));
    }

    private static Correcting of(Site site, Domain domain, History history) {
        return new Correcting(
                site, domain, history, Comparison.of(site.project().files(domain), history));
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
                    "bring it back first, or: "
                            + ShellCommand.of("bailiwick", "mark", domain.name(), status.filename(), "--pending"));
        }
        return Correction.of(Change.APPLIED, action, message, file, row != null && begun ? row.batch() : 0);
    }

    /** What a person has asked for by its name. */
    Amendment asked(String command, FileStatus status, String outcome, Correction correction) {
        String path = domain.folder() + "/" + status.filename();
        return new Amendment(command, this, List.of(Amendment.Item.asked(path, outcome, correction)), List.of(), "");
    }

    static BailiwickException refused(String what, String... next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was changed"));
    }

    /** Refuses corrections that would take away what refers to rows of the history. */
    void requireNothingGoesWith(List<Correction> corrections) {
        Set<String> failed = SharedTransaction.failedRows(history);
        List<String> deleted = corrections.stream()
                .filter(correction -> correction.change() == Change.PENDING
                        || (correction.change() == Change.APPLIED && failed.contains(correction.filename())))
                .map(Correction::filename)
                .toList();
        new ReferringRowsCheck(site).require(domain, deleted, "nothing was changed", "the same command");
    }

    /** Writes all of them in one transaction, once no other runner has the domain. */
    void write(List<Correction> corrections) {
        requireNothingGoesWith(corrections);
        Writable.require(site, List.of(domain));
        if (!history.kept()) {
            Founding.of(site, domain);
        }
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        written(() -> bookkeeping.correct(domain, corrections, history.version()));
    }

    /**
     * Writes rows that are lost, and the tracking table where it is, all in one transaction.
     *
     * @param lastEntry of the log that they were read from
     */
    void rebuild(List<Correction> corrections, long lastEntry) {
        requireNothingGoesWith(corrections);
        Writable.require(site, List.of(domain));
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        History.Version version = new History.Version(history.version().row(), lastEntry);
        written(() -> bookkeeping.rebuild(domain, corrections, version));
    }

    /** Writes into the log what the history says: it ends there then, wherever it ended before. */
    void relog(List<Correction> corrections, boolean described) {
        Writable.require(site, List.of(domain));
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        written(() -> bookkeeping.relog(domain, corrections, history.version(), described));
    }

    private void written(BooleanSupplier write) {
        Waiting waiting = new Waiting(site, domain);
        try {
            while (!write.getAsBoolean()) {
                waiting.once();
            }
        } catch (HistoryMoved e) {
            throw Moved.during("the same command", domain, 0);
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
                ForeignKeyAdvice.added(
                        site,
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
