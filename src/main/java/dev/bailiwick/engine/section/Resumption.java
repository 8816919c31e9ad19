package dev.bailiwick.engine.section;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ByHandAdvice;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets files outside a transaction go on where they stopped, as long as what they have done is what they still say. */
public final class Resumption {
    private final ProjectSession projectSession;
    private final Domain domain;
    private final Map<String, FileStatus> halfDone;

    public Resumption(ProjectSession projectSession, Domain domain, List<FileStatus> statuses) {
        this.projectSession = projectSession;
        this.domain = domain;
        this.halfDone = statuses.stream()
                .filter(FileStatus::resumable)
                .collect(Collectors.toMap(FileStatus::filename, Function.identity()));
    }

    /** A unit, from where it stopped. */
    public SectionRun resumed(SectionRun unit) {
        FileStatus status = halfDone.get(unit.filename());
        return status == null ? unit : unit.from(status.resume()).inBatch(batch(status));
    }

    private static int batch(FileStatus status) {
        return status.row() == null ? 1 : status.row().batch();
    }

    /** What stands against going on with a half-done file, with its text and with its session; empty where nothing does. */
    public Optional<Failure> refusal(MigrationFile file) {
        if (!halfDone.containsKey(file.filename())) {
            return Optional.empty();
        }
        Optional<Failure> edited = edited(file);
        Migration migration = edited.isPresent() ? null : new SectionRunPreparation().parse(file);
        return migration == null
                ? edited
                : LostSessionStateCheck.refusal(resumed(SectionRunPreparation.up(domain, file, migration, 1)));
    }

    /** What stands against going on with half-done files, by file name. */
    public Map<String, Failure> refusals() {
        Map<String, Failure> refusals = new LinkedHashMap<>();
        halfDone.forEach((name, status) -> Optional.ofNullable(status.file())
                .flatMap(this::refusal)
                .ifPresent(failure -> refusals.put(name, failure)));
        return refusals;
    }

    private Optional<Failure> edited(MigrationFile file) {
        FileStatus status = halfDone.get(file.filename());
        if (status == null || status.row() == null || status.row().checksum().equalsIgnoreCase(file.checksum())) {
            return Optional.empty();
        }
        int done = status.resume().done();
        Text was = new Histories(projectSession.session())
                .sources(domain, List.of(file.filename()))
                .get(file.filename());
        Migration before = was == null ? null : new SectionRunPreparation().parse(file.path(), file.filename(), was);
        Migration now = new SectionRunPreparation().parse(file);
        if (now == null) {
            return Optional.empty();
        }
        boolean alone = !now.up().transaction();
        if (alone && (done == 0 || (before != null && sameStart(before, before.up(), now, now.up(), done)))) {
            return Optional.empty();
        }
        if (!alone) {
            return Optional.of(inTransaction(file));
        }
        String ran = done == 1 ? "its first statement" : "its first " + done + " statements";
        List<String> byHand = ByHandAdvice.of(domain.name(), file.filename(), false);
        return Optional.of(Failure.of(
                        file.path() + " stopped half-way outside a transaction, and " + ran
                                + (done == 1 ? " was" : " were") + " edited since",
                        "bring " + ran + " back as " + (done == 1 ? "it was" : "they were")
                                + ", and write the rest as it should be",
                        "or " + byHand.get(0),
                        byHand.get(1))
                .withState(ran + (done == 1 ? " is" : " are") + " done and stand" + (done == 1 ? "s" : "")
                        + "; nothing was run in " + domain.name()));
    }

    /** In a transaction it would begin anew. */
    private Failure inTransaction(MigrationFile file) {
        List<String> byHand = ByHandAdvice.of(domain.name(), file.filename(), false);
        return Failure.of(
                        file.path() + " stopped half-way outside a transaction, and is to run in one now",
                        "bring transaction:false back",
                        "or " + byHand.get(0),
                        byHand.get(1))
                .withState("part of it may stand; nothing was run in " + domain.name());
    }

    /** Whether the first so many statements of two sections are the same. */
    public static boolean sameStart(Migration before, Section was, Migration now, Section is, int statements) {
        List<String> these = statements(before, was);
        List<String> those = statements(now, is);
        return these.size() >= statements
                && those.size() >= statements
                && these.subList(0, statements).equals(those.subList(0, statements));
    }

    private static List<String> statements(Migration migration, Section section) {
        return section.steps().stream()
                .map(statement -> sent(migration.text(), statement))
                .toList();
    }

    private static String sent(Text text, Statement statement) {
        int end = Math.max(statement.end(), statement.dataEnd());
        return text.substring(statement.start(), end).strip().replaceFirst(";$", "");
    }
}
