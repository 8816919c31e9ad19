package dev.bailiwick.db.history;

import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Text;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a domain's history that is written without running its file: on a person's word, or on another tool's.
 *
 * @param change what becomes of the row
 * @param action the log's word for it
 * @param message for the log: what was changed, and why
 * @param filename the file's name in the history
 * @param batch the number that the entry carries
 * @param checksum MD5 of the file
 * @param source the file's text to keep; null where the row's stays
 * @param run of a file that counts as applied: when it was; null for now and by us
 * @param resume of one that goes on: from where
 */
public record Correction(
        Change change,
        String action,
        String message,
        String filename,
        int batch,
        String checksum,
        @Nullable Text source,
        @Nullable Run run,
        Resume resume) {

    /**
     * What another tool, or the log, knows of the moment.
     *
     * @param at null where it doesn't know
     * @param by null where it doesn't know
     * @param milliseconds 0 where it doesn't know
     * @param id the row's place among the others; null: after them
     */
    public record Run(
            @Nullable OffsetDateTime at,
            @Nullable String by,
            int milliseconds,
            @Nullable Long id) {
        /** One that goes after all others. */
        public Run(@Nullable OffsetDateTime at, @Nullable String by, int milliseconds) {
            this(at, by, milliseconds, null);
        }
    }

    /** What becomes of a row. */
    public enum Change {
        /** It is there, is successful, and has this checksum and text. */
        APPLIED,
        /** It is successful; checksum and text stay as they are. */
        STANDS,
        /** It is half-done as before; how far it is, and what becomes of its next statement, a person has said. */
        GOES_ON,
        /** It has this checksum and text, and stays as it is otherwise. */
        TEXT,
        /** It is gone. */
        PENDING,
        /** There is none, and that is right so: the log says it. */
        NONE
    }

    /** A correction that takes checksum and text from the file as it is now. */
    public static Correction of(Change change, String action, String message, MigrationFile file, int batch) {
        return new Correction(
                change, action, message, file.filename(), batch, file.checksum(), file.text(), null, Resume.START);
    }

    /** The same, applied when and by whom another tool says. */
    public Correction with(Run other) {
        return new Correction(change, action, message, filename, batch, checksum, source, other, resume);
    }

    /** A file that counts as applied again as the log says that it was. */
    public static Correction again(
            String message, String filename, int batch, String checksum, @Nullable Text source, Run run) {
        return new Correction(Change.APPLIED, "repair", message, filename, batch, checksum, source, run, Resume.START);
    }

    /** A file without a row of which the log said something else. */
    public static Correction none(String action, String message, String filename, String checksum) {
        return new Correction(Change.NONE, action, message, filename, 0, checksum, null, null, Resume.START);
    }

    /** A half-done row, with what a person has found out of its next statement. */
    public static Correction goesOn(String action, String message, HistoryRow row, Resume resume) {
        Resume said = row.rollingBack()
                ? new Resume(resume.done(), HistoryRow.rollback(row.rolledBackWith()) + resume.state())
                : resume;
        return new Correction(
                Change.GOES_ON, action, message, row.filename(), row.batch(), row.checksum(), null, null, said);
    }

    /** A correction of a row that needs no file. */
    public static Correction of(Change change, String action, String message, HistoryRow row) {
        return new Correction(
                change, action, message, row.filename(), row.batch(), row.checksum(), null, null, Resume.START);
    }
}
