package dev.bailiwick.engine.amend;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.Correction.Change;
import dev.bailiwick.db.history.HistoryLog;
import dev.bailiwick.db.history.HistoryLog.Logged;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.plan.TypedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what a person has done by hand: applied a file, or undone it. */
public final class Mark {
    private final DomainCorrection domainCorrection;
    private final Domain domain;
    private final String reason;
    private final List<Logged> lost;

    /**
     * A word on files of one domain.
     *
     * @param name the domain as typed
     * @param reason for the log
     */
    public Mark(ProjectSession projectSession, String name, String reason) {
        this.domainCorrection = DomainCorrection.despiteLostRows(projectSession, name);
        this.domain = domainCorrection.domain();
        this.reason = reason;
        this.lost =
                domainCorrection.history().kept() ? new HistoryLog(projectSession.session()).lost(domain) : List.of();
    }

    /** The migration that a person names: of the files, of the history, or of the log alone. */
    private FileStatus named(String typed) {
        List<FileStatus> all = new ArrayList<>(domainCorrection.withForgotten());
        Set<String> known = all.stream().map(FileStatus::filename).collect(Collectors.toSet());
        lost.stream()
                .filter(file -> !known.contains(file.filename()))
                .map(file -> new FileStatus(file.filename(), FileState.MISSING, null, null))
                .forEach(all::add);
        return new TypedName(domain, typed).among(all);
    }

    /** Counts a file as applied that a person has applied, or finished, by hand. */
    public CorrectionPlan applied(String typed) {
        FileStatus status = named(typed);
        if (status.row() != null && status.row().success()) {
            throw DomainCorrection.refused(status.filename() + " is applied already", status());
        }
        if (!domainCorrection.history().kept()) {
            throw DomainCorrection.refused(
                    "domain " + domain.name() + " has no tracking table in this database yet",
                    ShellCommand.of("bailiwick", "migrate", domain.name()),
                    "or, where the database has all up to a file already: "
                            + ShellCommand.of("bailiwick", "baseline", domain.name(), "--to", status.filename()));
        }
        return domainCorrection.asked(
                "mark", status, "marked as applied", domainCorrection.applied(status, "mark", "applied: " + reason));
    }

    /** Takes a file out of the history that a person has undone by hand. */
    public CorrectionPlan pending(String typed) {
        FileStatus status = named(typed);
        if (status.row() == null) {
            Logged logged = lost.stream()
                    .filter(file -> file.filename().equals(status.filename()))
                    .findFirst()
                    .orElseThrow(() -> DomainCorrection.refused(status.filename() + " is pending already", status()));
            return domainCorrection.asked(
                    "mark",
                    status,
                    "marked as pending",
                    Correction.none("mark", "pending: " + reason, logged.filename(), logged.checksum()));
        }
        return domainCorrection.asked(
                "mark",
                status,
                "marked as pending",
                Correction.of(Change.PENDING, "mark", "pending: " + reason, status.row()));
    }

    private String status() {
        return ShellCommand.of("bailiwick", "status", domain.name());
    }
}
