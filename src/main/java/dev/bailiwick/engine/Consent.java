package dev.bailiwick.engine;

import dev.bailiwick.model.TakeBack;

/** Who decides whether rows and values may go. */
public interface Consent {
    /** Whether it was given beforehand, so that nobody has to look. */
    boolean given(TakeBack what);

    /**
     * Asks, when it is known what would go, and nothing has been run.
     *
     * @return false where the person says no
     * @throws dev.bailiwick.model.BailiwickException exit 3 where nobody is there who can be asked
     */
    boolean agrees(TakeBack what);
}
