package dev.bailiwick.cli;

import dev.bailiwick.cli.check.LintCommand;
import dev.bailiwick.cli.console.Console;
import dev.bailiwick.cli.console.Screen;
import dev.bailiwick.cli.console.Version;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.config.Environment;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.render.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One call of {@code bailiwick}: arguments in, text and an exit code out. The only catch. */
public final class Program {
    private static final Failure TOO_LARGE = new Failure(
            "out of memory: a file, or what is read of the history, is too large for the Java heap",
            null,
            null,
            "what was reported as applied stands, nothing else",
            List.of("give it more: BAILIWICK_JAVA_OPTS=-Xmx4g", "bailiwick status"));

    private final Console console;
    private final Environment surroundings;
    private final Path directory;
    private final Cancellation cancellation;
    private boolean jsonWasTyped;
    private boolean sarifWasTyped;

    /**
     * A program.
     *
     * @param directory what {@code --dir} is relative to, and its default
     */
    public Program(
            PrintStream out,
            PrintStream err,
            Environment surroundings,
            Path directory,
            Screen screen,
            Cancellation cancellation) {
        this.console = new Console(out, err, screen, surroundings.environment());
        this.surroundings = surroundings;
        this.directory = directory;
        this.cancellation = cancellation;
    }

    /** Runs one command line; returns the exit code. */
    public int run(String... args) {
        // An argument that can't be understood ends picocli's reading before it comes to --json.
        String format = LintCommand.format(List.of(args));
        jsonWasTyped = format.equals("json")
                || Stream.of(args).takeWhile(word -> !word.equals("--")).anyMatch("--json"::equals);
        sarifWasTyped = format.equals("sarif") && !jsonWasTyped;
        BailiwickCommand root = new BailiwickCommand(Commands.ALL, console, surroundings, directory, cancellation);
        CommandLine line = root.commandLine(args);
        Handlers handlers = new Handlers(root);
        line.setParameterExceptionHandler(handlers);
        line.setExecutionExceptionHandler(handlers);
        StringWriter help = new StringWriter();
        line.setOut(new PrintWriter(help));
        int exit;
        try {
            exit = line.execute(args);
        } catch (OutOfMemoryError e) {
            exit = fail(root, line, ExitCode.USAGE, List.of(TOO_LARGE));
        }
        help(root, line.getParseResult(), help.toString());
        return exit;
    }

    /** No lambdas: the archive of classes takes none of an interface that is as old as picocli's. */
    private final class Handlers implements IParameterExceptionHandler, IExecutionExceptionHandler {
        private final BailiwickCommand root;

        Handlers(BailiwickCommand root) {
            this.root = root;
        }

        @Override
        public int handleParseException(ParameterException e, String[] arguments) {
            return usage(root, e);
        }

        @Override
        public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
            return failed(root, command, e);
        }
    }

    /** What picocli says by itself: {@code help}, {@code --help} and {@code --version}. */
    private static void help(BailiwickCommand root, ParseResult parsed, String text) {
        if (text.isEmpty()) {
            return;
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.isVersionHelpRequested()) {
            new Reports(root).version();
        } else {
            new Reports(root).help(text);
        }
    }

    private int usage(BailiwickCommand root, ParameterException e) {
        CommandLine command = e.getCommandLine();
        StringWriter near = new StringWriter();
        UnmatchedArgumentException.printSuggestions(e, new PrintWriter(near, true));
        String help = command.getParent() == null ? "bailiwick help" : "bailiwick " + name(command) + " --help";
        if (command.getParent() != null && command.getParent().getParent() == null) {
            help = "bailiwick help " + name(command);
        }
        List<String> next = near.toString().isBlank()
                ? List.of(help)
                : List.of(
                        near.toString()
                                .strip()
                                .replaceFirst("^(Did you mean|Possible solutions): ([^?]*)\\??$", "did you mean $2?"),
                        help);
        Failure failure = new Failure(what(e), null, null, "nothing was run", next);
        return fail(root, command, ExitCode.USAGE, List.of(failure));
    }

    private static String what(ParameterException e) {
        CommandLine command = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            return "there is no command " + unmatched.getUnmatched().get(0);
        }
        // picocli puts a second "Error: " before what it says of groups, and names the values of an enum as Java does.
        String message =
                String.valueOf(e.getMessage()).replaceFirst("^Error: ", "").replaceFirst("\\.$", "");
        return Pattern.compile("expected one of \\[(.*)] \\(case-(?:in)?sensitive\\) but was ('.*')", Pattern.DOTALL)
                .matcher(message)
                .replaceFirst(found -> Matcher.quoteReplacement(
                        found.group(2) + " is none of " + found.group(1).toLowerCase(Locale.ROOT)));
    }

    private int failed(BailiwickCommand root, CommandLine command, Exception e) {
        if (e instanceof BailiwickException known) {
            return fail(root, command, known.exitCode(), known.failures());
        }
        if (e instanceof SqlFailure failure) {
            ExitCode exit = failure.lost() ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
            String what = failure.lost() ? "the connection was lost" : "the server refused a query of Bailiwick's own";
            return fail(
                    root,
                    command,
                    exit,
                    List.of(new Failure(
                            what + (failure.said() == null ? ": " + failure.getMessage() : ""),
                            null,
                            failure.said(),
                            "what was reported as applied stands; nothing else was run",
                            List.of("bailiwick status"))));
        }
        if (e instanceof UncheckedIOException && e.getCause() instanceof FileSystemException unread) {
            return fail(
                    root,
                    command,
                    ExitCode.USAGE,
                    List.of(Failure.of(
                                    "cannot read " + unread.getFile() + ": " + e.getMessage(), "the same command again")
                            .withState("what was reported as applied stands")));
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return fail(
                root,
                command,
                ExitCode.BUG,
                List.of(new Failure(
                                "a bug in Bailiwick: " + e,
                                null,
                                null,
                                "what was reported as applied stands",
                                List.of("bailiwick status", "please report it with the lines above"))
                        .withDetails(trace.toString().lines().toList())));
    }

    /** Reports failures, in JSON beside what was done before them, and gives the exit code. */
    private int fail(BailiwickCommand root, CommandLine command, ExitCode ofRun, List<Failure> failures) {
        ExitCode exit = cancellation.exit(ofRun);
        List<Failure> typed = failures.stream().map(console::typed).toList();
        if (root.json() || jsonWasTyped) {
            console.print(document(root, command, exit, typed));
        } else if (sarifWasTyped) {
            LintCommand lint = command.getCommand() instanceof LintCommand known ? known : new LintCommand(root);
            console.print(lint.sarif(exit, typed));
        } else if (!typed.isEmpty()) {
            console.failures(typed);
        }
        return exit.number();
    }

    private static String document(BailiwickCommand root, CommandLine command, ExitCode exit, List<Failure> failures) {
        String name = name(command);
        if (command.getCommand() instanceof RunCommand runs) {
            return Json.run(Version.text(), exit, root.more(), root.reportSoFar(name, runs.dryRun()), failures);
        }
        return root.document(name, exit, failures);
    }

    /** {@code db start}; {@code bailiwick} where no command was understood. */
    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName(" ").replaceFirst("^bailiwick ", "");
    }
}
