package dev.bailiwick.engine.adopt;

import dev.bailiwick.db.history.AdoptedEntries;
import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.Correction.Change;
import dev.bailiwick.engine.amend.DomainCorrection;
import dev.bailiwick.engine.history.HalfDoneCheck;
import dev.bailiwick.engine.run.SnapshotAfterRun;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.Adoption;
import dev.bailiwick.model.history.Adoption.Taken;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.history.HistoryMatching;
import dev.bailiwick.othertools.history.OtherToolRows;
import dev.bailiwick.plan.HistoryComparison;
import dev.bailiwick.plan.TypedName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes over another tool's history: what it has applied counts as applied here. Runs no SQL, and leaves its table alone. */
public final class Adopt {
    private final ProjectSession projectSession;
    private final Request request;
    private final Domain domain;
    private final Map<String, List<MigrationFile>> files;
    private final DomainCorrection ground;

    /**
     * What is asked for.
     *
     * @param domain as typed
     * @param from the other tool
     * @param table its table as typed, with or without a schema; null to look for it
     * @param column for plain SQL: the column that names what was applied; else null
     * @param to for plain SQL: the last file whose work is there; else null
     * @param ignore entries that are left out on a person's word
     * @param reason for the log; empty where none was given
     */
    public record Request(
            String domain,
            OtherTool from,
            @Nullable String table,
            @Nullable String column,
            @Nullable String to,
            Set<String> ignore,
            String reason) {
        public Request {
            ignore = Set.copyOf(ignore);
        }
    }

    public Adopt(ProjectSession projectSession, Request request) {
        this.projectSession = projectSession;
        this.request = request;
        this.domain = projectSession.project().domain(request.domain());
        this.files = projectSession.project().files(projectSession.project().domains());
        History history = HalfDoneCheck.read(projectSession, domain);
        this.ground = new DomainCorrection(projectSession, domain, history, HistoryComparison.of(own(), history));
    }

    /**
     * What would be taken over; nothing where that is in the history already.
     *
     * @throws BailiwickException (refused) where an entry has no file, or the history says something else already
     */
    public Adoption plan() {
        OtherToolHistory.Known known = request.to() == null
                ? new OtherToolHistory(projectSession, request).read()
                : new OtherToolHistory.Known(
                        "",
                        OtherToolRows.upTo(new TypedName(domain, request.to(), "--to ")
                                .amongFiles(own())
                                .filename()));
        HistoryMatching matching = new HistoryMatching(domain.name(), files, known.history(), request.ignore());
        AdoptRefusals refusals = new AdoptRefusals(domain, request, known);
        refusals.unknownIgnores();
        refusals.doubtful(matching);
        refusals.unmatched(matching);
        List<Taken> taken = matching.taken(parsed(matching.files()));
        Set<String> names = taken.stream().map(Taken::filename).collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> pending = own().stream()
                .map(MigrationFile::filename)
                .filter(name -> !names.contains(name))
                .toList();
        List<HistoryRow> standing =
                ground.history().rows().stream().filter(HistoryRow::standing).toList();
        boolean done = !standing.isEmpty() && applied(standing).containsAll(names);
        if (!done && ground.history().kept()) {
            Set<String> applied = applied(standing);
            refusals.takenBack(new AdoptedEntries(projectSession.session())
                    .takenBack(domain).stream()
                            .filter(back -> names.contains(back.filename()) && !applied.contains(back.filename()))
                            .toList());
        }
        noteMarked(known, taken);
        if (!standing.isEmpty() && !done) {
            throw refusedHistory(names, standing);
        }
        return new Adoption(
                domain,
                request.from(),
                known.table(),
                names.size(),
                done ? List.of() : taken,
                matching.leftOut(),
                pending);
    }

    /** Writes it, all of it or nothing. */
    public void run(Adoption plan) {
        Map<String, MigrationFile> byName =
                own().stream().collect(Collectors.toMap(MigrationFile::filename, file -> file));
        ground.write(plan.taken().stream()
                .map(taken ->
                        correction(plan, taken, Objects.requireNonNull(byName.get(taken.filename()), taken.filename())))
                .toList());
        SnapshotAfterRun.after(projectSession, domain);
    }

    private Correction correction(Adoption plan, Taken taken, MigrationFile file) {
        return Correction.of(Change.APPLIED, "adopt", message(plan, taken), file, taken.batch())
                .with(new Correction.Run(taken.appliedAt(), taken.appliedBy(), taken.executionTimeMs()));
    }

    private String message(Adoption plan, Taken taken) {
        String from = plan.table().isEmpty()
                ? "everything up to " + taken.entries().get(0) + " was there"
                : plan.from().word() + ", " + plan.table() + ": " + String.join(", ", taken.entries());
        return request.reason().isEmpty() ? from : from + "; " + request.reason();
    }

    private List<MigrationFile> own() {
        return files.getOrDefault(domain.name(), List.of());
    }

    private Map<String, Migration> parsed(List<MigrationFile> matched) {
        SectionRunPreparation preparation = new SectionRunPreparation();
        Map<String, Migration> migrations = new LinkedHashMap<>();
        for (MigrationFile file : matched) {
            Migration migration = preparation.parse(file);
            if (migration != null) {
                migrations.put(file.filename(), migration);
            }
        }
        preparation.orThrow();
        return migrations;
    }

    private void noteMarked(OtherToolHistory.Known known, List<Taken> taken) {
        for (Taken one : taken) {
            List<String> marked = one.entries().stream()
                    .filter(known.history().markedAsRun()::contains)
                    .toList();
            if (!marked.isEmpty()) {
                projectSession
                        .events()
                        .note(request.from().label() + " never ran " + String.join(", ", marked)
                                + ", and marked it as run (MARK_RAN): make sure that what " + one.filename()
                                + " makes is there");
            }
        }
    }

    private static Set<String> applied(List<HistoryRow> rows) {
        return rows.stream()
                .filter(HistoryRow::success)
                .map(HistoryRow::filename)
                .collect(Collectors.toSet());
    }

    private BailiwickException refusedHistory(Set<String> names, List<HistoryRow> standing) {
        Set<String> applied = applied(standing);
        List<String> missing =
                names.stream().filter(name -> !applied.contains(name)).toList();
        return new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                "domain " + domain.name() + " has a history of its own already: "
                                        + standing.size()
                                        + (standing.size() == 1 ? " file" : " files"),
                                ShellCommand.of("bailiwick", "status", domain.name()),
                                "or, for one file: " + ShellCommand.markApplied(domain.name(), missing.get(0)))
                        .withDetails(missing.stream()
                                .map(name -> request.from().label() + " has applied what is " + name
                                        + " here, and this history doesn't say so")
                                .toList())
                        .withState("nothing was changed"));
    }
}
