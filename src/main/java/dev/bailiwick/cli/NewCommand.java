package dev.bailiwick.cli;

import dev.bailiwick.files.NewFile;
import dev.bailiwick.files.Project;
import dev.bailiwick.files.Purpose;
import dev.bailiwick.files.Template;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ShellCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick new}. */
@Command(
        name = "new",
        description = "Make a migration, or a seed, for you to write, and print its path."
                + " The form of NAME chooses the template: create_x, create_x_view, create_x_function, create_x_enum,"
                + " add_y_to_x, index_y_on_x, drop_x, drop_y_from_x.")
final class NewCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME",
            description = "What the file does: create_drug_prices. Words become one name.")
    private List<String> name = List.of();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Take the date and the next number of this kind for the version, not the time:"
                    + " ${COMPLETION-CANDIDATES}.")
    private @Nullable Purpose kind;

    @Option(
            names = "--template",
            paramLabel = "TEMPLATE",
            description = "What to fill in: ${COMPLETION-CANDIDATES}. seed makes a file in seeds/.")
    private @Nullable Template template;

    NewCommand(Root root) {
        this.root = root;
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
