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

    private boolean yes;

    private final RunOptions options = new RunOptions();

    public RedoCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "redo", "Take the last migration of a domain back and apply it again, as its file is now.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .flag("--yes", "Take away what is in the database without asking.", given -> yes = given)
                .with(options::takes);
    }

    @Override
    public boolean dryRun() {
        return false;
    }

    @Override
    public Integer call() {
        try (CommandSession place = CommandSession.changing(root, root.settings(options))) {
            return new Reports(root)
                    .run(new Redo(place.site(), domain).run(new DataLossPrompt(root, place.named(), yes, false)), 0);
        }
    }
}
