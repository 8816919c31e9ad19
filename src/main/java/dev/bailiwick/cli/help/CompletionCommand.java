package dev.bailiwick.cli.help;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import java.util.Locale;

/** {@code bailiwick completion}. */
public final class CompletionCommand implements Subcommand {
    private final BailiwickCommand root;

    private Shell shell = Shell.BASH;

    /** The shells that are known. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CompletionCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "completion", "Print the script that completes commands, options, domains and files when Tab is pressed:"
                + " source <(bailiwick completion bash).")
                .word("SHELL", Shell.class, "${COMPLETION-CANDIDATES}.", given -> shell = given);
    }

    @Override
    public Integer call() {
        String script = CompletionScript.of(root.commandLine().getCommandSpec(), shell);
        root.facts().put("shell", shell.toString());
        root.facts().put("script", script);
        return new Reports(root).result("completion", script);
    }
}
