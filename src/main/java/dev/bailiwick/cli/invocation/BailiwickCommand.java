package dev.bailiwick.cli.invocation;

import dev.bailiwick.cli.console.Console;
import dev.bailiwick.cli.console.HostName;
import dev.bailiwick.cli.console.Version;
import dev.bailiwick.config.Environment;
import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.render.Json;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code bailiwick} itself: the options that every command takes, and what commands need of the outside. */
public final class BailiwickCommand implements Runnable {
    private static final Pattern SETTING = Pattern.compile("[a-z_][a-z0-9_]*");

    private static final String[] EXIT_CODES = {
        "Exit codes:",
        "  0  done, or nothing to do",
        "  1  a bug in Bailiwick",
        "  2  usage or configuration",
        "  3  refused, and nothing was run",
        "  4  SQL failed and was rolled back",
        "  5  SQL failed outside a transaction: part of it stands",
        "  6  the database can't be reached, or refuses the login",
        "  7  busy: waited too long for a lock",
        "  8  status --exit-code: something is pending",
    };

    /** Commands that speak of the others. */
    private static final Set<String> ABOUT_ALL = Set.of("man", "completion");

    private static final String HELP = "help";

    /** Options before a command whose value is the next word. */
    private static final Set<String> WITH_VALUE = Set.of("-d", "--dir", "--url");

    /** What is typed where nobody logs in. */
    private static final Set<String> WITHOUT_LOGIN = Set.of(
            "domain", "new", "seal", "lint", "--offline", "completion", "man", "version", "help", "--help", "-h");

    private final Map<String, Function<BailiwickCommand, Subcommand>> commands;
    private final Console console;
    private final Environment surroundings;
    private final Path directory;
    private final Cancellation cancellation;

    private @Nullable NewerHistory newerHistory;
    private @Nullable Progress progress;
    private @Nullable ResolvedConnection connection;
    private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    private @Nullable ChangedDatabase named;
    private Supplier<@Nullable ServerInfo> login = () -> null;
    private @Nullable Map<String, @Nullable Object> takesBack;

    private @Nullable Path dir;
    private @Nullable String url;
    private boolean json;
    private boolean quiet;
    private boolean verbose;
    private boolean noColor;

    /** @param commands all there are, by the name that is typed */
    public BailiwickCommand(
            Map<String, Function<BailiwickCommand, Subcommand>> commands,
            Console console,
            Environment surroundings,
            Path directory,
            Cancellation cancellation) {
        this.commands = commands;
        this.console = console;
        this.surroundings = surroundings;
        this.directory = directory;
        this.cancellation = cancellation;
    }

    /** Whether a command line is likely to lead to a login. */
    public static boolean logsIn(String... args) {
        return args.length > 0 && Stream.of(args).noneMatch(WITHOUT_LOGIN::contains);
    }

    /** Whether a command line only reads and computes, so that it can be ended at any time. */
    public static boolean onlyReads(String... args) {
        return switch (command(List.of(args))) {
            case "lint", "completion", "man", "version", "help", "" -> true;
            case "validate" -> List.of(args).contains("--offline");
            default -> false;
        };
    }

    /** Whether a command line needs no database, and writes files at its end. */
    public static boolean onlyWritesFiles(String... args) {
        return switch (command(List.of(args))) {
            case "seal", "new", "domain" -> true;
            case "adopt" -> Stream.of(args).anyMatch(word -> word.equals("--files") || word.startsWith("--files="));
            default -> false;
        };
    }

    /** The command as it is typed; empty where there is none. */
    private static String command(List<String> words) {
        int first = 0;
        while (first < words.size() && words.get(first).startsWith("-")) {
            first += WITH_VALUE.contains(words.get(first)) ? 2 : 1;
        }
        return first < words.size() ? words.get(first) : "";
    }

    /** All commands. */
    public CommandLine commandLine() {
        return commandLine(commands.keySet(), false);
    }

    /**
     * The commands that a command line speaks of: to make all of them takes longer than most of them do. The list of commands
     * needs no more than the names and descriptions of the others.
     */
    public CommandLine commandLine(String... args) {
        List<String> words = List.of(args);
        boolean lists = command(words).equals(HELP);
        boolean all = !commands.containsKey(command(words)) || words.stream().anyMatch(ABOUT_ALL::contains);
        return all
                ? commandLine()
                : commandLine(commands.keySet().stream().filter(words::contains).toList(), lists);
    }

    private CommandSyntax syntax() {
        return new CommandSyntax(
                        this, "bailiwick", "Schema migrations for PostgreSQL, in plain SQL, by business domain.")
                .subcommands()
                .inherited()
                .value(
                        "-d --dir",
                        "FOLDER",
                        Path.class,
                        "The folder that holds sql/. Default: the working directory.",
                        given -> dir = given)
                .value(
                        "--url",
                        "URL",
                        "The database: postgresql://user@host:5432/name. Default: see 'connection'.",
                        given -> url = given)
                .flag("--json", "Print one JSON document instead of text.", given -> json = given)
                .flag("-q --quiet", "Print only results and failures.", given -> quiet = given)
                .flag("-v --verbose", "Say also which database is used, and why.", given -> verbose = given)
                .flag("--no-color", "Print no colours (as with NO_COLOR, and as on a pipe).", given -> noColor = given);
    }

