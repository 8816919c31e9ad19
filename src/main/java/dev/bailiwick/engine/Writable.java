package dev.bailiwick.engine;

import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import java.util.Collection;

/** Refuses, before anything runs, what could not be written down at its end. */
final class Writable {
    private Writable() {}

    /** @param domains that are going to be written; their tracking tables need not exist yet */
    static void require(Site site, Collection<Domain> domains) {
        refuseReadOnly(site);
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        domains.forEach(bookkeeping::requirePrivileges);
        domains.forEach(bookkeeping::requireRole);
    }

    private static void refuseReadOnly(Site site) {
        if (site.session().info().readOnly()) {
            String what = site.session().info().standby()
                    ? "the server is a standby: it can only be read"
                    : "the connection can only read (default_transaction_read_only is on)";
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(what, "connect to the primary: add target_session_attrs=read-write to the URL")
                            .withState("nothing was run"));
        }
    }
}
