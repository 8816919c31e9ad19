package dev.bailiwick.engine.session;

import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.util.Collection;

/** Refuses, before anything runs, what could not be written down at its end. */
public final class WriteAccessCheck {
    private WriteAccessCheck() {}

    /**
     * Refuses where the server only reads, or the rights of the login are too few.
     *
     * @param domains that are going to be written; their tracking tables need not exist yet
     */
    public static void require(ProjectSession projectSession, Collection<Domain> domains) {
        require(projectSession, domains, domains);
    }

    /**
     * The same.
     *
     * @param kept those that may have a tracking table: the rights on no others are asked for
     */
    public static void require(ProjectSession projectSession, Collection<Domain> domains, Collection<Domain> kept) {
        refuseReadOnly(projectSession);
        HistoryWriter bookkeeping = new HistoryWriter(projectSession.session(), projectSession.settings());
        bookkeeping.requirePrivileges(kept);
        domains.forEach(bookkeeping::requireRole);
    }

    private static void refuseReadOnly(ProjectSession projectSession) {
        if (projectSession.session().info().readOnly()) {
            String what = projectSession.session().info().standby()
                    ? "the server is a standby: it can only be read"
                    : "the connection can only read (default_transaction_read_only is on)";
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(what, "connect to the primary: add target_session_attrs=read-write to the URL")
                            .withState("nothing was run"));
        }
    }
}
