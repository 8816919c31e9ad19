package dev.bailiwick.engine;

import dev.bailiwick.db.Histories;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.Migration;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.model.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets files outside a transaction go on where they stopped, as long as what they have done is what they still say. */
final class Resumption {
    private final Site site;
    private final Domain domain;
    private final Map<String, FileStatus> halfDone;

    Resumption(Site site, Domain domain, List<FileStatus> statuses) {
        this.site = site;
        this.domain = domain;
        this.halfDone = statuses.stream()
                .filter(FileStatus::resumable)
                .collect(Collectors.toMap(FileStatus::filename, Function.identity()));
    }

    /** A unit, from where it stopped. */
    Unit resumed(Unit unit) {
        FileStatus status = halfDone.get(unit.filename());
        return status == null ? unit : unit.from(status.resume()).inBatch(batch(status));
    }

    private static int batch(FileStatus status) {
        return status.row() == null ? 1 : status.row().batch();
    }

    /** What stands against going on with a file; empty where nothing does. */
    Optional<Failure> refusal(MigrationFile file) {
        FileStatus status = halfDone.get(file.filename());
        if (status == null || status.row() == null || status.row().checksum().equalsIgnoreCase(file.checksum())) {
            return Optional.empty();
        }
        int done = status.resume().done();
        String was = new Histories(site.session())
                .sources(domain, List.of(file.filename()))
                .get(file.filename());
        List<String> before = was == null ? null : statements(file.path(), file.filename(), was);
        List<String> now = statements(file.path(), file.filename(), file.text());
        if (now == null || done == 0) {
            return Optional.empty();
        }
        boolean kept = before != null
                && before.size() >= done
                && now.size() >= done
                && before.subList(0, done).equals(now.subList(0, done));
        if (kept) {
            return Optional.empty();
        }
        String ran = done == 1 ? "its first statement" : "its first " + done + " statements";
        return Optional.of(Failure.of(
                        file.path() + " stopped half-way outside a transaction, and " + ran
                                + (done == 1 ? " was" : " were") + " edited since",
                        "bring " + ran + " back as " + (done == 1 ? "it was" : "they were")
                                + ", and write the rest as it should be",
                        "or finish it by hand, then: "
                                + ShellCommand.of("bailiwick", "mark", domain.name(), file.filename(), "--applied"),
                        "or undo it by hand, then: "
                                + ShellCommand.of("bailiwick", "mark", domain.name(), file.filename(), "--pending"))
                .withState(ran + (done == 1 ? " is" : " are") + " done and stand" + (done == 1 ? "s" : "")
                        + "; nothing was run in " + domain.name()));
    }

    /** The texts of an up section's statements; null where it can't be read or runs in a transaction. */
    private static @Nullable List<String> statements(String path, String filename, String text) {
        Migration migration = new Preparation().parse(path, filename, text);
        if (migration == null) {
            return null;
        }
        Section up = migration.up();
        return up.sent().stream()
                .map(statement -> sent(migration.text(), statement))
                .toList();
    }

    private static String sent(String text, Statement statement) {
        int end = Math.max(statement.end(), statement.dataEnd());
        return text.substring(statement.start(), end).strip().replaceFirst(";$", "");
    }
}
