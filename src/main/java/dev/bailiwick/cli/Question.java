package dev.bailiwick.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Asks a person for a yes. Where none sits at a terminal, nothing is read, and the command wants {@code --yes}. */
final class Question {
    private static final Set<String> YES = Set.of("y", "yes");

    private final Root root;

    Question(Root root) {
        this.root = root;
    }

    /** Whether somebody is there who can be asked. */
    boolean possible() {
        return root.console().keyboard() != null && !root.json() && !root.quiet();
    }

    /** Shows a question and waits for its answer; everything but a clear yes is a no. */
    boolean answered(String question) {
        InputStream keyboard = root.console().keyboard();
        if (keyboard == null) {
            return false;
        }
        root.console().print(question + " [y/N] ");
        try {
            String answer = new BufferedReader(new InputStreamReader(keyboard, StandardCharsets.UTF_8)).readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
