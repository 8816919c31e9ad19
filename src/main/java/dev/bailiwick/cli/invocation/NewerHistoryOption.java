package dev.bailiwick.cli.invocation;

import dev.bailiwick.config.Variables;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.failure.BailiwickException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code --newer-history}: what an older release does over a newer database. */
public final class NewerHistoryOption {
    private static final String VARIABLE = "BAILIWICK_NEWER_HISTORY";

    private @Nullable NewerHistory newerHistory;

    /** Adds the options. */
    public void addTo(CommandSyntax syntax) {
        syntax.value(
                "--newer-history",
                "accept|refuse",
                NewerHistory.class,
                "Where all files here are applied and the history goes on behind them, as an older release sees it:"
                        + " say so and run nothing, or refuse. Default: accept, or as domain.properties says.",
                given -> newerHistory = given);
    }

    /** Lets the project of a command know what was typed. */
    public void setOn(BailiwickCommand root) {
        root.whereNewer(newerHistory);
    }

    /** The project with what was typed, or what the environment says of it. */
    static Project applied(BailiwickCommand root, Project project, @Nullable NewerHistory typed) {
        return project.whereNewer(typed == null ? ofEnvironment(root) : typed);
    }

    private static @Nullable NewerHistory ofEnvironment(BailiwickCommand root) {
        String value =
                Variables.read(root.folder(), root.surroundings().environment()).get(VARIABLE);
        if (value == null) {
            return null;
        }
        for (NewerHistory known : NewerHistory.values()) {
            if (known.name().equalsIgnoreCase(value)) {
                return known;
            }
        }
        throw BailiwickException.usage(
                VARIABLE + " can't be " + value.toLowerCase(Locale.ROOT), VARIABLE + "=accept, or refuse");
    }
}
