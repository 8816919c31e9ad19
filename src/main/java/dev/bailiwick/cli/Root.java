package dev.bailiwick.cli;

import dev.bailiwick.config.Surroundings;
import dev.bailiwick.db.Cancellation;
import dev.bailiwick.db.RunSettings;
import dev.bailiwick.files.Project;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.Step;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code bailiwick} itself: the options that every command takes, and what commands need of the outside. */
@Command(
        name = "bailiwick",
        description = "Schema migrations for PostgreSQL, in plain SQL, by business domain.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
final class Root implements Runnable {
    private static final Pattern SETTING = Pattern.compile("[a-z_][a-z0-9_]*");

    private final Console console;
    private final Surroundings surroundings;
    private final Path directory;
    private final Cancellation cancellation;

    private @Nullable Progress progress;

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "The folder that holds sql/. Default: the working directory.")
    private @Nullable Path dir;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The database: postgresql://user@host:5432/name. Default: see 'connection'.")
    private @Nullable String url;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON document instead of text.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print only results and failures.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say also which database is used, and why.")
    private boolean verbose;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "Print no colours (as with NO_COLOR, and as on a pipe).")
    private boolean noColor;

    Root(Console console, Surroundings surroundings, Path directory, Cancellation cancellation) {
        this.console = console;
        this.surroundings = surroundings;
        this.directory = directory;
        this.cancellation = cancellation;
    }

    /** All commands. */
    CommandLine commandLine() {
        return new CommandLine(this)
                .addSubcommand(new MigrateCommand(this))
                .addSubcommand(new RollbackCommand(this))
                .addSubcommand(new RedoCommand(this))
                .addSubcommand(new StatusCommand(this))
                .addSubcommand(new ValidateCommand(this))
                .addSubcommand(new MarkCommand(this))
                .addSubcommand(new RepairCommand(this))
                .addSubcommand(new ConnectionCommand(this))
                .addSubcommand(DbCommand.commandLine(this))
                .addSubcommand(new VersionCommand(this))
                .addSubcommand(new HelpCommand())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        console.print(commandLine().getUsageMessage());
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose;
    }

    Console console() {
        if (noColor) {
            console.noColour();
        }
        return console;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    @Nullable
    String url() {
        return url;
    }

    /** The folder that holds {@code sql/}, and so {@code .env} and {@code .bailiwick/}. */
    Path folder() {
        if (dir == null) {
            return directory;
        }
        console.inFolder(dir.toString());
        return directory.resolve(dir);
    }

    Project project() {
        return Project.at(folder());
    }

    /** What happens is shown, and remembered, here. */
    Progress progress() {
        if (progress == null) {
            progress = new Progress(this);
        }
        return progress;
    }

    /** What a command has done until now. */
    RunReport reportSoFar(String command, boolean dryRun) {
        List<Step> steps = progress().steps();
        List<String> domains = steps.stream().map(Step::domain).distinct().toList();
        return new RunReport(command, dryRun, domains, steps, progress().notes());
    }

    /** Settings for a run: only those commands that run SQL have the options. */
    RunSettings settings(@Nullable RunOptions options) {
        Map<String, String> values = new LinkedHashMap<>();
        if (options != null && options.set() != null) {
            options.set().forEach((name, value) -> {
                if (!SETTING.matcher(name).matches()) {
                    throw BailiwickException.usage(
                            "--set " + name + ": a name is lower-case letters, digits and _",
                            "--set site_code=BKK01, read in SQL as current_setting('bailiwick.site_code')");
                }
                values.put(name, value);
            });
        }
        return new RunSettings(
                options == null ? null : options.lockTimeout(),
                options == null ? null : options.statementTimeout(),
                values,
                Version.text(),
                surroundings.operatingSystemUser() + "@" + host());
    }

    private String host() {
        return surroundings.environment().getOrDefault("HOSTNAME", Host.name());
    }
}
