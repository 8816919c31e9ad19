package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code migrate} is going to apply in a domain, or why it applies nothing.
 *
 * @param files to apply, in this order; empty where there is nothing to do and where it is refused
 * @param notes what a person should know beside it, one sentence each without a full stop
 * @param refusals one per offending file of the whole domain; empty where nothing stands against the plan
 */
public record UpPlan(List<MigrationFile> files, List<String> notes, List<Failure> refusals) {

    public UpPlan {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }

    /**
     * Plans one domain. A refusal concerns the whole domain, however little of it was asked for.
     *
     * @param statuses from {@link HistoryComparison}
     * @throws BailiwickException (usage) where the request makes no sense: a count below one, a name that no file or
     *     more than one file has
     */
    public static UpPlan of(Domain domain, List<FileStatus> statuses, UpRequest request) {
        check(domain, request);
        @Nullable
        String to = request.to() == null
                ? null
                : new TypedName(domain, request.to(), "--to ").among(statuses).filename();
        PlanRefusals all = new PlanRefusals(domain, statuses);
        List<Failure> refusals = new ArrayList<>(all.ofMigrate(request.allowOutOfOrder()));
        all.withoutNextBatch().map(all::noNextBatch).ifPresent(refusals::add);
        if (!refusals.isEmpty()) {
            return new UpPlan(List.of(), List.of(), refusals);
        }
        long count = request.count() == null ? Long.MAX_VALUE : request.count();
        List<MigrationFile> files = statuses.stream()
                .filter(status -> status.state().toApply() || status.resumable())
                .filter(status -> to == null || ByteOrder.OF_NAMES.compare(status.filename(), to) <= 0)
                .map(FileStatus::file)
                .filter(Objects::nonNull)
                .limit(count)
                .toList();
        List<String> notes = new ArrayList<>();
        if (to != null && files.isEmpty()) {
            notes.add(to + " is already applied in " + domain.name());
        }
        NewerFiles.of(domain, statuses).ifPresent(newer -> notes.add(newer.note()));
        return new UpPlan(files, notes, List.of());
    }

    private static void check(Domain domain, UpRequest request) {
        Integer count = request.count();
        if (count != null && count <= 0) {
            throw BailiwickException.usage(
                    "--count " + count + " applies nothing: it counts files, from 1",
                    ShellCommand.of("bailiwick", "migrate", domain.name(), "--count", "1"));
        }
        if (count != null && request.to() != null) {
            throw BailiwickException.usage(
                    "--to and --count both say where to stop: give one of them",
                    ShellCommand.of("bailiwick", "migrate", domain.name(), "--to", request.to()),
                    ShellCommand.of("bailiwick", "migrate", domain.name(), "--count", count.toString()));
        }
    }

    /** Whether something stands against it. */
    public boolean refused() {
        return !refusals.isEmpty();
    }

    /** The same plan, unless it is refused. */
    public UpPlan orThrow() {
        if (refused()) {
            throw new BailiwickException(ExitCode.REFUSED, refusals);
        }
        return this;
    }

    /** Whether a file stands against {@code migrate}. */
    public static boolean offends(Domain domain, FileStatus status, boolean allowOutOfOrder) {
        return !status.resumable() && offends(domain, status.state(), allowOutOfOrder);
    }

    /** Whether a state stands against {@code migrate}: of what is half-done, only what it can't go on with does. */
    private static boolean offends(Domain domain, FileState state, boolean allowOutOfOrder) {
        return switch (state) {
            case EDITED, MISSING, PARTIAL -> true;
            case NEWER -> domain.newerHistory() == NewerHistory.REFUSE;
            case OUT_OF_ORDER -> !allowOutOfOrder;
            case PENDING, APPLIED, FAILED, MARKED -> false;
        };
    }
}
