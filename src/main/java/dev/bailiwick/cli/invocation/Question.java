package dev.bailiwick.cli.invocation;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Asks a person for a yes. Where none sits at a terminal, nothing is read, and the command wants {@code --yes}. */
public final class Question {
    private static final Set<String> YES = Set.of("y", "yes");

    private final BailiwickCommand root;

    public Question(BailiwickCommand root) {
        this.root = root;
    }

    /**
     * Shows what would be done, asks, and waits for the answer; everything but a clear yes is a no, and said to be one.
     *
     * @param refusals what is said where nobody is there who can be asked
     */
    public boolean agreed(String shown, String question, List<Failure> refusals) {
        return answered(shown + question + " [y/N] ", YES, refusals);
    }

    /** The same, where a yes is too easily typed: the answer is a name. */
    public boolean named(String shown, String name, List<Failure> refusals) {
        return answered(shown + "Type " + name + " to go on: ", Set.of(name), refusals);
    }

    /** Where nobody is asked at all. */
    public BailiwickException refused(List<Failure> refusals) {
        return new BailiwickException(ExitCode.REFUSED, refusals);
    }

    private boolean answered(String shown, Set<String> right, List<Failure> refusals) {
        InputStream keyboard = root.console().keyboard();
        if (keyboard == null || root.json() || root.quiet()) {
            throw refused(refusals);
        }
        root.console().print(shown);
        try {
            String answer = new BufferedReader(new InputStreamReader(keyboard, StandardCharsets.UTF_8)).readLine();
            boolean agreed = answer != null
                    && (right.contains(answer.strip())
                            || right.contains(answer.strip().toLowerCase(Locale.ROOT)));
            if (!agreed) {
                root.console().line("nothing was changed");
            }
            return agreed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
