package dev.bailiwick.cli;

import dev.bailiwick.files.NewDomain;
import dev.bailiwick.files.Project;
import dev.bailiwick.model.ShellCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bailiwick domain}. */
@Command(
        name = "domain",
        description = "Make a domain: its folder with a first migration, seeds/ and checksums.md5."
                + " In an empty folder it makes sql/, too.")
final class DomainCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(index = "0", paramLabel = "NAME", description = "The domain's name, and its schema's: hr.")
    private String name = "";

    DomainCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        NewDomain domain =
                Project.found(root.folder(), name, root.surroundings().clock().instant());
        root.facts().put("domain", domain.name());
        root.facts().put("schema", domain.name());
        root.facts().put("made", domain.made());
        int exit = new Reports(root).result("domain", String.join("\n", domain.made()));
        if (!root.json()) {
            root.progress()
                    .note("its first migration makes " + domain.name() + ".set_updated_at(); a table, such as: "
                            + ShellCommand.of("bailiwick", "new", domain.name(), "create_employees"));
        }
        return exit;
    }
}
