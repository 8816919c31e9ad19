package dev.bailiwick.script.part;

import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Recovery;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.split.TransactionBlocks;
import java.util.List;
import java.util.stream.Collectors;

/** Cuts a section into what goes to the server in one go. */
public final class SectionParts {
    private SectionParts() {}

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
        return section.transaction() ? new SqlBetweenCopies(text, section).parts() : alone(text, section);
    }

    private static List<Part> alone(Text text, Section section) {
        return section.steps().stream()
                .map(step -> switch (step.kind()) {
                    case SQL ->
                        new Part.Single(
                                step.start(),
                                text.substring(step.start(), step.end()),
                                StatementRecovery.of(text, step),
                                SessionEffects.of(text, step));
                    case FRAME -> block(text, section, step);
                    case COPY_IN, COPY_FILE -> SqlBetweenCopies.one(text, step);
                })
                .toList();
    }

    private static Part block(Text text, Section section, Statement step) {
        List<Statement> all = section.statements().stream()
                .filter(statement -> statement.start() >= step.start() && statement.end() <= step.end())
                .toList();
        Statement first = all.get(0);
        Statement last = all.get(all.size() - 1);
        List<Statement> within = all.subList(1, all.size() - 1);
        String opening = text.substring(first.start(), first.end());
        String closing = text.substring(last.start(), last.end());
        int inside = first.end();
        int after = last.start();
        Section block = new Section(inside, after, true, false, section.limits(), section.touches(), within);
        List<String> settings = within.stream()
                .filter(statement -> StatementRecovery.of(text, statement) instanceof Recovery.SessionOnly)
                .map(statement -> text.substring(statement.start(), statement.end()))
                .toList();
        return new Part.Block(
                step.start(),
                text.substring(step.start(), step.end()),
                opening,
                new SqlBetweenCopies(text, block).parts(),
                closing,
                !TransactionBlocks.leavesNothing(opening, closing),
                settings,
                within.size(),
                within.stream()
                        .map(statement -> SessionEffects.of(text, statement))
                        .filter(left -> !left.isEmpty())
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    /** Each statement of a section by itself. */
    public static List<Part> each(Text text, Section section) {
        return section.sent().stream().map(s -> SqlBetweenCopies.one(text, s)).toList();
    }
}
