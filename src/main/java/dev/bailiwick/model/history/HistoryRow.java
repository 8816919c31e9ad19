package dev.bailiwick.model.history;

import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of a domain's tracking table.
 *
 * @param id identity; the order in which files were applied
 * @param filename the file's name
 * @param batch the run that applied it, from 1; 0 where a person inserted the row
 * @param checksum MD5 of the file, or {@link #MANUAL}
 * @param appliedAt when
 * @param appliedBy the database role
 * @param executionTimeMs milliseconds, measured at the server
 * @param success false after a failure
 * @param errorMessage what went wrong, or null
 * @param statementsDone how far a {@code transaction:false} file got; null for a file that ran in a transaction
 * @param hasSource whether the file's text is kept in the row
 */
public record HistoryRow(
        long id,
        String filename,
        int batch,
        String checksum,
        OffsetDateTime appliedAt,
        String appliedBy,
        int executionTimeMs,
        boolean success,
        @Nullable String errorMessage,
        @Nullable Integer statementsDone,
        boolean hasSource) {

    /** A version and {@code .sql}, in no folder. */
    private static final Pattern NAME = Pattern.compile("\\d[^/\\\\]*\\.sql", Pattern.DOTALL);

    /** The checksum of a row that a person inserted without knowing the file's. */
    public static final String MANUAL = "MANUAL";

    /** How the error message of a row begins whose rollback, outside a transaction, did not finish. */
    public static final String ROLLBACK = "rollback";

    private static final Pattern ROLLING_BACK =
            Pattern.compile(ROLLBACK + "(?: with file ([0-9a-f]{32}))?: (.*)", Pattern.DOTALL);

    /**
     * How the error message of a half-done rollback begins.
     *
     * @param file MD5 of the file whose down section runs; null where it is the one that the history keeps
     */
    public static String rollback(@Nullable String file) {
        return ROLLBACK + (file == null ? "" : " with file " + file) + ": ";
    }

    /** Whether a person vouched for it, so that there is no checksum to compare with. */
    public boolean manual() {
        return checksum.equalsIgnoreCase(MANUAL);
    }

    /** Whether a file can have its name; if not, it is a slip of the person's who inserted it. */
    public boolean namesFile() {
        return NAME.matcher(filename).matches();
    }

    /** Whether all or part of it stands: of what failed in a transaction nothing does. */
    public boolean standing() {
        return success || partial();
    }

    /** Whether part of it may stand in the database: it ran outside a transaction and did not finish. */
    public boolean partial() {
        return !success && statementsDone != null;
    }

    /** Whether it is partial because its rollback did not finish. */
    public boolean rollingBack() {
        return partial() && errorMessage != null && errorMessage.startsWith(ROLLBACK);
    }

    /** Of a half-done rollback: MD5 of the file whose down section it runs, where the history keeps another; else null. */
    public @Nullable String rolledBackWith() {
        Matcher rollback = ROLLING_BACK.matcher(errorMessage == null ? "" : errorMessage);
        return rollingBack() && rollback.matches() ? rollback.group(1) : null;
    }

    /** Where it goes on, up or down. */
    public Resume resume() {
        if (!partial()) {
            return Resume.START;
        }
        String message = errorMessage == null ? "" : errorMessage;
        Matcher rollback = ROLLING_BACK.matcher(message);
        String state = rollback.matches() ? rollback.group(2) : message;
        return new Resume(statementsDone == null ? 0 : statementsDone, state.isEmpty() ? Resume.NOT_FINISHED : state);
    }
}
