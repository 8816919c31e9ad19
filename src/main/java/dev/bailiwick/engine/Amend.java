package dev.bailiwick.engine;

import dev.bailiwick.db.Correction;
import dev.bailiwick.db.Correction.Change;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.plan.TypedName;
import java.util.List;

/** Corrects the history where a person says what is the case: mark, and repair of what is half-done. */
public final class Amend {
    private final Correcting ground;
    private final Domain domain;
    private final String reason;

    /**
     * A correction.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public Amend(Site site, String name, String reason) {
        this.ground = Correcting.of(site, name);
        this.domain = ground.domain();
        this.reason = reason;
    }

    /** Counts a file as applied that a person has applied, or finished, by hand. */
    public Amendment markApplied(String typed) {
        FileStatus status = named(typed);
        if (status.row() != null && status.row().success()) {
            throw refused(status.filename() + " is applied already", status());
        }
        if (!ground.history().kept()) {
            throw refused(
                    "domain " + domain.name() + " has no tracking table in this database yet",
                    ShellCommand.of("bailiwick", "migrate", domain.name()),
                    "or, where the database has all up to a file already: "
                            + ShellCommand.of("bailiwick", "baseline", domain.name(), "--to", status.filename()));
        }
        return one("mark", status, "marked as applied", applied(status, "mark", "applied: "));
    }

    /** Takes a file out of the history that a person has undone by hand. */
    public Amendment markPending(String typed) {
        FileStatus status = named(typed);
        if (status.row() == null) {
            throw refused(status.filename() + " is pending already", status());
        }
        return one("mark", status, "marked as pending", pending(status.row(), "mark", "pending: "));
    }

    /** Takes what was begun as finished: a half-done file counts as applied, a half-done rollback as done. */
    public Amendment done(String typed) {
        FileStatus status = named(typed);
        HistoryRow row = halfDone(status);
        return row.rollingBack()
                ? one("repair", status, "rolled back: it counts as pending", pending(row, "repair", "done: "))
                : one("repair", status, "done: it counts as applied", applied(status, "repair", "done: "));
    }

    /** Takes what was begun as undone: a half-done file runs again, a half-done rollback can be begun again. */
    public Amendment retry(String typed) {
        FileStatus status = named(typed);
        HistoryRow row = halfDone(status);
        return row.rollingBack()
                ? one("repair", status, "applied as before its rollback", applied(status, "repair", "retry: "))
                : one("repair", status, "pending: the next migrate runs it", pending(row, "repair", "retry: "));
    }

    private HistoryRow halfDone(FileStatus status) {
        HistoryRow row = status.row();
        if (row == null || !row.partial()) {
            throw refused(
                    status.filename() + " is not half-done: it is "
                            + status.state().word(),
                    status());
        }
        return row;
    }

    /** A half-done rollback leaves what was applied as it is; so does a file that is gone. */
    private Correction applied(FileStatus status, String action, String said) {
        MigrationFile file = status.file();
        HistoryRow row = status.row();
        if (row != null && (row.rollingBack() || (row.partial() && file == null))) {
            return Correction.of(Change.STANDS, action, said + reason, row);
        }
        if (file == null) {
            throw refused(
                    "the file of " + status.filename() + " is gone",
                    "bring it back first, or: "
                            + ShellCommand.of("bailiwick", "mark", domain.name(), status.filename(), "--pending"));
        }
        return Correction.of(Change.APPLIED, action, said + reason, file, row == null ? 0 : row.batch());
    }

    private Correction pending(HistoryRow row, String action, String said) {
        return Correction.of(Change.PENDING, action, said + reason, row);
    }

    private Amendment one(String command, FileStatus status, String outcome, Correction correction) {
        String path = domain.folder() + "/" + status.filename();
        return new Amendment(command, ground, List.of(Amendment.Item.asked(path, outcome, correction)), List.of(), "");
    }

    private FileStatus named(String typed) {
        return new TypedName(domain, typed).among(ground.withForgotten());
    }

    private String status() {
        return ShellCommand.of("bailiwick", "status", domain.name());
    }

    private static BailiwickException refused(String what, String... next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState("nothing was changed"));
    }
}
