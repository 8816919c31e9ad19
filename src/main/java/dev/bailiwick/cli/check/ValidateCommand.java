package dev.bailiwick.cli.check;

import dev.bailiwick.cli.console.Version;
import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.NewerHistoryOption;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.check.Validate;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.plan.NewerFiles;
import dev.bailiwick.render.Json;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick validate}. */
public final class ValidateCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private @Nullable String base;

    private boolean offline;

    private boolean database;

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    public ValidateCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "validate",
                        "Find everything that is wrong: in the files and their checksums, against a git branch, and, where a"
                                + " database is configured, against its history.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .value(
                        "--base",
                        "REV",
                        "Against this git revision too, such as origin/main: what is sealed there must stand as it is,"
                                + " and new files must sort behind it.",
                        given -> base = given)
                .flag("--offline", "Look at the files alone, at no database.", given -> offline = given)
                .flag(
                        "--database",
                        "Look at the database's history too, and fail where none is configured.",
                        given -> database = given)
                .with(newerHistory::addTo);
    }

    @Override
    public Integer call() {
        newerHistory.setOn(root);
        boolean withDatabase = withDatabase();
        Validate.Result files = Validate.offline(root.project(), domains, base);
        files.notes().forEach(root.progress()::note);
        Set<Failure> found = new LinkedHashSet<>(files.failures());
        List<String> newer = new ArrayList<>();
        ExitCode exit = ExitCode.DONE;
        if (withDatabase) {
            try (CommandSession session = CommandSession.open(root, root.settings(null))) {
                Validate.Compared compared = Validate.database(session.projectSession(), domains);
                found.addAll(compared.failures());
                for (NewerFiles beyond : compared.newer()) {
                    newer.add(beyond.domain().name());
                    root.progress().note(beyond.sentence());
                }
            } catch (BailiwickException e) {
                // What the files alone have shown is said in any case.
                exit = e.exitCode();
                found.addAll(e.failures());
            }
        }
        List<Failure> failures = List.copyOf(found);
        exit = files.failures().isEmpty() && (exit != ExitCode.DONE || failures.isEmpty()) ? exit : ExitCode.REFUSED;
        exit = files.misconfigured() ? ExitCode.USAGE : exit;
        if (root.json()) {
            List<Failure> typed = failures.stream().map(root.console()::typed).toList();
            List<String> notes = root.progress().notes();
            exit = root.cancellation().exit(exit);
            root.console().print(Json.validate(Version.text(), exit, files.domains(), files.files(), notes, typed));
            return exit.number();
        }
        if (!failures.isEmpty()) {
            throw new BailiwickException(exit, failures);
        }
        root.console().line(summary(files, withDatabase, newer));
        return ExitCode.DONE.number();
    }

    private String summary(Validate.Result files, boolean withDatabase, List<String> newer) {
        if (files.files() == 0) {
            return "there are no migrations to look at";
        }
        String history = withDatabase
                ? newer.isEmpty()
                        ? ", and the history agrees"
                        : ", and the history is newer in " + String.join(", ", newer)
                : "; the history was not looked at" + (offline ? "" : ": no database is configured");
        return files.files() + (files.files() == 1 ? " file is" : " files are") + " well in "
                + files.domains().stream().map(Domain::name).collect(Collectors.joining(", "))
                + (base == null ? "" : ", also against " + base)
                + history;
    }

    private boolean withDatabase() {
        if (offline && database) {
            throw BailiwickException.usage(
                    "--offline and --database exclude each other", "bailiwick validate --offline");
        }
        boolean configured = !offline && hasDatabase();
        if (database && !configured) {
            throw BailiwickException.usage(
                    "--database: no database is configured",
                    "name one: bailiwick validate --url postgresql://user@host:5432/name",
                    "to see where it is looked for: bailiwick connection");
        }
        return configured;
    }

    /** The embedded server counts once it has been made: a build machine has none and needs none. */
    private boolean hasDatabase() {
        return CommandSession.resolve(root).target() instanceof ConnectionTarget.Server
                || Files.isDirectory(root.folder().resolve(".bailiwick/data"));
    }
}
