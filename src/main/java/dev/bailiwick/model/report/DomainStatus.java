package dev.bailiwick.model.report;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files and history say of one domain.
 *
 * @param domain which
 * @param kept whether its tracking table exists
 * @param files every migration that either of them knows, in the order of the names
 * @param changes for edited files: what was changed since, as lines of a unified diff, by file name
 * @param running who has the domain while something in it is half-done, and so is doing it; null where nobody has
 * @param waysOut for files with which something is wrong: what mends it, the likeliest first, by file name
 * @param stuck files for which migrate refuses the domain, whatever their state, such as half-done ones with which it can't
 *     go on; what is said of them, by file name
 */
public record DomainStatus(
        Domain domain,
        boolean kept,
        List<FileStatus> files,
        Map<String, List<String>> changes,
        @Nullable String running,
        Map<String, List<String>> waysOut,
        Map<String, Failure> stuck) {

    public DomainStatus {
        files = List.copyOf(files);
        changes = Map.copyOf(changes);
        waysOut = Map.copyOf(waysOut);
        stuck = Map.copyOf(stuck);
    }

    /** Whether migrate goes on with a half-done file. */
    public boolean goesOn(FileStatus file) {
        return file.resumable() && !stuck.containsKey(file.filename());
    }

    /** How many are in a state. */
    public long count(FileState state) {
        return files.stream().filter(f -> f.state() == state).count();
    }

    /** How many still have to run. */
    public long toApply() {
        return files.stream().filter(f -> f.state().toApply() || goesOn(f)).count();
    }
}
