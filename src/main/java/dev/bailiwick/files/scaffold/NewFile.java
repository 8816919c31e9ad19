package dev.bailiwick.files.scaffold;

import dev.bailiwick.model.domain.Domain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that was just made.
 *
 * @param filename its name within the folder that it lies in
 * @param path as the user would type it
 * @param template what it was filled in with
 * @param version null for a seed
 * @param checksum as it is now
 * @param sealed whether the domain's manifest has its line
 * @param notes what a person should know about how it came out
 */
public record NewFile(
        Domain domain,
        String filename,
        String path,
        NewFileTemplate template,
        @Nullable String version,
        String checksum,
        boolean sealed,
        List<String> notes) {

    public NewFile {
        notes = List.copyOf(notes);
    }

    /** What a person asks for: a name as typed, and what it is for where the name doesn't tell. */
    public record Wanted(
            String name,
            @Nullable NewFileTemplate template,
            @Nullable MigrationPurpose purpose) {}
}
