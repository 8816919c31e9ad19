package dev.bailiwick.cli.help;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;


/** {@code bailiwick version}. */
public record VersionCommand(BailiwickCommand root) implements Subcommand {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "version", "Print the version.");
    }

    @Override
    public Integer call() {
        return new Reports(root).version();
    }
}
