package dev.bailiwick.cli.invocation;

import dev.bailiwick.cli.console.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/**
 * What a command takes, and where it goes: picocli's model, made by calls. Reading it from annotations takes longer than most
 * commands run.
 *
 * <p>Names of an option stand in one text: {@code "-y --yes"}.
 */
public final class CommandSyntax {
    private final CommandSpec spec;

    /** What the command takes, made where it is wanted: a list of commands needs none of it. */
    private final List<Runnable> taken = new ArrayList<>();

    private final List<Supplier<ArgSpec>> choices = new ArrayList<>();
    private boolean choosing;
    private boolean inherited;
    private int words;

    public CommandSyntax(Object command, String name, String description) {
        this(command, name);
        spec.versionProvider(new Version());
        spec.usageMessage().description(description);
        add(() -> OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        add(() -> OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    }

    private CommandSyntax(Object command, String name) {
        spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage().autoWidth(true);
    }

    /** Of the command that shows the help of others. */
    public static CommandSyntax help(Object command, Consumer<String> name) {
        CommandSyntax syntax = new CommandSyntax(command, "help");
        syntax.spec.helpCommand(true);
        syntax.spec
                .usageMessage()
                .header("Display help information about the specified command.")
                .synopsisHeading("%nUsage: ")
                .description(
                        "%nWhen no COMMAND is given, the usage help for the main command is displayed.",
                        "If a COMMAND is specified, the help for that command is shown.%n");
        syntax.add(() -> OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show usage help for the help command and exit.")
                .build());
        return syntax.wordOrNone("COMMAND", "The COMMAND to display the usage help message for.", name);
    }

    CommandLine commandLine() {
        taken.forEach(Runnable::run);
        taken.clear();
        return new CommandLine(spec);
    }

    /** Its name and description alone, for the list of all commands. */
    CommandLine listed() {
        return new CommandLine(spec);
    }

    /** What stands for a subcommand in the synopsis. */
    public CommandSyntax subcommands(Subcommand... subcommands) {
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        for (Subcommand subcommand : subcommands) {
            taken.add(() -> spec.addSubcommand(null, subcommand.syntax().commandLine()));
        }
        return this;
    }

    /** Takes what another part of the command brings along. */
    public CommandSyntax with(Consumer<CommandSyntax> part) {
        part.accept(this);
        return this;
    }

    /** Subcommands take the options that follow, too. */
    CommandSyntax inherited() {
        inherited = true;
        return this;
    }

    /** One argument. */
    public CommandSyntax word(String label, String description, Consumer<String> to) {
        return word(label, String.class, description, to);
    }

    public <T> CommandSyntax word(String label, Class<T> type, String description, Consumer<T> to) {
        return add(
                () -> word("1", label, description, new Bound<>(to)).type(type).build());
    }

    /** One argument, or none. */
    public CommandSyntax wordOrNone(String label, String description, Consumer<String> to) {
        return add(() -> word("0..1", label, description, new Bound<>(to))
                .type(String.class)
                .build());
    }

    /** All arguments that follow: {@code 0..*} or {@code 1..*}. */
    public CommandSyntax words(String arity, String label, String description, Consumer<List<String>> to) {
        return add(() -> word(arity, label, description, new Bound<>(to))
                .index(words - 1 + "..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
    }

    /** An option without a value. */
    public CommandSyntax flag(String names, String description, Consumer<Boolean> to) {
        return add(() ->
                option(names, description, new Bound<>(to)).type(boolean.class).build());
    }

    public CommandSyntax value(String names, String label, String description, Consumer<String> to) {
        return value(names, label, String.class, description, to);
    }

    public <T> CommandSyntax value(String names, String label, Class<T> type, String description, Consumer<T> to) {
        return add(() -> option(names, description, new Bound<>(to))
                .paramLabel(label)
                .type(type)
                .build());
    }

    /** An option with a value of a few: they are offered at the keyboard. */
    public CommandSyntax value(
            String names, String label, Iterable<String> offered, String description, Consumer<String> to) {
        return add(() -> option(names, description, new Bound<>(to))
                .paramLabel(label)
                .type(String.class)
                .completionCandidates(offered)
                .build());
    }

    /** An option that can be given again. */
    public CommandSyntax values(String names, String label, String description, Consumer<List<String>> to) {
        return add(() -> option(names, description, new Bound<>(to))
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
    }

    /** An option with numbers, between commas or given again. */
    public CommandSyntax numbers(String names, String label, String description, Consumer<List<Integer>> to) {
        return add(() -> option(names, description, new Bound<>(to))
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(Integer.class)
                .splitRegex(",")
                .build());
    }

    /** An option with a name and a value, which can be given again. */
    CommandSyntax pairs(String names, String label, String description, Consumer<Map<String, String>> to) {
        return add(() -> option(names, description, new Bound<>(to))
                .paramLabel(label)
                .type(Map.class)
                .auxiliaryTypes(String.class, String.class)
                .build());
    }

    /** Options of which one is given: {@code 1}, or {@code 0..1}. */
    public CommandSyntax oneOf(String multiplicity, Consumer<CommandSyntax> options) {
        choosing = true;
        options.accept(this);
        choosing = false;
        List<Supplier<ArgSpec>> chosen = List.copyOf(choices);
        choices.clear();
        taken.add(() -> {
            ArgGroupSpec.Builder group = ArgGroupSpec.builder().exclusive(true).multiplicity(multiplicity);
            chosen.forEach(argument -> group.addArg(argument.get()));
            spec.addArgGroup(group.build());
        });
        return this;
    }

    private PositionalParamSpec.Builder word(String arity, String label, String description, Bound<?> value) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(words++))
                .arity(arity)
                .required(!arity.startsWith("0"))
                .paramLabel(label)
                .description(description)
                .getter(value)
                .setter(value);
    }

    private OptionSpec.Builder option(String names, String description, Bound<?> value) {
        return OptionSpec.builder(names.split(" "))
                .description(description)
                .scopeType(inherited ? ScopeType.INHERIT : ScopeType.LOCAL)
                .getter(value)
                .setter(value);
    }

    private CommandSyntax add(Supplier<ArgSpec> argument) {
        if (choosing) {
            choices.add(argument);
        } else {
            taken.add(() -> spec.add(argument.get()));
        }
        return this;
    }

    /** Where a value goes. picocli adds to lists that it has given before. */
    private static final class Bound<T> implements IGetter, ISetter {
        private final Consumer<T> to;
        private @Nullable T value;

        Bound(Consumer<T> to) {
            this.to = to;
        }

        @Override
        // picocli declares it so, and has converted the value to the type that the option was made with
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <V> @Nullable V get() {
            return (V) value;
        }

        @Override
        @SuppressWarnings("unchecked") // as above
        public <V> @Nullable V set(@Nullable V given) {
            V before = (V) value;
            value = (T) given;
            if (given != null) {
                to.accept((T) given);
            }
            return before;
        }
    }
}
