package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names, for every migration of a domain that is not as it should be, the commands that mend it. */
public final class Remedies {
    /** Lock timeout, cancelled, serialization failure, deadlock, shutdown. */
    private static final Pattern STOPPED =
            Pattern.compile("\\w+ (55P03|57...|40001|40P01|08...)|the connection was lost");

    /** Relation, schema, object, function there already. */
    private static final Pattern THERE_ALREADY = Pattern.compile("\\w+ (42P07|42P06|42710|42723)");

    private final Domain domain;
    private final List<FileStatus> statuses;
    private final PlanRefusals refusals;

    public Remedies(Domain domain, List<FileStatus> statuses) {
        this.domain = domain;
        this.statuses = statuses;
        this.refusals = new PlanRefusals(domain, statuses);
    }

    /** By file name, in the order of the files; the likeliest way first. Files with which all is well are left out. */
    public Map<String, List<String>> all() {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        for (FileStatus status : statuses) {
            if (status.resumable()) {
                ways.put(status.filename(), List.of(ShellCommand.of("bailiwick", "migrate", domain.name())));
            } else if (UpPlan.offends(domain, status, false)) {
                // To run a renamed file once more is not its way out.
                ways.put(
                        status.filename(),
                        refusals.refusal(oldName(status).orElse(status)).next());
            } else if (status.state() == FileState.FAILED) {
                ways.put(status.filename(), afterFailure(status));
            }
        }
        return ways;
    }

    /** The file whose row leaves no number for the next batch, and what is said of it; empty for most. */
    public Map<String, Failure> noNextBatch() {
        return refusals.withoutNextBatch()
                .map(status -> Map.of(status.filename(), refusals.noNextBatch(status)))
                .orElse(Map.of());
    }

    /** The missing file whose content a file that is out of order has. */
    private Optional<FileStatus> oldName(FileStatus status) {
        MigrationFile file = status.file();
        return statuses.stream()
                .filter(other -> status.state() == FileState.OUT_OF_ORDER && other.state() == FileState.MISSING)
                .filter(other -> file != null
                        && other.row() != null
                        && other.row().checksum().equalsIgnoreCase(file.checksum()))
                .findFirst();
    }

    /**
     * What is wrong with a migration that stands against {@code migrate}, to a command that runs nothing.
     *
     * @param status one of the statuses
     */
    public Failure failure(FileStatus status) {
        Failure refusal = refusals.refusal(status);
        return refusal.withState(refusal.state().replace("nothing was run in " + domain.name(), "nothing was changed"));
    }

    /** What is half-done, to a person who is about to say whether it is done. */
    public Failure halfDone(FileStatus status) {
        HistoryRow row = status.row();
        boolean back = row != null && row.rollingBack();
        Failure failure = failure(status);
        int next = row == null || row.statementsDone() == null ? 1 : row.statementsDone() + 1;
        String goOn = back
                ? ShellCommand.of("bailiwick", "rollback", domain.name(), "--steps", "1")
                : ShellCommand.of("bailiwick", "migrate", domain.name());
        return new Failure(
                failure.what(),
                null,
                null,
                failure.state(),
                List.of(
                        "to go on, as far as it can be told what became of statement " + next + ": " + goOn,
                        "where statement " + next + " is done: " + repair(status, "--done"),
                        "or where it is to be run again: " + repair(status, "--retry")));
    }

    /** A file that nobody has touched since will fail again, unless it was stopped from outside. */
    private List<String> afterFailure(FileStatus status) {
        MigrationFile file = status.file();
        HistoryRow row = status.row();
        String migrate = ShellCommand.of("bailiwick", "migrate", domain.name());
        if (file == null || row == null || !row.checksum().equalsIgnoreCase(file.checksum())) {
            return List.of(migrate);
        }
        String error = String.valueOf(row.errorMessage());
        if (STOPPED.matcher(error).lookingAt()) {
            return List.of(migrate);
        }
        String mend = "mend " + file.path() + ", then: " + migrate;
        boolean first =
                statuses.stream().noneMatch(s -> s.row() != null && s.row().success());
        return first && THERE_ALREADY.matcher(error).lookingAt()
                ? List.of(
                        mend,
                        "or, where the database is older than its history: "
                                + ShellCommand.of("bailiwick", "baseline", domain.name()) + " --to FILE")
                : List.of(mend);
    }

    private String repair(FileStatus status, String how) {
        return ShellCommand.of("bailiwick", "repair", domain.name(), status.filename(), how);
    }
}
