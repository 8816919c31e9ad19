package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.script.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Migrations that a newer release has applied, as an older one sees them: it has all that it knows of, and the history goes
 * on after that.
 *
 * @param domain whose
 * @param names theirs, in the order of files; at least one
 */
public record NewerFiles(Domain domain, List<String> names) {
    public NewerFiles {
        names = List.copyOf(names);
    }

    /** Those of a domain whose history is newer than its files; empty where it isn't. */
    public static Optional<NewerFiles> of(Domain domain, List<FileStatus> statuses) {
        return some(domain, statuses.stream().filter(status -> status.state() == FileState.NEWER));
    }

    /**
     * Those that sort after all files of a domain, also where something else stands against {@code migrate}, such as an
     * edited file: a newer release was here all the same.
     */
    public static Optional<NewerFiles> beyond(Domain domain, List<FileStatus> statuses) {
        return some(domain, beyond(statuses));
    }

    private static Optional<NewerFiles> some(Domain domain, Stream<FileStatus> newer) {
        List<String> names = newer.map(FileStatus::filename).toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(new NewerFiles(domain, names));
    }

    private static Stream<FileStatus> beyond(List<FileStatus> statuses) {
        String last = statuses.stream()
                .filter(status -> status.file() != null)
                .map(FileStatus::filename)
                .reduce("", (earlier, later) -> later);
        return statuses.stream()
                .filter(status -> !last.isEmpty() && ByteOrder.OF_NAMES.compare(status.filename(), last) > 0)
                // A name that no file can have is a slip of a person's, not a newer release's.
                .filter(status -> status.row() != null
                        && status.row().success()
                        && status.row().namesFile());
    }

    /**
     * Calls them newer where nothing else is wrong: all files are applied and unchanged, and every missing one sorts after
     * all of them. A folder without files tells nothing: it may be the wrong one.
     *
     * @param statuses all of a domain, where they are missing
     */
    static List<FileStatus> named(List<FileStatus> statuses) {
        long missing = statuses.stream()
                .filter(status -> status.state() == FileState.MISSING)
                .count();
        boolean rest = statuses.stream()
                .allMatch(status -> status.state() == FileState.MISSING
                        || status.state() == FileState.APPLIED
                        || status.state() == FileState.MARKED);
        if (missing == 0 || !rest || beyond(statuses).count() != missing) {
            return statuses;
        }
        return statuses.stream()
                .map(status -> status.state() == FileState.MISSING
                        ? new FileStatus(status.filename(), FileState.NEWER, null, status.row())
                        : status)
                .toList();
    }

    /** {@code 2 newer files, the newest 20260107000001_y.sql}. */
    public String counted() {
        String newest = names.get(names.size() - 1);
        return names.size() == 1 ? "1 newer file, " + newest : names.size() + " newer files, the newest " + newest;
    }

    /** For who only looks. */
    public String sentence() {
        return "newer: the history of " + domain.name() + " has " + counted()
                + ", as where an older release is deployed";
    }

    /** One sentence without a full stop, for a run that leaves the domain as it is. */
    String note() {
        return "the history of " + domain.name() + " has " + counted()
                + ": an older release is deployed, and nothing is" + " run in " + domain.name();
    }
}
