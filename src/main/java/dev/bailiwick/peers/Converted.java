package dev.bailiwick.peers;

import java.util.List;

/**
 * One of their changes as a migration of ours.
 *
 * @param filename its name in a domain's folder
 * @param origin where it was taken over from, which is its first line, too
 * @param text the whole file
 * @param notes what the reader should know of it, one sentence each
 */
public record Converted(String filename, Origin origin, String text, List<String> notes) {
    public Converted {
        notes = List.copyOf(notes);
    }
}
