package dev.bailiwick.peers;

import dev.bailiwick.model.MigrationFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change as their files hold it.
 *
 * @param file the file that it stands in; of a pair the up file
 * @param name the name that the new file has to have; null where it is made of version and description
 * @param description what stands behind the version in the file's name; may be empty
 * @param head comments before the up section; null where there are none
 * @param up null where the head has our markers already, as dbmate's files do
 * @param down null where there is none
 * @param notes what the reader should know of it, one sentence each
 */
record Change(
        Origin origin,
        MigrationFile file,
        Version version,
        @Nullable String name,
        String description,
        @Nullable Passage head,
        @Nullable Half up,
        @Nullable Half down,
        List<String> notes) {

    /** A section to be. */
    record Half(Passage text, boolean transaction) {}

    Change {
        notes = List.copyOf(notes);
    }

    /** A change that is named by its version and description. */
    static Change of(
            Origin origin, MigrationFile file, Version version, String description, Half up, @Nullable Half down) {
        return new Change(origin, file, version, null, description, null, up, down, List.of());
    }

    Change named(String given) {
        return new Change(origin, file, version, given, description, head, up, down, notes);
    }

    Change headed(Passage comments) {
        return new Change(origin, file, version, name, description, comments, up, down, notes);
    }

    Change noted(List<String> said) {
        return new Change(origin, file, version, name, description, head, up, down, said);
    }
}
