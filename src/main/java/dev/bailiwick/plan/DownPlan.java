package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code rollback} is going to take back in a domain, or why it takes back nothing.
 *
 * <p>Files that are edited or missing don't stand against it: the history keeps the text that was applied. Whether a
 * migration can be taken back at all is not judged here. A rollback that stopped half-way goes first: it is brought to its
 * end by whichever comes next.
 *
 * @param steps to take back, in this order: what was applied last goes first
 * @param notes what a person should know beside it, one sentence each without a full stop
 * @param refusals one per file of the whole domain that is half applied; empty where nothing stands against the plan
 */
public record DownPlan(List<Step> steps, List<String> notes, List<Failure> refusals) {

    /**
     * One migration to take back.
     *
     * @param row what the history says of it
     * @param file the file as it is now; null where it is missing
     */
    public record Step(HistoryRow row, @Nullable MigrationFile file) {}

    public DownPlan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }

    /**
     * Plans one domain.
     *
     * @param statuses from {@link HistoryComparison}, of the same history
     * @throws BailiwickException (usage) where the request makes no sense: a count below one, a batch or a name that is
     *     not in the history
     */
    public static DownPlan of(Domain domain, List<FileStatus> statuses, History history, DownRequest request) {
        List<HistoryRow> applied = history.rows().stream()
                .filter(row -> row.success() || row.rollingBack())
                .sorted(Comparator.comparing(HistoryRow::rollingBack)
                        .thenComparing(HistoryRow::id)
                        .reversed())
                .toList();
        List<String> notes = new ArrayList<>();
        Set<HistoryRow> chosen = new LinkedHashSet<>();
        applied.stream().filter(HistoryRow::rollingBack).forEach(chosen::add);
        chosen.addAll(new RollbackSelection(domain, statuses, applied, notes).of(request));
        List<Failure> refusals = new PlanRefusals(domain, statuses).ofRollback();
        if (!refusals.isEmpty()) {
            return new DownPlan(List.of(), List.of(), refusals);
        }
        noteWhatStands(applied, chosen, notes);
        Map<String, MigrationFile> files = new HashMap<>();
        for (FileStatus status : statuses) {
            if (status.file() != null) {
                files.put(status.filename(), status.file());
            }
        }
        List<Step> steps = chosen.stream()
                .map(row -> new Step(row, files.get(row.filename())))
                .toList();
        return new DownPlan(steps, notes, List.of());
    }

    private static void noteWhatStands(List<HistoryRow> applied, Set<HistoryRow> chosen, List<String> notes) {
        long first = chosen.stream().mapToLong(HistoryRow::id).min().orElse(Long.MAX_VALUE);
        List<HistoryRow> later = applied.stream()
                .filter(row -> row.id() > first && !chosen.contains(row))
                .toList();
        if (!later.isEmpty()) {
            String names = later.stream().map(HistoryRow::filename).limit(5).collect(Collectors.joining(", "));
            String more = later.size() > 5 ? " and " + (later.size() - 5) + " more" : "";
            notes.add("applied later, and left as it is: " + names + more);
        }
    }

    /** Whether something stands against it. */
    public boolean refused() {
        return !refusals.isEmpty();
    }

    /** The same plan, unless it is refused. */
    public DownPlan orThrow() {
        if (refused()) {
            throw new BailiwickException(ExitCode.REFUSED, refusals);
        }
        return this;
    }
}
