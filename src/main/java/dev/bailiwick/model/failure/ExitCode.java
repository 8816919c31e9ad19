package dev.bailiwick.model.failure;

/** What the process says to the shell. The numbers are frozen. */
public enum ExitCode {
    /** Done, or nothing to do. */
    DONE(0),
    /** A bug in Bailiwick: the only case with a stack trace. */
    BUG(1),
    /** Wrong usage or configuration. */
    USAGE(2),
    /** Refused (edited, missing, out of order, unreadable …): nothing was run. */
    REFUSED(3),
    /** SQL failed and was rolled back: mend and repeat. */
    ROLLED_BACK(4),
    /** SQL failed outside a transaction: part of it stands, a person must look. */
    PARTLY_DONE(5),
    /** The database can't be reached, or refuses the login. */
    UNREACHABLE(6),
    /** Busy: lock timeouts and retries used up. */
    BUSY(7),
    /** {@code status --exit-code}: something is pending. */
    PENDING(8),
    /** Cancelled by SIGHUP: the terminal has gone. */
    HUNG_UP(129),
    /** Cancelled by Ctrl-C (SIGINT). */
    INTERRUPTED(130),
    /** Cancelled by SIGTERM. */
    TERMINATED(143);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
