package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.db.section.RunSettings;

/** A command that runs seeds, alone or after migrations. */
abstract sealed class SeedingCommand implements Subcommand, RunCommand permits ResetCommand, SeedCommand, SetupCommand {
    final BailiwickCommand root;
    final SeedOptions seeds = new SeedOptions();
    final RunOptions options = new RunOptions();

    SeedingCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public final boolean dryRun() {
        return seeds.dryRun();
    }

    @Override
    public final Integer call() {
        begin();
        try (CommandSession session = CommandSession.changing(root, settings())) {
            return run(session, new Reports(root));
        }
    }

    /** What is said, or refused, before a database is asked. */
    abstract void begin();

    RunSettings settings() {
        return root.settings(options);
    }

    abstract int run(CommandSession session, Reports reports);
}
