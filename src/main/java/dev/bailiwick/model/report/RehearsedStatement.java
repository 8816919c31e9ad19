package dev.bailiwick.model.report;

import dev.bailiwick.model.catalog.RelationEffect;
import dev.bailiwick.model.script.Place;
import java.util.List;

/**
 * One statement as it was rehearsed.
 *
 * @param place where it stands
 * @param sql its text in one line, shortened
 * @param milliseconds how long it took, seen from here
 * @param held how long its locks would be held: to the end of its file
 * @param effects what it did, by relation
 */
public record RehearsedStatement(Place place, String sql, long milliseconds, long held, List<RelationEffect> effects) {

    public RehearsedStatement {
        effects = List.copyOf(effects);
    }
}
