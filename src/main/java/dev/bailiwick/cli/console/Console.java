package dev.bailiwick.cli.console;

import dev.bailiwick.config.Masking;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.render.FailureText;
import dev.bailiwick.render.TextStyle;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two streams, with every password masked on its way out. */
public final class Console {
    private static final Pattern COMMAND = Pattern.compile("(?m)(^|: |&& )bailiwick (?=[a-z-])");

    private final PrintStream out;
    private final PrintStream err;
    private final Screen screen;
    private final Map<String, String> environment;
    private Masking masking = Masking.byLook();
    private boolean colour;
    private String command;

    public Console(PrintStream out, PrintStream err, Screen screen, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        this.environment = environment;
        this.command = screen.command();
        this.colour =
                screen.terminal() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** From now on these secrets are known, too. */
    public void mask(Masking known) {
        masking = masking.and(known);
    }

    /** From now on commands that are to be typed name this folder. */
    public void inFolder(String dir) {
        command = screen.command() + " --dir " + dir;
    }

    public void noColour() {
        colour = false;
    }

    public boolean terminal() {
        return screen.terminal();
    }

    /** Where a person types answers; null where nobody sits at a terminal. */
    @Nullable
    public InputStream keyboard() {
        return screen.terminal() ? screen.keyboard() : null;
    }

    /** Cells to lay text out in; 0 on a pipe, where whoever reads wants whole lines and every column. */
    public int width() {
        return screen.terminal() ? screen.width() : 0;
    }

    public TextStyle style() {
        return new TextStyle(colour, unicode());
    }

    /** A terminal that was told a locale without UTF-8 gets ASCII. */
    private boolean unicode() {
        String locale = environment.getOrDefault(
                "LC_ALL", environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "UTF-8")));
        return locale.isEmpty()
                || locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
    }

    /** Text as it is, to standard output. */
    public void print(String text) {
        out.print(masking.mask(text));
        out.flush();
    }

    /** Text with its secrets, for who asked for them. */
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    public void line(String text) {
        print(text + "\n");
    }

    /** A line to standard error. */
    public void error(String text) {
        err.print(masking.mask(text.endsWith("\n") ? text : text + "\n"));
        err.flush();
    }

    /** Commands in a text as they have to be typed here: {@code make} users have no bailiwick on their PATH. */
    public String typed(String text) {
        return COMMAND.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + (text.startsWith("--dir ", match.end()) ? screen.command() : command) + " "));
    }

    /** A failure whose commands can be typed as they stand. */
    public Failure typed(Failure failure) {
        return new Failure(
                failure.what(),
                failure.where(),
                failure.said(),
                failure.state(),
                failure.details(),
                failure.next().stream().map(this::typed).toList());
    }

    /** Shows failures. */
    public void failures(List<Failure> failures) {
        error(FailureText.of(failures, style(), width()));
    }
}
