package dev.bailiwick.cli;

import dev.bailiwick.files.NewDomain;
import dev.bailiwick.files.Project;
import dev.bailiwick.model.ShellCommand;

/** {@code bailiwick domain}. */
final class DomainCommand implements Subcommand {
    private final Root root;

    private String name = "";

    DomainCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "domain", "Make a domain: its folder with a first migration, seeds/ and checksums.md5."
                + " In an empty folder it makes sql/, too.")
                .word("NAME", "The domain's name, and its schema's: hr.", given -> name = given);
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
