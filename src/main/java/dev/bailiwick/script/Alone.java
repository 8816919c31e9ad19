package dev.bailiwick.script;

import dev.bailiwick.model.Text;
import dev.bailiwick.script.Command.Effect;
import java.util.ArrayList;
import java.util.List;

/** Finds the statements of a text that refuse to run in a transaction, such as CREATE INDEX CONCURRENTLY. */
public final class Alone {
    private Alone() {}

    /**
     * What kinds of them there are, each once, in the order of the text.
     *
     * @param sql a text without sections; where psql would stumble, what stands behind it may be missed
     */
    public static List<String> in(String sql) {
        Text text = Text.of(sql);
        List<String> names = new ArrayList<>();
        Splitter.Sink sink = cut -> {
            if (cut.command().effect() == Effect.ALONE
                    && !names.contains(cut.command().name())) {
                names.add(cut.command().name());
            }
        };
        new Splitter(text, new Findings("", text), true, token -> {}, sink).run();
        return List.copyOf(names);
    }
}
