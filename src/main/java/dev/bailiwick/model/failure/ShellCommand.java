package dev.bailiwick.model.failure;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command as a person types it into a shell: every word that needs quotes has them. */
public final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}_./:@%+=,-]+");

    private ShellCommand() {}

    /** The command of these words; the first is the program. */
    public static String of(String... words) {
        return Stream.of(words).map(ShellCommand::quoted).collect(Collectors.joining(" "));
    }

    /** The command by which a person says that a file was applied by hand. */
    public static String markApplied(String domain, String file) {
        return of("bailiwick", "mark", domain, file, "--applied");
    }

    /** The command by which a person says that a file was undone by hand. */
    public static String markPending(String domain, String file) {
        return of("bailiwick", "mark", domain, file, "--pending");
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
