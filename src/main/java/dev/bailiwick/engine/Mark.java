package dev.bailiwick.engine;

import dev.bailiwick.db.Correction;
import dev.bailiwick.db.Correction.Change;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.ShellCommand;

/** Says what a person has done by hand: applied a file, or undone it. */
public final class Mark {
    private final Correcting ground;
    private final Domain domain;
    private final String reason;

    /**
     * A word on files of one domain.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public Mark(Site site, String name, String reason) {
        this.ground = Correcting.of(site, name);
        this.domain = ground.domain();
        this.reason = reason;
    }

    /** Counts a file as applied that a person has applied, or finished, by hand. */
    public Amendment applied(String typed) {
        FileStatus status = ground.named(typed);
        if (status.row() != null && status.row().success()) {
            throw Correcting.refused(status.filename() + " is applied already", status());
        }
        if (!ground.history().kept()) {
            throw Correcting.refused(
                    "domain " + domain.name() + " has no tracking table in this database yet",
                    ShellCommand.of("bailiwick", "migrate", domain.name()),
                    "or, where the database has all up to a file already: "
                            + ShellCommand.of("bailiwick", "baseline", domain.name(), "--to", status.filename()));
        }
        return ground.asked("mark", status, "marked as applied", ground.applied(status, "mark", "applied: " + reason));
    }

    /** Takes a file out of the history that a person has undone by hand. */
    public Amendment pending(String typed) {
        FileStatus status = ground.named(typed);
        if (status.row() == null) {
            throw Correcting.refused(status.filename() + " is pending already", status());
        }
        return ground.asked(
                "mark",
                status,
                "marked as pending",
                Correction.of(Change.PENDING, "mark", "pending: " + reason, status.row()));
    }

    private String status() {
        return ShellCommand.of("bailiwick", "status", domain.name());
    }
}
