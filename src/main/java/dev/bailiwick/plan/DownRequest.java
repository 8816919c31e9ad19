package dev.bailiwick.plan;

/** What a person asks of {@code rollback} in one domain: how far to go back. */
public sealed interface DownRequest {

    /** What the last run applied: the highest batch. Rows that a person inserted belong to none. */
    record LastBatch() implements DownRequest {}

    /** The last so many migrations, whatever their batch. */
    record Steps(int count) implements DownRequest {}

    /**
     * Everything that was applied after this one, which stays itself.
     *
     * @param name file name, or the beginning of it, such as the version
     */
    record To(String name) implements DownRequest {}

    /** What one run applied, even where later runs stand. */
    record Batch(int number) implements DownRequest {}

    /** Everything. */
    record All() implements DownRequest {}
}
