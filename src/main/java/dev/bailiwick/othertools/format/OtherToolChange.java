package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change as their files hold it.
 *
 * @param file the file that it stands in; of a pair the up file
 * @param name the name that the new file has to have; null where it is made of version and description
 * @param description what stands after the version in the file's name; may be empty
 * @param head comments before the up section; null where there are none
 * @param up null where the head has our markers already, as dbmate's files do
 * @param down null where there is none
 * @param notes what the reader should know of it, one sentence each
 */
public record OtherToolChange(
        OriginalFile origin,
        MigrationFile file,
        OtherToolVersion version,
        @Nullable String name,
        String description,
        @Nullable SourceLines head,
        @Nullable Half up,
        @Nullable Half down,
        List<String> notes) {

    /** A section to be. */
    public record Half(SourceLines text, boolean transaction) {}

    public OtherToolChange {
        notes = List.copyOf(notes);
    }

    /** A change that is named by its version and description. */
    static OtherToolChange of(
            OriginalFile origin,
            MigrationFile file,
            OtherToolVersion version,
            String description,
            Half up,
            @Nullable Half down) {
        return new OtherToolChange(origin, file, version, null, description, null, up, down, List.of());
    }

    OtherToolChange named(String given) {
        return new OtherToolChange(origin, file, version, given, description, head, up, down, notes);
    }

    OtherToolChange headed(SourceLines comments) {
        return new OtherToolChange(origin, file, version, name, description, comments, up, down, notes);
    }

    OtherToolChange noted(List<String> said) {
        return new OtherToolChange(origin, file, version, name, description, head, up, down, said);
    }
}
