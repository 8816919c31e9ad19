package dev.bailiwick.cli;

import dev.bailiwick.config.Masking;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.render.FailureText;
import dev.bailiwick.render.Json;
import dev.bailiwick.render.Style;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The two streams, with every password masked on its way out. */
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final Screen screen;
    private final Map<String, String> environment;
    private Masking masking = Masking.byLook();
    private boolean colour;

    Console(PrintStream out, PrintStream err, Screen screen, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        this.environment = environment;
        this.colour =
                screen.terminal() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** From now on these secrets are known. */
    void mask(Masking known) {
        masking = known;
    }

    void noColour() {
        colour = false;
    }

    boolean terminal() {
        return screen.terminal();
    }

    int width() {
        return screen.width();
    }

    Style style() {
        return new Style(colour, unicode());
    }

    /** A terminal that was told a locale without UTF-8 gets ASCII. */
    private boolean unicode() {
        String locale = environment.getOrDefault(
                "LC_ALL", environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "UTF-8")));
        return locale.isEmpty()
                || locale.toUpperCase(java.util.Locale.ROOT).replace("-", "").contains("UTF8");
    }

    /** Text as it is, to standard output. */
    void print(String text) {
        out.print(masking.mask(text));
        out.flush();
    }

    /** Text with its secrets, for who asked for them. */
    void raw(String text) {
        out.print(text);
        out.flush();
    }

    void line(String text) {
        print(text + "\n");
    }

    /** A line to standard error. */
    void error(String text) {
        err.print(masking.mask(text.endsWith("\n") ? text : text + "\n"));
        err.flush();
    }

    /** Reports failures and gives the exit code. */
    int fail(boolean json, String command, ExitCode exit, List<Failure> failures) {
        if (json) {
            print(Json.failures(Version.text(), command, exit, failures));
        } else {
            error(FailureText.of(failures, style(), screen.width()));
        }
        return exit.number();
    }
}
