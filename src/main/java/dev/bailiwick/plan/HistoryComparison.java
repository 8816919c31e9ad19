package dev.bailiwick.plan;

import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the files of a domain against its history and says of each migration what both say together.
 *
 * <p>Three cases that are not obvious:
 *
 * <ul>
 *   <li>A failed row whose file is gone does not appear at all. Its transaction was rolled back, so nothing of it stands,
 *       and there is nothing to apply; the log keeps the failure.
 *   <li>A failed file that sorts before an applied one is out of order. Failed files are simply pending again, and a
 *       pending one at that place would be out of order: what was let through once is asked for again.
 *   <li>A row that a person inserted under a name that no file has is missing, not marked: a slip in the name would
 *       otherwise be accepted in silence, and the file that was meant would run.
 * </ul>
 */
public final class HistoryComparison {
    private HistoryComparison() {}

    /** All migrations that files or history know, in the byte order of their names. */
    public static List<FileStatus> of(List<MigrationFile> files, History history) {
        Map<String, MigrationFile> fileOf = new HashMap<>();
        files.forEach(file -> fileOf.put(file.filename(), file));
        Map<String, HistoryRow> rowOf = new HashMap<>();
        history.rows().forEach(row -> rowOf.put(row.filename(), row));
        @Nullable String last = lastApplied(history);

        TreeSet<String> names = new TreeSet<>(ByteOrder.OF_NAMES);
        names.addAll(fileOf.keySet());
        names.addAll(rowOf.keySet());
        List<FileStatus> statuses = new ArrayList<>(names.size());
        for (String name : names) {
            MigrationFile file = fileOf.get(name);
            HistoryRow row = rowOf.get(name);
            if (file != null) {
                statuses.add(new FileStatus(name, state(file, row, last), file, row));
            } else if (row != null && row.partial()) {
                statuses.add(new FileStatus(name, FileState.PARTIAL, null, row));
            } else if (row != null && row.success()) {
                statuses.add(new FileStatus(name, FileState.MISSING, null, row));
            }
        }
        return List.copyOf(NewerFiles.named(statuses));
    }

    private static FileState state(MigrationFile file, @Nullable HistoryRow row, @Nullable String last) {
        if (row != null && row.success()) {
            if (row.manual()) {
                return FileState.MARKED;
            }
            return row.checksum().equalsIgnoreCase(file.checksum()) ? FileState.APPLIED : FileState.EDITED;
        }
        if (row != null && row.partial()) {
            return FileState.PARTIAL;
        }
        if (last != null && ByteOrder.OF_NAMES.compare(file.filename(), last) < 0) {
            return FileState.OUT_OF_ORDER;
        }
        return row == null ? FileState.PENDING : FileState.FAILED;
    }

    private static @Nullable String lastApplied(History history) {
        return history.rows().stream()
                .filter(HistoryRow::success)
                .filter(HistoryRow::namesFile)
                .map(HistoryRow::filename)
                .max(ByteOrder.OF_NAMES)
                .orElse(null);
    }
}
