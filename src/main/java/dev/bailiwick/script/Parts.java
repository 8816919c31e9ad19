package dev.bailiwick.script;

import dev.bailiwick.model.Migration;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.Statement;
import dev.bailiwick.model.Text;
import java.util.List;

/** Cuts a section into what goes to the server in one go. */
public final class Parts {
    private Parts() {}

    /** The parts of a migration's section, in the order to send them. */
    public static List<Part> of(Migration migration, Section section) {
        return of(migration.text(), section);
    }

    /**
     * The parts of a section, in the order to send them: of one that runs in a transaction, everything between two COPY
     * is one part; of another, each statement is.
     *
     * @param text the text that the section's offsets point into
     */
    public static List<Part> of(Text text, Section section) {
        return section.transaction() ? new Runs(text, section).parts() : alone(text, section);
    }

    private static List<Part> alone(Text text, Section section) {
        return section.sent().stream()
                .map(s -> s.kind() == Statement.Kind.SQL
                        ? new Part.Single(s.start(), text.substring(s.start(), s.end()), Recoveries.of(text, s))
                        : Runs.one(text, s))
                .toList();
    }

    /** Each statement of a section by itself. */
    public static List<Part> each(Text text, Section section) {
        return section.sent().stream().map(s -> Runs.one(text, s)).toList();
    }
}
