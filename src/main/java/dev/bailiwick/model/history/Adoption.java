package dev.bailiwick.model.history;

import dev.bailiwick.model.domain.Domain;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a domain takes over of another tool's history.
 *
 * @param domain which
 * @param from the other tool
 * @param table its table as {@code schema.name}; empty where a person's word stands for it
 * @param known how many of the domain's files it says are applied
 * @param taken those of them that count as applied from then on, in the order in which they were applied; none where the
 *     domain's own history says so already
 * @param leftOut entries of the other history that say nothing about this domain's files
 * @param pending the domain's files that it does not know
 */
public record Adoption(
        Domain domain,
        OtherTool from,
        String table,
        int known,
        List<Taken> taken,
        List<LeftOut> leftOut,
        List<String> pending) {

    public Adoption {
        taken = List.copyOf(taken);
        leftOut = List.copyOf(leftOut);
        pending = List.copyOf(pending);
    }

    /**
     * A file of ours that the other tool has applied.
     *
     * @param filename its name
     * @param entries what stands for it in the other history; several where they are parts of one file
     * @param how by what it is known to be the same
     * @param checksum what came of comparing it with the other tool's checksum
     * @param appliedAt when, as far as the other tool knows
     * @param appliedBy the role or the person, as far as the other tool knows
     * @param executionTimeMs 0 where the other tool doesn't know
     * @param batch 0 where the other tool has none: a rollback of the last batch takes back none of these
     */
    public record Taken(
            String filename,
            List<String> entries,
            How how,
            Checksum checksum,
            @Nullable OffsetDateTime appliedAt,
            @Nullable String appliedBy,
            int executionTimeMs,
            int batch) {

        public Taken {
            entries = List.copyOf(entries);
        }
    }

    /** An entry that is not taken over, and why. */
    public record LeftOut(String entry, String why) {}

    /** By what an entry and a file of ours are known to be the same. */
    public enum How {
        /** The file's first line names the other tool's file. */
        ORIGIN,
        /** Version and name are the same, or the version where the tool keeps no names. */
        VERSION,
        /** The name is the same and nothing else has it; the versions are of another kind. */
        NAME,
        /** The version is the same, the name is not. */
        VERSION_ALONE,
        /** Everything up to a version, or up to a file, counts as applied. */
        UP_TO;

        /** The word for people and for JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** What came of comparing a file with the other tool's checksum. */
    public enum Checksum {
        /** The text is what the other tool ran. */
        AGREES,
        /** It is another text. */
        DIFFERS,
        /** The tool keeps one, which can't be computed from our file. */
        UNVERIFIABLE,
        /** The tool keeps none. */
        NONE;

        /** The word for people and for JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
