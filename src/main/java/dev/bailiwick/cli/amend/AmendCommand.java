package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.session.ProjectSession;

/** A command that corrects the history of one domain. */
abstract sealed class AmendCommand implements Subcommand, RunCommand
        permits BaselineCommand, MarkCommand, RepairCommand {
    final CorrectionDialog dialog;
    private final BailiwickCommand root;
    private String domain = "";

    AmendCommand(BailiwickCommand root) {
        this.root = root;
        this.dialog = new CorrectionDialog(root);
    }

    /** What each of them takes first. */
    final CommandSyntax syntax(String name, String description) {
        return new CommandSyntax(this, name, description).word("DOMAIN", "The domain.", given -> domain = given);
    }

    /** The domain as typed. */
    final String domain() {
        return domain;
    }

    @Override
    public final boolean dryRun() {
        return dialog.dryRun();
    }

    @Override
    public final Integer call() {
        requireArguments();
        try (CommandSession session = CommandSession.changing(root, root.settings(null))) {
            return amend(session.projectSession());
        }
    }

    /** Refuses what can't be meant, before a database is asked. */
    void requireArguments() {}

    abstract int amend(ProjectSession projectSession);
}
