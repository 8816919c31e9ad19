package dev.bailiwick.cli;

import dev.bailiwick.engine.Validate;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ConnectionTarget;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.render.Json;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick validate}. */
@Command(
        name = "validate",
        description =
                "Find everything that is wrong: in the files, and, where a database is configured, between them and its"
                        + " history.")
final class ValidateCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains. Default: all.")
    private List<String> domains = new ArrayList<>();

    @Option(names = "--offline", description = "Look at the files alone.")
    private boolean offline;

    ValidateCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Validate.Result files = Validate.offline(root.project(), domains);
        List<Failure> failures = new ArrayList<>(files.failures());
        ExitCode exit = ExitCode.DONE;
        boolean database = !offline && hasDatabase();
        if (database) {
            try (Workplace place = Workplace.open(root, root.settings(null))) {
                failures.addAll(Validate.database(place.site(), domains));
            } catch (BailiwickException e) {
                // What the files alone have shown is said in any case.
                exit = e.exitCode();
                failures.addAll(e.failures());
            }
        }
        exit = files.failures().isEmpty() && (exit != ExitCode.DONE || failures.isEmpty()) ? exit : ExitCode.REFUSED;
        if (root.json()) {
            List<Failure> typed = failures.stream().map(root.console()::typed).toList();
            root.console().print(Json.validate(Version.text(), exit, files.domains(), files.files(), typed));
            return exit.number();
        }
        if (!failures.isEmpty()) {
            throw new BailiwickException(exit, failures);
        }
        if (files.files() == 0) {
            root.console().line("there are no migrations to look at");
        } else {
            root.console()
                    .line(files.files() + (files.files() == 1 ? " file is" : " files are") + " well in "
                            + files.domains().stream().map(Domain::name).collect(Collectors.joining(", "))
                            + (database
                                    ? ", and the history agrees"
                                    : "; the history was not looked at"
                                            + (offline ? "" : ": no database is configured")));
        }
        return ExitCode.DONE.number();
    }

    /** The embedded server counts once it has been made: a build machine has none and needs none. */
    private boolean hasDatabase() {
        return Workplace.resolve(root).target() instanceof ConnectionTarget.Server
                || Files.isDirectory(root.folder().resolve(".bailiwick"));
    }
}
