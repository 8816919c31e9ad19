package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ByHandAdvice;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of every file that stands against a plan what is wrong with it and which commands mend it. */
final class PlanRefusals {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT);

    private final Domain domain;
    private final List<FileStatus> statuses;
    private final MissingFiles missing;
    private final String lastApplied;

    PlanRefusals(Domain domain, List<FileStatus> statuses) {
        this.domain = domain;
        this.statuses = statuses;
        this.missing = new MissingFiles(domain, statuses);
        this.lastApplied = statuses.stream()
                .filter(status -> status.row() != null
                        && status.row().success()
                        && status.row().namesFile())
                .map(FileStatus::filename)
                .reduce("", (earlier, later) -> later);
    }

    /** What stands against {@code migrate}, in the order of the files. */
    List<Failure> ofMigrate(boolean allowOutOfOrder) {
        List<Failure> refusals = new ArrayList<>();
        for (FileStatus status : statuses) {
            if (UpPlan.offends(domain, status, allowOutOfOrder)) {
                refusals.add(refusal(status));
            }
        }
        return refusals;
    }

    /** Whether somebody has written the last number by hand, which leaves none for the batch of what is to be applied. */
    Optional<FileStatus> withoutNextBatch() {
        boolean wanted = statuses.stream().anyMatch(status -> status.state().toApply());
        return statuses.stream()
                .filter(status -> wanted && batch(status) == Integer.MAX_VALUE)
                .findFirst();
    }

    private static int batch(FileStatus status) {
        return status.row() == null ? 0 : status.row().batch();
    }

    /** @param status the one that leaves no number */
    Failure noNextBatch(FileStatus status) {
        int before = statuses.stream()
                .mapToInt(PlanRefusals::batch)
                .filter(batch -> batch < Integer.MAX_VALUE)
                .max()
                .orElse(0);
        String table = domain.schema() + "." + domain.table();
        String where = " WHERE batch = " + Integer.MAX_VALUE;
        return refused(
                "the row of " + status.filename() + " in " + table + " has batch " + Integer.MAX_VALUE
                        + ", and no higher number is left for the next",
                "a person must have written it",
                List.of("UPDATE " + table + " SET batch = " + Math.max(1, before + 1) + where + ";"));
    }

    /** What stands against {@code rollback}: only what is half applied. */
    List<Failure> ofRollback() {
        return statuses.stream()
                .filter(status -> status.state() == FileState.PARTIAL)
                .filter(status -> status.row() != null && !status.row().rollingBack())
                .map(this::refusal)
                .toList();
    }

    /** @param status one that stands against migrate */
    Failure refusal(FileStatus status) {
        MigrationFile file = status.file();
        HistoryRow row = status.row();
        if (status.state() == FileState.OUT_OF_ORDER && file != null) {
            return outOfOrder(file, row);
        }
        if (row == null) {
            throw new IllegalArgumentException(status.filename() + " is " + status.state() + " without a row");
        }
        if (status.state() == FileState.PARTIAL) {
            return partial(file, row);
        }
        return file == null ? missing(row) : edited(file, row);
    }

    private Failure edited(MigrationFile file, HistoryRow row) {
        return refused(
                file.path() + " was edited after it was applied",
                applied(row) + " with checksum " + row.checksum() + ", and the file's is " + file.checksum() + " now",
                List.of(
                        domain.inGit()
                                ? "take the edit back: " + ShellCommand.of("git", "checkout", "--", file.path())
                                : "take the edit back" + missing.kept(row, "the text that was applied"),
                        "or write a new migration that makes the change",
                        "or, where the database already is as the file says now: "
                                + ShellCommand.of("bailiwick", "repair", domain.name(), file.filename())));
    }

    private Failure missing(HistoryRow row) {
        return refused(
                row.namesFile()
                        ? domain.folder() + "/" + row.filename() + " is applied, and the file is missing"
                        : "the history of " + domain.name() + " has a row named '" + row.filename()
                                + "', and no file can have that name",
                applied(row) + missing.explanation(row),
                missing.waysOut(row));
    }

    private Failure partial(@Nullable MigrationFile file, HistoryRow row) {
        boolean back = row.rollingBack();
        Integer done = row.statementsDone();
        String of = back ? " of its down section" : " of it";
        String stands = done == null || done == 0
                ? (back ? "the first statement" + of : "its first statement")
                        + " did not complete, and may stand in part or whole"
                : (done == 1 ? "1 statement" + of + " is" : done + " statements" + of + " are") + " done and stand"
                        + (done == 1 ? "s" : "") + ", the next may stand in part or whole";
        String name = file == null ? domain.folder() + "/" + row.filename() : file.path();
        String gone = file == null ? ", and the file is missing" : "";
        String error = row.errorMessage() == null || row.errorMessage().isBlank()
                ? ""
                : "; it ended with: "
                        + row.resume().state().strip().lines().findFirst().orElse("");
        List<String> next = new ArrayList<>();
        if (back) {
            next.add("go on with it: " + rollback());
        } else if (file != null) {
            next.add("go on with it: " + ShellCommand.of("bailiwick", "migrate", domain.name()));
        }
        List<String> byHand = ByHandAdvice.of(domain.name(), row.filename(), back);
        next.add((next.isEmpty() ? "" : "or ") + byHand.get(0));
        next.add(byHand.get(1));
        return refused(
                (back ? "the rollback of " + name : name) + " ran outside a transaction and did not finish" + gone,
                stands + (next.get(0).startsWith("go on") ? "" : ": a person must look") + error,
                next);
    }

    /** Brings a half-done rollback to its end. */
    private String rollback() {
        return ShellCommand.of("bailiwick", "rollback", domain.name(), "--steps", "1");
    }

    private Failure outOfOrder(MigrationFile file, @Nullable HistoryRow row) {
        return refused(
                file.path() + " is out of order: it sorts before " + lastApplied + ", which is applied",
                row == null ? "it was never applied" : "it failed and was rolled back",
                waysIntoOrder(file));
    }

    /** What is applied out of order can't be put in order again: that comes last, and not while migrate refuses it. */
    private List<String> waysIntoOrder(MigrationFile file) {
        List<String> ways = new ArrayList<>(List.of(
                "rename " + file.path() + " so that it sorts last",
                "or, where the database already has what it does: "
                        + ShellCommand.markApplied(domain.name(), file.filename())));
        if (statuses.stream().noneMatch(status -> UpPlan.offends(domain, status, true))) {
            ways.add("or, where nothing behind it is in its way, apply it all the same: "
                    + ShellCommand.of("bailiwick", "migrate", domain.name(), "--allow-out-of-order"));
        }
        return ways;
    }

    private Failure refused(String what, String state, List<String> next) {
        return new Failure(what, null, null, state + "; nothing was run in " + domain.name(), next);
    }

    /** In UTC, as status has it. PostgreSQL's infinity, which a person may have written, has no counterpart there. */
    private static String when(OffsetDateTime at) {
        boolean endless = Math.abs(at.getLong(ChronoField.YEAR)) > 900_000_000;
        return endless ? "infinity" : WHEN.format(at.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static String applied(HistoryRow row) {
        String how = row.manual() ? "put into the history by hand" : "applied";
        String batch = row.batch() > 0 ? " in batch " + row.batch() : "";
        return how + " on " + when(row.appliedAt()) + " by " + row.appliedBy() + batch;
    }
}
