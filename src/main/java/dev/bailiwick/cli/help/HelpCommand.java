package dev.bailiwick.cli.help;

import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Subcommand;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpCommandInitializable2;
import picocli.CommandLine.ParameterException;

/** {@code bailiwick help}. */
public final class HelpCommand implements Subcommand, IHelpCommandInitializable2 {
    private @Nullable String name;
    private @Nullable CommandLine all;
    private @Nullable PrintWriter out;

    @Override
    public CommandSyntax syntax() {
        return CommandSyntax.help(this, given -> name = given);
    }

    @Override
    public void init(CommandLine self, ColorScheme colours, PrintWriter to, PrintWriter err) {
        all = self.getParent();
        out = to;
    }

    @Override
    public Integer call() {
        if (all == null || out == null) {
            throw new IllegalStateException("picocli has not said where the help goes");
        }
        CommandLine wanted = name == null ? all : all.getSubcommands().get(name);
        if (wanted == null) {
            throw new ParameterException(all, "Unknown subcommand '" + name + "'.", null, name);
        }
        wanted.usage(out);
        return 0;
    }
}
