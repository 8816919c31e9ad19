package dev.bailiwick.othertools.history;

import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolName;
import java.util.Optional;

/**
 * A file of ours that an entry of another tool's history may stand for.
 *
 * @param domain name of its domain
 * @param file as it was read
 * @param origin what its first line says about the tool that is adopted from; nothing where it doesn't
 * @param name what the tool's file of that first line is called, else what our file is called
 */
record MatchCandidate(String domain, MigrationFile file, Optional<OriginalFile> origin, OtherToolName name) {

    static MatchCandidate of(String domain, MigrationFile file, OtherTool tool) {
        Optional<OriginalFile> origin = OriginalFile.of(file.text().toString())
                .filter(found -> found.tool().equals(tool.word()));
        return new MatchCandidate(
                domain,
                file,
                origin,
                OtherToolName.ofFile(origin.map(OriginalFile::file)
                        .map(MatchCandidate::filePart)
                        .orElse(file.filename())));
    }

    private static String filePart(String path) {
        int changeset = path.indexOf("::");
        return changeset < 0 ? path : path.substring(0, changeset);
    }

    /** Whether its first line names the very file of an entry, in whatever folder each of them counts from. */
    boolean cameFrom(OtherToolEntry entry) {
        return origin.isPresent()
                && !entry.file().isEmpty()
                && (OriginalFile.samePath(origin.get().file(), entry.file())
                        || OriginalFile.samePath(origin.get().file(), entry.id()));
    }

    /** Whether its first line names another file of the tool, or another changeset, than the entry's. */
    boolean cameFromAnother(OtherToolEntry entry) {
        return origin.isPresent()
                && !entry.file().isEmpty()
                && !lastPart(origin.get().file()).equals(lastPart(entry.file()))
                && !lastPart(origin.get().file()).equals(lastPart(entry.id()));
    }

    /** Without folders: those of the tool and those of the converted files need not begin at the same place. */
    private static String lastPart(String path) {
        return path.substring(filePart(path).lastIndexOf('/') + 1);
    }
}
