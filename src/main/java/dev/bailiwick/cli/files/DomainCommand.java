package dev.bailiwick.cli.files;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.files.project.ProjectScaffold;
import dev.bailiwick.files.scaffold.NewDomain;
import dev.bailiwick.model.failure.ShellCommand;

/** {@code bailiwick domain}. */
public final class DomainCommand implements Subcommand {
    private final BailiwickCommand root;

    private String name = "";

    public DomainCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "domain",
                        "Make a domain: its folder with a first migration, seeds/ and checksums.md5."
                                + " In an empty folder it makes sql/, too.")
                .word("NAME", "The domain's name, and its schema's: hr.", given -> name = given);
    }

    @Override
    public Integer call() {
        NewDomain domain = ProjectScaffold.domain(
                root.folder(), name, root.surroundings().clock().instant());
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
