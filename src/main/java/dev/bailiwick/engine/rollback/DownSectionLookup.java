package dev.bailiwick.engine.rollback;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.section.LostSessionStateCheck;
import dev.bailiwick.engine.section.Resumption;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.read.Checksum;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.plan.DownPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the down section of what is to be rolled back: in the text that was applied, which the history keeps, or in the
 * file.
 */
final class DownSectionLookup {
    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

    private final ProjectSession projectSession;
    private final Domain domain;
    private final boolean useFiles;
    private final List<String> notes;
    private final String again;
    private final SectionRunPreparation preparation = new SectionRunPreparation();

    /** How many steps go back before the one at hand. */
    private int before;

    /** @param again the command that was typed */
    DownSectionLookup(
            ProjectSession projectSession, Domain domain, boolean useFiles, List<String> notes, String again) {
        this.projectSession = projectSession;
        this.domain = domain;
        this.useFiles = useFiles;
        this.notes = notes;
        this.again = again;
    }

    /** The units that take the steps back; what can't be taken back is remembered for {@link #orThrow}. */
    List<SectionRun> of(List<DownPlan.Step> steps) {
        Map<String, Text> sources = new Histories(projectSession.session())
                .sources(
                        domain,
                        steps.stream()
                                .filter(DownSectionLookup::differs)
                                .map(step -> step.row().filename())
                                .toList());
        List<SectionRun> units = new ArrayList<>();
        for (DownPlan.Step step : steps) {
            before = steps.indexOf(step);
            SectionRun unit = unit(step, sources.get(step.row().filename()));
            if (unit != null) {
                preparation.judgePooled(unit, projectSession, again);
                units.add(unit);
            }
        }
        return units;
    }

    /** Whether the file can't stand for what the history keeps. */
    private static boolean differs(DownPlan.Step step) {
        MigrationFile file = step.file();
        return file == null
                || !file.checksum().equalsIgnoreCase(step.row().checksum())
                || step.row().rollingBack();
    }

    void orThrow() {
        preparation.orThrow();
    }

    private @Nullable SectionRun unit(DownPlan.Step step, @Nullable Text source) {
        HistoryRow row = step.row();
        MigrationFile file = step.file();
        if (source == null && file == null) {
            preparation.refuse(Failure.of(
                    domain.folder() + "/" + row.filename() + " can't be rolled back: the file is gone and the history"
                            + " does not keep its text",
                    "bring the file back, or undo it by hand and say so: " + markPending(row)));
            return null;
        }
        String path = file == null ? domain.folder() + "/" + row.filename() : file.path();
        boolean fromFile = file != null && (source == null || useFiles || row.rolledBackWith() != null);
        if (!fromFile && source != null && isAnother(source, row)) {
            preparation.refuse(anotherText(path, row, Checksum.of(source), file != null));
            return null;
        }
        Text text = fromFile && file != null ? file.text() : source == null ? Text.of("") : source;
        Migration migration = preparation.parse(path, row.filename(), text);
        if (migration == null) {
            return null;
        }
        if (!fromFile) {
            noteEdit(step, migration, path);
        }
        Section down = migration.down();
        if (down == null || down.irreversible()) {
            preparation.refuse(irreversible(path, row, down != null));
            return null;
        }
        boolean other = fromFile && file != null && !file.checksum().equalsIgnoreCase(row.checksum());
        SectionRun unit = SectionRunPreparation.unit(
                domain,
                Direction.DOWN,
                path,
                migration,
                down,
                other && file != null ? file.checksum() : row.checksum(),
                other ? text : null,
                row.batch());
        SectionRun onward = row.rollingBack() ? goingOn(unit, migration, row, source) : unit;
        if (onward != null && row.rollingBack()) {
            LostSessionStateCheck.refusal(onward).ifPresent(preparation::refuse);
        }
        return onward;
    }

    /** Whether the kept text, or the checksum, was changed by hand; a row that a person has inserted has no checksum. */
    private static boolean isAnother(Text source, HistoryRow row) {
        return MD5.matcher(row.checksum()).matches() && !Checksum.of(source).equalsIgnoreCase(row.checksum());
    }

    private Failure anotherText(String path, HistoryRow row, String found, boolean here) {
        List<String> next = new ArrayList<>();
        next.add("bring the file back as it was applied, with checksum " + row.checksum() + ", then: " + again);
        if (here) {
            next.add("or, where its down section as it is now is right: "
                    + ShellCommand.of("bailiwick", "rollback", domain.name()) + " --use-files");
        }
        next.add("or undo it by hand and say so: " + markPending(row));
        return Failure.of(
                path + " can't be rolled back: the text that the history keeps of it has checksum " + found
                        + ", and its row says that what was applied has " + row.checksum()
                        + ": one of them was changed by hand",
                next.toArray(String[]::new));
    }

    /** A rollback goes on where it stopped, as long as what it has done is what the section still says. */
    private @Nullable SectionRun goingOn(SectionRun unit, Migration migration, HistoryRow row, @Nullable Text source) {
        int done = row.resume().done();
        String with = row.rolledBackWith();
        boolean same = with == null ? unit.source() == null : with.equalsIgnoreCase(unit.checksum());
        if (same || done == 0) {
            return unit.from(row.resume());
        }
        Migration kept =
                with != null || source == null ? null : preparation.parse(unit.path(), unit.filename(), source);
        if (kept != null
                && kept.down() != null
                && !unit.section().transaction()
                && Resumption.sameStart(kept, kept.down(), migration, unit.section(), done)) {
            return unit.from(row.resume());
        }
        String ran = done == 1 ? "the first statement" : "the first " + done + " statements";
        preparation.refuse(Failure.of(
                        "the rollback of " + unit.path()
                                + " stopped half-way outside a transaction, and its down section was" + " edited since",
                        "bring its down section back as it was"
                                + (with == null && useFiles ? ", or leave out --use-files" : ""),
                        "or finish it by hand, then: " + markPending(row),
                        "or undo by hand what it has done, then: "
                                + ShellCommand.markApplied(domain.name(), row.filename()))
                .withState(
                        ran + " of it " + (done == 1 ? "is" : "are") + " done; nothing was run in " + domain.name()));
        return null;
    }

    private Failure irreversible(String path, HistoryRow row, boolean declared) {
        String what = path + (declared ? " is declared irreversible" : " has no down section");
        String byHand = "undo it by hand and say so: " + markPending(row);
        boolean first = before > 0 && preparation.failures().isEmpty();
        return first
                ? Failure.of(
                        what,
                        byHand,
                        "or roll back only what was applied after it: "
                                + ShellCommand.of("bailiwick", "rollback", domain.name(), "--to", row.filename()))
                : Failure.of(what, byHand);
    }

    private String markPending(HistoryRow row) {
        return ShellCommand.markPending(domain.name(), row.filename());
    }

    private void noteEdit(DownPlan.Step step, Migration applied, String path) {
        MigrationFile file = step.file();
        if (file == null) {
            notes.add(path + " is gone: its down section comes from the history");
            return;
        }
        if (file.checksum().equalsIgnoreCase(step.row().checksum())) {
            return;
        }
        Migration now = new SectionRunPreparation().parse(file);
        if (now == null || !down(applied).equals(down(now))) {
            notes.add("the down section of " + path
                    + " was edited since it was applied: the one that was applied is used (--use-files takes the"
                    + " file's)");
        }
    }

    private static String down(Migration migration) {
        Section down = migration.down();
        return down == null
                ? ""
                : migration.text().substring(down.start(), down.end()).strip();
    }
}
