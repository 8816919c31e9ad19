package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.amend.Baseline;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick baseline}. */
public final class BaselineCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private String domain = "";

    private @Nullable String to;

    private boolean empty;

    private boolean yes;

    private final AmendmentDialog amending = new AmendmentDialog();

    public BaselineCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "baseline", "Begin the history of an existing database: all files up to one count as applied; runs none of"
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
        try (CommandSession place = CommandSession.changing(root, root.settings(null))) {
            if (empty) {
                return amending.written(
                        root, new Baseline(place.site(), domain, amending.reason()).empty(amending.dryRun()));
            }
            return amending.begun(
                    root, new Baseline(place.site(), domain, amending.reason()).to(to), yes, String.valueOf(to));
        }
    }
}
