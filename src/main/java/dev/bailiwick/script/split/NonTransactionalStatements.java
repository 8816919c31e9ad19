package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.split.StatementKind.Effect;
import java.util.ArrayList;
import java.util.List;

/** Finds what refuses to run in one transaction: statements such as CREATE INDEX CONCURRENTLY, several blocks. */
public final class NonTransactionalStatements {
    private NonTransactionalStatements() {}

    /**
     * What kinds of them there are, each once, in the order of the text.
     *
     * @param sql a text without sections; where psql would stumble, what stands after it may be missed
     */
    public static List<String> in(String sql) {
        return cuts(sql).stream()
                .map(ClassifiedStatement::command)
                .filter(command -> command.effect() == Effect.ALONE)
                .map(StatementKind::name)
                .distinct()
                .toList();
    }

    /** How many {@code BEGIN … COMMIT} blocks a text has that one transaction can't take the place of; else 0. */
    public static int blocks(String sql) {
        List<ClassifiedStatement> cuts = cuts(sql);
        return TransactionCommands.framed(cuts) || !TransactionBlocks.wellFormed(cuts)
                ? 0
                : TransactionCommands.begins(cuts).size();
    }

    private static List<ClassifiedStatement> cuts(String sql) {
        Text text = Text.of(sql);
        List<ClassifiedStatement> cuts = new ArrayList<>();
        new Splitter(text, new ScriptFindings("", text), true, token -> {}, cuts::add).run();
        return cuts;
    }
}
