package dev.bailiwick.db.login;

import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.model.failure.Failure;

/** What came of one attempt to log in. */
public sealed interface LoginAttempt {

    /** The server took it. */
    record Taken(ServerInfo server) implements LoginAttempt {}

    /** It came to nothing. */
    record Refused(Failure why, Outlook outlook) implements LoginAttempt {}

    /** Whether the same attempt may succeed later. */
    enum Outlook {
        /** A server that starts, stops, is full or not there yet. */
        PASSES,
        /** A role, password or database that the set-up of a new server may be about to make. */
        MAY_PASS,
        /** Only a person can mend it. */
        STAYS
    }
}
