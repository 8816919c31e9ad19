package dev.bailiwick.cli;

import dev.bailiwick.engine.Baseline;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ShellCommand;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick baseline}. */
final class BaselineCommand implements Subcommand, RunsFiles {
    private final Root root;

    private String domain = "";

    private @Nullable String to;

    private boolean empty;

    private boolean yes;

    private final Amending amending = new Amending();

    BaselineCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "baseline", "Begin the history of an existing database: all files up to one count as applied; runs none of"
                + " them.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .value("--to", "FILE|VERSION", "The last file that counts as applied; its name or the beginning of it.", given -> to = given)
                .flag("--empty", "No file counts as applied: the history begins now, whatever else in the database looks like it.", given -> empty = given)
                .flag("-y --yes", "Do it without asking.", given -> yes = given)
                .with(amending::takes);
    }

    @Override
    public boolean dryRun() {
        return amending.dryRun();
    }

    @Override
    public Integer call() {
        if (empty && to != null) {
            throw BailiwickException.usage(
                    "--empty and --to say different things: no file counts as applied, or all up to one",
                    ShellCommand.of("bailiwick", "baseline", domain, "--to", to),
                    "or: " + ShellCommand.of("bailiwick", "baseline", domain, "--empty"));
        }
        try (Workplace place = Workplace.changing(root, root.settings(null))) {
            if (empty) {
                return amending.written(
                        root, new Baseline(place.site(), domain, amending.reason()).empty(amending.dryRun()));
            }
            return amending.begun(
                    root, new Baseline(place.site(), domain, amending.reason()).to(to), yes, String.valueOf(to));
        }
    }
}
