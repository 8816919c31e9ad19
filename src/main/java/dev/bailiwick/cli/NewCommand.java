package dev.bailiwick.cli;

import dev.bailiwick.files.NewFile;
import dev.bailiwick.files.Project;
import dev.bailiwick.files.Purpose;
import dev.bailiwick.files.Template;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ShellCommand;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick new}. */
final class NewCommand implements Subcommand {
    private final Root root;

    private String domain = "";

    private List<String> name = List.of();

    private @Nullable Purpose kind;

    private @Nullable Template template;

    NewCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "new", "Make a migration, or a seed, for you to write, and print its path."
                + " The form of NAME chooses the template: create_x, create_x_view, create_x_function, create_x_enum,"
                + " add_y_to_x, index_y_on_x, drop_x, drop_y_from_x.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .words("1..*", "NAME", "What the file does: create_drug_prices. Words become one name.", given -> name = given)
                .value("--kind", "KIND", Purpose.class, "Take the date and the next number of this kind for the version, not the time:"
                    + " ${COMPLETION-CANDIDATES}.", given -> kind = given)
                .value("--template", "TEMPLATE", Template.class, "What to fill in: ${COMPLETION-CANDIDATES}. seed makes a file in seeds/.", given -> template = given);
    }

    @Override
    public Integer call() {
        Project project = root.project();
        Domain in = project.domain(domain);
        NewFile.Wanted wanted = new NewFile.Wanted(String.join(" ", name), template, kind);
        NewFile file = project.make(in, wanted, root.surroundings().clock().instant());
        file.notes().forEach(root.progress()::note);
        found(file);
        int exit = new Reports(root).result("new", file.path());
        if (!root.json()) {
            root.progress().note(hint(file));
        }
        return exit;
    }

    private String hint(NewFile file) {
        String with =
                file.template() == Template.EMPTY ? "write it" : "filled in as " + file.template() + ": look at it";
        if (file.template() == Template.SEED) {
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
