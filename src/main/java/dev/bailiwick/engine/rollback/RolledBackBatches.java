package dev.bailiwick.engine.rollback;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.plan.DownPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The runs whose work a rollback takes back: how old they are, and whether the last of them is the last run at all. */
final class RolledBackBatches {
    /** Who has applied something a moment ago, and looks whether there is more, means that when they go back. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private RolledBackBatches() {}

    /** One line for each batch: its number, how many of its files go, and its age. */
    static List<String> lines(List<DownPlan.Step> steps, Instant now) {
        Map<Integer, List<HistoryRow>> batches = new TreeMap<>();
        steps.forEach(step -> batches.computeIfAbsent(step.row().batch(), number -> new ArrayList<>())
                .add(step.row()));
        List<String> lines = new ArrayList<>();
        batches.forEach((number, rows) -> lines.add((number > 0 ? "batch " + number : "no batch") + ", applied "
                + age(latest(rows), now) + ": " + rows.size() + (rows.size() == 1 ? " file" : " files")));
        return lines;
    }

    private static Instant latest(List<HistoryRow> rows) {
        return rows.stream()
                .map(HistoryRow::appliedAt)
                .map(RolledBackBatches::instant)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** A person may have written infinity. */
    private static Instant instant(OffsetDateTime time) {
        return time.equals(OffsetDateTime.MAX)
                ? Instant.MAX
                : time.equals(OffsetDateTime.MIN) ? Instant.MIN : time.toInstant();
    }

    /** How long ago something was, as a person says it. */
    static String age(Instant then, Instant now) {
        if (then.equals(Instant.MAX) || then.equals(Instant.MIN)) {
            return "at a time that nobody knows";
        }
        long minutes = Duration.between(then, now).toMinutes();
        if (minutes < 1) {
            return "less than a minute ago";
        }
        if (minutes < 120) {
            return minutes + (minutes == 1 ? " minute ago" : " minutes ago");
        }
        long hours = minutes / 60;
        return hours < 48 ? hours + " hours ago" : hours / 24 + " days ago";
    }

    /** Whether nothing of a domain stays applied. */
    static boolean whole(List<DownPlan.Step> steps, History history) {
        return !steps.isEmpty()
                && steps.size()
                        == history.rows().stream().filter(HistoryRow::standing).count();
    }

    /**
     * Refuses to take back an earlier run's work for that of one that came to nothing: {@code migrate || rollback}.
     *
     * @param nothingSince when a run from here applied nothing; null where the last did
     */
    static void requireThatTheLastRunAppliedThem(
            ProjectSession projectSession,
            Domain domain,
            History history,
            List<DownPlan.Step> steps,
            @Nullable Instant nothingSince) {
        HistoryRow newest = steps.get(0).row();
        if (newest.rollingBack()) {
            return;
        }
        Instant now = Instant.now();
        Instant applied = latest(steps.stream().map(DownPlan.Step::row).toList());
        String why = null;
        Optional<Histories.Failed> failed = new Histories(projectSession.session()).failedLast(domain);
        if (failed.isPresent() && appliedNothing(failed.get(), history)) {
            Histories.Failed run = failed.get();
            why = "it failed in " + run.filename() + " " + age(instant(run.at()), now);
        } else if (nothingSince != null
                && !applied.equals(Instant.MAX)
                && nothingSince.isAfter(applied.equals(Instant.MIN) ? applied : applied.plus(FRESH))) {
            why = "it ended " + age(nothingSince, now) + ", and found nothing to apply or was refused";
        }
        if (why == null) {
            return;
        }
        int batch = newest.batch();
        throw new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                "the last run applied nothing in " + domain.name() + ": " + why
                                        + "; what is applied last is batch " + batch + ", from " + age(applied, now),
                                "if it is that batch that you want to take back: "
                                        + ShellCommand.of("bailiwick", "rollback", domain.name()) + " --batch " + batch,
                                "or the last file alone: " + ShellCommand.of("bailiwick", "rollback", domain.name())
                                        + " --steps 1",
                                ShellCommand.of("bailiwick", "status", domain.name()))
                        .withState("nothing was taken back"));
    }

    /** A failure on the way up whose run has applied nothing before: no file of its batch stands, nor its own. */
    private static boolean appliedNothing(Histories.Failed failed, History history) {
        return history.rows().stream()
                .filter(HistoryRow::standing)
                .noneMatch(row -> row.filename().equals(failed.filename()) || row.batch() == failed.batch());
    }
}
