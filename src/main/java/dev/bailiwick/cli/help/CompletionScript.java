package dev.bailiwick.cli.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The script that a shell completes with: what there is to type comes from the commands themselves, domains and files
 * from the disk, by the shell alone. {@code completion.sh} is what both shells share.
 */
final class CompletionScript {
    private static final String BASH = """
            _bailiwick() {
              COMPREPLY=()
              local word
              while IFS= read -r word; do
                COMPREPLY+=("$word")
              done < <(_bailiwick_candidates "${COMP_WORDS[@]:1:COMP_CWORD}")
            }

            # Where nothing is known, the shell's own completion of paths.
            complete -o default -F _bailiwick bailiwick
            """;

    private static final String ZSH = """
            _bailiwick() {
              local -a found
              found=("${(@f)$(_bailiwick_candidates "${(@)words[2,CURRENT]}")}")
              if [ -n "$found" ]; then
                compadd -Q -- "${found[@]}"
              else
                _files
              fi
            }

            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
            compdef _bailiwick bailiwick
            """;

    private CompletionScript() {}

    static String of(CommandSpec root, CompletionCommand.Shell shell) {
        boolean bash = shell == CompletionCommand.Shell.BASH;
        List<String> cases = new ArrayList<>();
        cases("", root, cases);
        return """
                # Tab completion of bailiwick for %s: bailiwick completion %s

                # What may stand behind a command. Options that want a value have it behind a colon.
                _bailiwick_facts() {
                  case $command in
                %s
                  esac
                }

                %s
                %s""".formatted(shell, shell, String.join("\n", cases), shared(), bash ? BASH : ZSH);
    }

    private static void cases(String path, CommandSpec spec, List<String> cases) {
        List<String> subcommands = spec.subcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
        cases.add("    '%s')\n      subcommands='%s'\n      options='%s'\n      operands='%s'\n      ;;"
                .formatted(path, String.join(" ", subcommands), options(spec), operands(spec)));
        for (CommandLine subcommand : spec.subcommands().values()) {
            String name = subcommand.getCommandName();
            cases(path.isEmpty() ? name : path + " " + name, subcommand.getCommandSpec(), cases);
        }
    }

    private static String options(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(CompletionScript::words)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> words(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : ":" + wanted(option);
        return Stream.of(option.names()).map(name -> name + value);
    }

    private static String operands(CommandSpec spec) {
        return spec.positionalParameters().stream()
                .filter(operand -> !operand.hidden())
                .map(CompletionScript::operand)
                .collect(Collectors.joining(" "));
    }

    private static String operand(PositionalParamSpec operand) {
        boolean command = operand.paramLabel().equals("COMMAND");
        String wanted = command ? commands(operand.command()) : wanted(operand);
        return wanted + (operand.index().max() > operand.index().min() ? "..." : "");
    }

    /** The commands that help takes: those beside it. */
    private static String commands(CommandSpec spec) {
        CommandSpec all = spec.parent() == null ? spec : spec.parent();
        return String.join(",", all.subcommands().keySet()) + ",";
    }

    /** The values of an argument with commas between them and after; else its label. */
    private static String wanted(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            String values = String.join(",", candidates);
            return values + ",";
        }
        if (argument.paramLabel().equals("FILE") && argument.command().name().equals("seed")) {
            return "SEED";
        }
        return argument.paramLabel().replaceAll("[^A-Za-z|]", "").replaceFirst("^$", "VALUE");
    }

    private static String shared() {
        try (InputStream in = Objects.requireNonNull(
                CompletionScript.class.getResourceAsStream("/dev/bailiwick/cli/completion.sh"), "completion.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
