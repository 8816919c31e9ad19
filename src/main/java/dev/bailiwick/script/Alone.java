package dev.bailiwick.script;

import dev.bailiwick.model.Text;
import dev.bailiwick.script.Command.Effect;
import java.util.ArrayList;
import java.util.List;

/** Finds what refuses to run in one transaction: statements such as CREATE INDEX CONCURRENTLY, several blocks. */
public final class Alone {
    private Alone() {}

    /**
     * What kinds of them there are, each once, in the order of the text.
     *
     * @param sql a text without sections; where psql would stumble, what stands behind it may be missed
     */
    public static List<String> in(String sql) {
        return cuts(sql).stream()
                .map(Cut::command)
                .filter(command -> command.effect() == Effect.ALONE)
                .map(Command::name)
                .distinct()
                .toList();
    }

    /** How many {@code BEGIN … COMMIT} blocks a text has that one transaction can't take the place of; else 0. */
    public static int blocks(String sql) {
        List<Cut> cuts = cuts(sql);
        return Transactions.framed(cuts) || !Blocks.wellFormed(cuts)
                ? 0
                : Transactions.begins(cuts).size();
    }

    private static List<Cut> cuts(String sql) {
        Text text = Text.of(sql);
        List<Cut> cuts = new ArrayList<>();
        new Splitter(text, new Findings("", text), true, token -> {}, cuts::add).run();
        return cuts;
    }
}
