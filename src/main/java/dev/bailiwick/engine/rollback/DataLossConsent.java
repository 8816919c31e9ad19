package dev.bailiwick.engine.rollback;

/** Who decides whether rows and values may go. */
public interface DataLossConsent {
    /** Whether it was given beforehand, so that nobody has to look. */
    boolean given(DataLossSummary what);

    /**
     * Asks, when it is known what would go, and nothing has been run.
     *
     * @return false where the person says no
     * @throws dev.bailiwick.model.failure.BailiwickException exit 3 where nobody is there who can be asked
     */
    boolean agrees(DataLossSummary what);
}
