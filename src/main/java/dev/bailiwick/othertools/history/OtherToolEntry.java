package dev.bailiwick.othertools.history;

import dev.bailiwick.othertools.name.OtherToolName;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of another tool's history that counts as applied there.
 *
 * @param id what a person calls it by: a version, a file or a change
 * @param name its version and its words; the words are empty where the tool keeps none
 * @param file the tool's file it came from; empty where the tool doesn't say
 * @param upTo whether everything up to its version is applied, rather than itself
 * @param checksum as the tool keeps it; empty where it keeps none
 * @param run when, by whom, how long
 */
record OtherToolEntry(String id, OtherToolName name, String file, boolean upTo, String checksum, Run run) {

    /**
     * What a tool says of the moment.
     *
     * @param at null where it doesn't say
     * @param by null where it doesn't say
     * @param milliseconds 0 where it doesn't say
     * @param batch 0 where it has no batches
     */
    record Run(@Nullable OffsetDateTime at, @Nullable String by, int milliseconds, int batch) {
        static final Run UNKNOWN = new Run(null, null, 0, 0);

        static Run at(Optional<OffsetDateTime> at) {
            return new Run(at.orElse(null), null, 0, 0);
        }
    }

    static OtherToolEntry of(String id, OtherToolName name, Run run) {
        return new OtherToolEntry(id, name, "", false, "", run);
    }
}
