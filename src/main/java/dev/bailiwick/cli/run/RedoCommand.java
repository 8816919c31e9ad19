package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.rollback.Redo;

/** {@code bailiwick redo}. */
public final class RedoCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private String domain = "";

    private final ConsentOptions consent = new ConsentOptions();

    private final RunOptions options = new RunOptions();

    public RedoCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "redo",
                        "Take the last migration of a domain back and apply it again, as its file is now.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .with(consent::addTo)
                .with(options::addTo);
    }

    @Override
    public boolean dryRun() {
        return false;
    }

    @Override
    public Integer call() {
        try (CommandSession session = CommandSession.changing(root, root.settings(options))) {
            return new Reports(root)
                    .run(new Redo(session.projectSession(), domain).run(consent.prompt(root, session)), 0);
        }
    }
}
