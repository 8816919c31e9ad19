package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses from what is applied in a domain the rows that a rollback takes back. */
final class RollbackSelection {
    private final Domain domain;
    private final List<FileStatus> statuses;
    private final List<HistoryRow> applied;
    private final List<String> notes;

    /**
     * @param applied the rows of what stands, half-done rollbacks first, then the last applied first
     * @param notes is added to
     */
    RollbackSelection(Domain domain, List<FileStatus> statuses, List<HistoryRow> applied, List<String> notes) {
        this.domain = domain;
        this.statuses = statuses;
        this.applied = applied;
        this.notes = notes;
    }

    List<HistoryRow> of(DownRequest request) {
        if (request instanceof DownRequest.Steps steps && steps.count() <= 0) {
            throw BailiwickException.usage(
                    "--steps " + steps.count() + " takes nothing back: it counts migrations, from 1",
                    rollback("--steps", "1"));
        }
        if (request instanceof DownRequest.Batch batch) {
            return batch(batch.number());
        }
        if (request instanceof DownRequest.To to) {
            return after(to.name());
        }
        if (applied.isEmpty()) {
            notes.add("nothing is applied in " + domain.name());
            return List.of();
        }
        if (request instanceof DownRequest.Steps steps) {
            return steps(steps.count());
        }
        return request instanceof DownRequest.LastBatch ? lastBatch() : applied;
    }

    private List<HistoryRow> steps(int count) {
        if (count > applied.size()) {
            notes.add("no more than " + applied.size() + " applied in " + domain.name() + ": all go");
        }
        return applied.subList(0, Math.min(count, applied.size()));
    }

    private List<HistoryRow> lastBatch() {
        // What was begun comes before what was applied last.
        int last = applied.stream()
                .filter(row -> row.rollingBack() || !applied.get(0).rollingBack())
                .mapToInt(HistoryRow::batch)
                .max()
                .orElse(0);
        if (last <= 0) {
            notes.add("what is applied in " + domain.name()
                    + " was put into the history by hand or taken over, and belongs to no batch; to take it back all the same: "
                    + rollback("--steps", "1"));
            return List.of();
        }
        return inBatch(last);
    }

    private List<HistoryRow> batch(int number) {
        List<HistoryRow> chosen = number <= 0 ? List.of() : inBatch(number);
        if (chosen.isEmpty()) {
            String there = applied.stream()
                    .map(HistoryRow::batch)
                    .filter(batch -> batch > 0)
                    .distinct()
                    .sorted()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            throw BailiwickException.usage(
                    "nothing of batch " + number + " is applied in " + domain.name() + "; batches there: "
                            + (there.isEmpty() ? "none" : there),
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        return chosen;
    }

    private List<HistoryRow> inBatch(int number) {
        return applied.stream().filter(row -> row.batch() == number).toList();
    }

    private List<HistoryRow> after(String typed) {
        FileStatus stays = new TypedName(domain, typed, "--to ").among(statuses);
        HistoryRow row = stays.row();
        if (row == null || !row.success()) {
            throw BailiwickException.usage(
                    "--to " + stays.filename() + " is not applied in " + domain.name()
                            + ": a rollback stops at one that is",
                    ShellCommand.of("bailiwick", "status", domain.name()));
        }
        List<HistoryRow> chosen =
                applied.stream().filter(other -> other.id() > row.id()).toList();
        if (chosen.isEmpty()) {
            notes.add(stays.filename() + " was applied last in " + domain.name() + ", and stays");
        }
        return chosen;
    }

    private String rollback(String... options) {
        return ShellCommand.of("bailiwick", "rollback", domain.name()) + " " + ShellCommand.of(options);
    }
}
