package dev.bailiwick.db.section;

import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Place;
import org.jspecify.annotations.Nullable;

/**
 * An error that PostgreSQL raised while a section ran.
 *
 * @param said what it said
 * @param offset UTF-16 offset in the unit's text: the exact character where the server named one, else the start of the
 *     statement; {@code -1} where neither is known
 * @param statement number of the failing statement in the section, from 1; 0 where what stands before it failed; after the last one for an error at the end
 *     (a deferred constraint, our own bookkeeping)
 * @param data the line of the data file that is to blame; null where none is
 */
public record SqlError(
        ServerMessage said,
        int offset,
        int statement,
        @Nullable Place data) {

    public SqlError(ServerMessage said, int offset, int statement) {
        this(said, offset, statement, null);
    }

    /** Whether the server refused what the section was to start with: role, timeouts. Not where somebody cancelled it then. */
    public boolean settingsRefused() {
        String state = said.sqlState();
        return statement == 0 && (state.startsWith("22") || state.startsWith("42") || state.equals("55P02"));
    }

    /** Whether it came after the unit's last statement: of a deferred constraint, or of text of ours. */
    public boolean afterLastStatement(SectionRun unit) {
        return statement > unit.section().sent().size();
    }

    /** Where that is in the unit's file, or in its data file; null where no statement is to blame. */
    public @Nullable Place place(SectionRun unit) {
        if (data != null) {
            return data;
        }
        return offset < 0 ? null : Place.of(unit.path(), unit.text(), offset);
    }

    /** What the tracking row and the log keep: the server's words and the place. */
    public String forHistory(SectionRun unit) {
        Place place = place(unit);
        return String.join("\n", said.lines()) + (place == null ? "" : "\nat " + place);
    }
}