    /** @param listed whether the others are there by name and description */
    private CommandLine commandLine(Collection<String> names, boolean listed) {
        CommandLine line = syntax().commandLine();
        commands.forEach((name, command) -> {
            if (names.contains(name)) {
                line.addSubcommand(command.apply(this).syntax().commandLine());
            } else if (listed) {
                line.addSubcommand(command.apply(this).syntax().listed());
            }
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // Behind the subcommands: they would inherit it.
        line.getCommandSpec().usageMessage().footer(EXIT_CODES);
        return line;
    }

    @Override
    public void run() {
        new Reports(this).help(commandLine().getUsageMessage());
    }

    public boolean json() {
        return json;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean verbose() {
        return verbose;
    }

    public Console console() {
        if (noColor) {
            console.noColour();
        }
        return console;
    }

    public Environment surroundings() {
        return surroundings;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    @Nullable
    public String url() {
        return url;
    }

    /** The folder that holds {@code sql/}, and so {@code .env} and {@code .bailiwick/}. */
    public Path folder() {
        if (dir == null) {
            return directory;
        }
        console.inFolder(dir.toString());
        return directory.resolve(dir);
    }

    /** A path that was typed: relative to the working directory, whatever {@code --dir} says. */
    public Path typed(String path) {
        return directory.resolve(path);
    }

    public Project project() {
        return Project.at(folder());
    }

    /** What was typed of a newer history; null where nothing was. */
    void whereNewer(@Nullable NewerHistory typed) {
        newerHistory = typed;
    }

    /** The project of a command that looks into a database. */
    public Project projectOfDatabase() {
        return NewerHistoryOption.applied(this, project(), newerHistory);
    }

    /** Which database is meant: looked up once, so that its warnings are said once. */
    public ResolvedConnection connection(Supplier<ResolvedConnection> lookUp) {
        if (connection == null) {
            connection = lookUp.get();
        }
        return connection;
    }

    /** What happens is shown, and remembered, here. */
    public Progress progress() {
        if (progress == null) {
            progress = new Progress(this);
        }
        return progress;
    }

    /** What a command that runs no files has found so far, for {@code result} in JSON: also when it then fails. */
    public Map<String, @Nullable Object> facts() {
        return facts;
    }

    /** The database that the command changes, and what its login tells when it has come about. */
    public void named(ChangedDatabase database, Supplier<@Nullable ServerInfo> whenLoggedIn) {
        named = database;
        login = whenLoggedIn;
    }

    /** What was asked about before it is taken back. */
    public void takesBack(Map<String, @Nullable Object> what) {
        takesBack = what;
    }

    /** Beside what every document holds: the database, where the command changes one, and what it would take back. */
    public Map<String, @Nullable Object> more() {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        if (named != null) {
            ServerInfo info = login.get();
            if (info != null) {
                named.found(info);
            }
            more.put("database", named.facts());
        }
        if (takesBack != null) {
            more.put("takes_back", takesBack);
        }
        return more;
    }

    /** The same as the document that stands for it. */
    public String document(String command, ExitCode exit, List<Failure> failures) {
        return Json.result(
                Version.text(),
                command,
                cancellation.exit(exit),
                more(),
                facts,
                progress().notes(),
                failures);
    }

    /** What a command has done until now. */
    public RunReport reportSoFar(String command, boolean dryRun) {
        List<Step> steps = progress().steps();
        List<String> domains = steps.stream().map(Step::domain).distinct().toList();
        return new RunReport(command, dryRun, domains, steps, progress().notes());
    }

    /** Settings for a run: only those commands that run SQL have the options. */
    public RunSettings settings(@Nullable RunOptions options) {
        Map<String, String> values = new LinkedHashMap<>();
        if (options != null && options.set() != null) {
            options.set().forEach((name, value) -> {
                if (!SETTING.matcher(name).matches()) {
                    throw BailiwickException.usage(
                            "--set " + name + ": a name is lower-case letters, digits and _",
                            "--set site_code=BKK01, read in SQL as current_setting('bailiwick.site_code')");
                }
                if (value.equals("…")) {
                    throw BailiwickException.usage(
                            "--set " + name + "=… stands for a value that was left out", "put the value there");
                }
                values.put(name, value);
            });
        }
        return new RunSettings(
                options == null ? Limits.NONE : options.limits(),
                values,
                false,
                Version.text(),
                surroundings.operatingSystemUser() + "@" + host());
    }

    private String host() {
        return surroundings.environment().getOrDefault("HOSTNAME", HostName.name());
    }
}
