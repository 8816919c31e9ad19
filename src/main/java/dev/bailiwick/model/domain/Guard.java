package dev.bailiwick.model.domain;

/** What happens when a migration reaches beyond its domain. */
public enum Guard {
    /** Nobody looks. */
    OFF,
    /** It is reported. */
    WARN,
    /** It is rolled back. */
    ON
}
