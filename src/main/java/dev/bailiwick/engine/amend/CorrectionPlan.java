package dev.bailiwick.engine.amend;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.engine.run.SnapshotAfterRun;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What mark, repair or baseline is going to write: shown first, written then. */
public final class CorrectionPlan {
    private final String command;
    private final DomainCorrection domainCorrection;
    private final List<Item> items;
    private final List<String> notes;
    private final String nothing;
    private final @Nullable Runnable writing;

    /**
     * What becomes of one file.
     *
     * @param path the file as the user would type it
     * @param finding why there is something to correct: {@code was edited since it was applied}
     * @param outcome what it then is: {@code marked as applied}
     * @param condition when that is right; empty where the person has said so already
     * @param changes lines to look at, such as a diff
     * @param correction what is written
     */
    public record Item(
            String path,
            String finding,
            String outcome,
            String condition,
            List<String> changes,
            Correction correction) {
        public Item {
            changes = List.copyOf(changes);
        }

        /** A correction that a person has asked for by its name. */
        static Item asked(String path, String outcome, Correction correction) {
            return new Item(path, "", outcome, "", List.of(), correction);
        }

        public String filename() {
            return correction.filename();
        }

        Step step(Domain domain) {
            boolean up = correction.change() != Correction.Change.PENDING;
            return new Step(
                    domain.name(),
                    filename(),
                    path,
                    up ? Direction.UP : Direction.DOWN,
                    correction.batch(),
                    0,
                    true,
                    0);
        }
    }

    /** @param nothing what to say where there are no items */
    CorrectionPlan(
            String command, DomainCorrection domainCorrection, List<Item> items, List<String> notes, String nothing) {
        this(command, domainCorrection, items, notes, nothing, null);
    }

    /** @param writing writes it, whether or not there are items; null: as corrections of the history that is there */
    CorrectionPlan(
            String command,
            DomainCorrection domainCorrection,
            List<Item> items,
            List<String> notes,
            String nothing,
            @Nullable Runnable writing) {
        this.writing = writing;
        this.command = command;
        this.domainCorrection = domainCorrection;
        this.items = List.copyOf(items);
        this.notes = List.copyOf(notes);
        this.nothing = nothing;
    }

    public String domain() {
        return domainCorrection.domain().name();
    }

    /** The database that it would be written to. */
    public String database() {
        return domainCorrection.projectSession().session().info().database();
    }

    public List<Item> items() {
        return items;
    }

    /** What a person should know before, one sentence each without a full stop. */
    public List<String> notes() {
        return notes;
    }

    /** Whether something is written. */
    public boolean writes() {
        return writing != null || !items.isEmpty();
    }

    /** Why there is nothing to do, where there are no items. */
    public String nothing() {
        return nothing;
    }

    /**
     * Refuses what could not be written without taking away more than rows of the history; touches nothing.
     *
     * @throws dev.bailiwick.model.failure.BailiwickException (refused)
     */
    public void requirePossible() {
        domainCorrection.requireNothingGoesWith(
                items.stream().map(Item::correction).toList());
    }

    /** Writes it: all of it in one transaction, or nothing. */
    public void write() {
        if (writing != null) {
            writing.run();
        } else if (!items.isEmpty()) {
            domainCorrection.write(items.stream().map(Item::correction).toList());
        }
        if (writes() && command.equals("baseline")) {
            SnapshotAfterRun.after(domainCorrection.projectSession(), domainCorrection.domain());
        }
    }

    /** A step for each file; up where it counts as applied from then on. */
    public RunReport report(boolean dryRun) {
        List<Step> steps =
                items.stream().map(item -> item.step(domainCorrection.domain())).toList();
        return new RunReport(command, dryRun, List.of(domain()), steps, notes);
    }
}
