package dev.bailiwick.cli.files;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.files.project.ProjectScaffold;
import dev.bailiwick.files.scaffold.MigrationPurpose;
import dev.bailiwick.files.scaffold.NewFile;
import dev.bailiwick.files.scaffold.NewFileTemplate;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ShellCommand;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick new}. */
public final class NewCommand implements Subcommand {
    private final BailiwickCommand root;

    private String domain = "";

    private List<String> name = List.of();

    private @Nullable MigrationPurpose kind;

    private @Nullable NewFileTemplate template;

    public NewCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "new",
                        "Make a migration, or a seed, for you to write, and print its path."
                                + " The form of NAME chooses the template: create_x, create_x_view, create_x_function, create_x_enum,"
                                + " add_y_to_x, index_y_on_x, drop_x, drop_y_from_x.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .words(
                        "1..*",
                        "NAME",
                        "What the file does: create_drug_prices. Words become one name.",
                        given -> name = given)
                .value(
                        "--kind",
                        "KIND",
                        MigrationPurpose.class,
                        "Take the date and the next number of this kind for the version, not the time:"
                                + " ${COMPLETION-CANDIDATES}.",
                        given -> kind = given)
                .value(
                        "--template",
                        "TEMPLATE",
                        NewFileTemplate.class,
                        "What to fill in: ${COMPLETION-CANDIDATES}. seed makes a file in seeds/.",
                        given -> template = given);
    }

    @Override
    public Integer call() {
        Project project = root.project();
        Domain in = project.domain(domain);
        NewFile.Wanted wanted = new NewFile.Wanted(String.join(" ", name), template, kind);
        NewFile file = ProjectScaffold.file(
                project, in, wanted, root.surroundings().clock().instant());
        file.notes().forEach(root.progress()::note);
        found(file);
        int exit = new Reports(root).result("new", file.path());
        if (!root.json()) {
            root.progress().note(hint(file));
        }
        return exit;
    }

    private String hint(NewFile file) {
        String with = file.template() == NewFileTemplate.EMPTY
                ? "write it"
                : "filled in as " + file.template() + ": look at it";
        if (file.template() == NewFileTemplate.SEED) {
            return with + ", then: "
                    + ShellCommand.of("bailiwick", "seed", file.domain().name());
        }
        return with + ", then: "
                + ShellCommand.of("bailiwick", "migrate", file.domain().name())
                + (file.sealed()
                        ? " && "
                                + ShellCommand.of(
                                        "bailiwick", "seal", file.domain().name())
                        : "");
    }

    private void found(NewFile file) {
        Map<String, @Nullable Object> facts = root.facts();
        facts.put("domain", file.domain().name());
        facts.put("file", file.filename());
        facts.put("path", file.path());
        facts.put("version", file.version());
        facts.put("kind", kind == null ? null : kind.toString());
        facts.put("template", file.template().toString());
        facts.put("checksum", file.checksum());
        facts.put("sealed", file.sealed());
    }
}
