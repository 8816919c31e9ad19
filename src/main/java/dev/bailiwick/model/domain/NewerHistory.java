package dev.bailiwick.model.domain;

/** What happens where the history of a domain is newer than its files: an older release over a newer database. */
public enum NewerHistory {
    /** It is reported, and nothing is run. */
    ACCEPT,
    /** The domain is refused. */
    REFUSE
}
