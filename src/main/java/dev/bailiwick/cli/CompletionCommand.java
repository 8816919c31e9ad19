package dev.bailiwick.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bailiwick completion}. */
@Command(
        name = "completion",
        description = "Print the script that completes commands, options, domains and files when Tab is pressed:"
                + " source <(bailiwick completion bash).")
final class CompletionCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
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

    CompletionCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        String script = CompletionScript.of(root.commandLine().getCommandSpec(), shell);
        root.facts().put("shell", shell.toString());
        root.facts().put("script", script);
        return new Reports(root).result("completion", script);
    }
}
