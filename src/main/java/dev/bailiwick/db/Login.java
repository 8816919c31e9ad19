package dev.bailiwick.db;

import dev.bailiwick.model.Failure;

/** What came of one attempt to log in. */
public sealed interface Login {

    /** The server took it. */
    record Taken(ServerInfo server) implements Login {}

    /** It came to nothing. */
    record Refused(Failure why, Outlook outlook) implements Login {}

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
