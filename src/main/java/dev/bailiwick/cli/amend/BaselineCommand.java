package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.engine.amend.Baseline;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick baseline}. */
public final class BaselineCommand extends AmendCommand {
    private @Nullable String to;

    private boolean empty;

    public BaselineCommand(BailiwickCommand root) {
        super(root);
    }

    @Override
    public CommandSyntax syntax() {
        return syntax(
                        "baseline",
                        "Begin the history of an existing database: all files up to one count as applied; runs none of"
                                + " them.")
                .value(
                        "--to",
                        "FILE|VERSION",
                        "The last file that counts as applied; its name or the beginning of it.",
                        given -> to = given)
                .flag(
                        "--empty",
                        "No file counts as applied: the history begins now, whatever else in the database looks like it.",
                        given -> empty = given)
                .with(dialog::addToWithYes);
    }

    @Override
    void requireArguments() {
        if (empty && to != null) {
            throw BailiwickException.usage(
                    "--empty and --to say different things: no file counts as applied, or all up to one",
                    ShellCommand.of("bailiwick", "baseline", domain(), "--to", to),
                    "or: " + ShellCommand.of("bailiwick", "baseline", domain(), "--empty"));
        }
    }

    @Override
    int amend(ProjectSession projectSession) {
        Baseline baseline = new Baseline(projectSession, domain(), dialog.reason());
        return empty ? dialog.written(baseline.empty(dryRun())) : dialog.begun(baseline.to(to), String.valueOf(to));
    }
}
