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

    /** @param kept domains whose tracking tables exist and are going to be written */
    static void require(Site site, Collection<Domain> kept) {
        refuseReadOnly(site);
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        kept.forEach(bookkeeping::requirePrivileges);
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
