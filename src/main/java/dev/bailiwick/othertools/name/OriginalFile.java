package dev.bailiwick.othertools.name;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a migration was taken over from: the first line of its file, such as
 * {@code -- Taken over from flyway: V1_2__create_drugs.sql}.
 *
 * @param tool the tool's name as {@code --from} takes it
 * @param file the file's name there, with the folders below the one that was converted; of a pair the up file's; of a
 *     changeset of Liquibase {@code file::id::author}, as Liquibase itself writes it
 */
public record OriginalFile(String tool, String file) {
    private static final Pattern LINE = Pattern.compile("-- Taken over from ([a-z][a-z-]*): (\\S.*?)[ \\t\\r]*");

    /** The line, without its end. */
    public String line() {
        return "-- Taken over from " + tool + ": " + file;
    }

    /** Whether both name one file, in whatever folder each of them counts from. */
    public boolean sameFile(OriginalFile other) {
        return tool.equals(other.tool) && samePath(file, other.file);
    }

    public static boolean samePath(String a, String b) {
        return a.equals(b) || a.endsWith("/" + b) || b.endsWith("/" + a);
    }

    /** What the first line of a migration's text says; nothing where it was not taken over. */
    public static Optional<OriginalFile> of(String text) {
        int end = text.indexOf('\n');
        Matcher line = LINE.matcher(end < 0 ? text : text.substring(0, end));
        return line.matches() ? Optional.of(new OriginalFile(line.group(1), line.group(2))) : Optional.empty();
    }
}
