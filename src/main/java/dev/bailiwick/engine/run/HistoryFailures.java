package dev.bailiwick.engine.run;

import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Place;
import java.util.ArrayList;
import java.util.List;

/** Failures of a section because of its history: it was changed, or it can't be written. */
final class HistoryFailures {
    private final SectionRun unit;
    private final StateAfterFailure state;
    private final String again;

    HistoryFailures(SectionRun unit, StateAfterFailure state, String again) {
        this.unit = unit;
        this.state = state;
        this.again = again;
    }

    /** What it did, or what stands on the tracking table, would have made another history than the one that was written. */
    Failure changed(SectionResult.HistoryChanged changed, boolean recorded) {
        if (!changed.stands().isEmpty()) {
            return changedElsewhere(changed, recorded);
        }
        if (!changed.others().isEmpty()) {
            return otherChanged(changed, recorded);
        }
        Domain domain = unit.domain();
        boolean statement = changed.offset() >= 0;
        List<String> details = new ArrayList<>(changed.changes());
        changed.by().forEach(one -> details.add("there is " + one));
        List<String> next = new ArrayList<>();
        if (statement) {
            next.add("take out of " + unit.path() + " what changes " + domain.schema() + "." + domain.table()
                    + " or its log, then: " + again);
            next.add("what a person has to say of the history: bailiwick mark, or bailiwick repair");
        } else {
            next.add("see what is on the tables: \\d " + domain.schema() + "." + domain.table() + " and \\d "
                    + domain.schema() + "." + domain.logTable());
            next.add("take it away, such as with DROP TRIGGER or ALTER TABLE … DISABLE TRIGGER, then: " + again);
        }
        return new Failure(
                        statement
                                ? unit.path() + (down() ? " (down)" : "") + " changes the history of domain "
                                        + domain.name() + ", which only Bailiwick writes"
                                : unit.path() + (down() ? " (down)" : "") + " can't be recorded: a rule or trigger on "
                                        + domain.schema() + "." + domain.table()
                                        + " or its log keeps the history from being written as it is to be",
                        statement ? Place.of(unit.path(), unit.text(), changed.offset()) : null,
                        null,
                        state.rolledBack(recorded),
                        next)
                .withDetails(details);
    }

    private Failure otherChanged(SectionResult.HistoryChanged changed, boolean recorded) {
        return new Failure(
                unit.path() + (down() ? " (down)" : "") + " changes the history of another domain, which only Bailiwick"
                        + " writes: " + String.join(", ", changed.others()),
                changed.offset() < 0 ? null : Place.of(unit.path(), unit.text(), changed.offset()),
                null,
                state.rolledBack(recorded),
                List.of(
                        "take out of it what writes to, empties or replaces "
                                + changed.others().get(0) + ", then: " + again,
                        "what a person has to say of a history: bailiwick mark, or bailiwick repair"));
    }

    /** What another session has done is not undone with what ran here. */
    private Failure changedElsewhere(SectionResult.HistoryChanged changed, boolean recorded) {
        Domain domain = unit.domain();
        String table = domain.schema() + "." + domain.table();
        return new Failure(
                "another session has changed the history of domain " + domain.name() + " while " + unit.path()
                        + (down() ? " (down)" : "") + " ran",
                null,
                null,
                state.rolledBack(recorded) + "; what the other session has done stands: "
                        + String.join("; ", changed.stands()),
                List.of(
                        "where " + unit.path()
                                + " makes another session do it, such as with dblink, take that out of it",
                        "compare " + table + " with its log; rows that are gone come back with: "
                                + ShellCommand.of("bailiwick", "repair", domain.name(), "--from-log"),
                        "then: " + again));
    }

    /** It can't be recorded: numbers come that are taken. */
    Failure sequenceBehind(String why) {
        String table = unit.domain().schema() + "." + unit.domain().table();
        return new Failure(
                unit.path() + " can't be recorded: the sequence of " + table
                        + " or of its log gives numbers that were given before (" + why + ")",
                null,
                null,
                state.rolledBack(false),
                List.of(
                        "where " + unit.path() + " itself sets the sequence back, take that out of it",
                        "else, as its owner: SELECT setval(pg_get_serial_sequence('" + table
                                + "', 'id'), max(id)) FROM " + table + "; and the same for " + table + "_log",
                        "then: " + again));
    }

    private boolean down() {
        return unit.direction() == Direction.DOWN;
    }
}
