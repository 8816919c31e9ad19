package dev.bailiwick.othertools.format;

import dev.bailiwick.othertools.name.OriginalFile;
import java.util.List;

/**
 * One of their changes as a migration of ours.
 *
 * @param filename its name in a domain's folder
 * @param origin where it was taken over from, which is its first line, too
 * @param text the whole file
 * @param notes what the reader should know of it, one sentence each
 */
public record ConvertedFile(String filename, OriginalFile origin, String text, List<String> notes) {
    public ConvertedFile {
        notes = List.copyOf(notes);
    }
}
