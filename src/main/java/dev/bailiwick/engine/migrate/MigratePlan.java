package dev.bailiwick.engine.migrate;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.history.EditedFileDiffs;
import dev.bailiwick.engine.history.FilesAndHistories;
import dev.bailiwick.engine.history.HalfDoneCheck;
import dev.bailiwick.engine.section.Resumption;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.DomainRequirements;
import dev.bailiwick.plan.HistoryComparison;
import dev.bailiwick.plan.NewerFiles;
import dev.bailiwick.plan.UpPlan;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code migrate} is going to run in each domain, with everything that stands against it. */
public final class MigratePlan {
    private final ProjectSession projectSession;
    private final Migrate.Request request;
    private final @Nullable String again;
    private final SectionRunPreparation preparation = new SectionRunPreparation();
    private final Map<String, List<MigrationFile>> filesOf = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();
    private final List<Domain> left = new ArrayList<>();
    private final Set<Domain> newer = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();

    /** What is to be applied in one domain, and the history that it was planned from. */
    record Batch(Domain domain, List<SectionRun> units, History history) {
        Batch {
            units = List.copyOf(units);
        }

        Batch empty() {
            return new Batch(domain, List.of(), history);
        }
    }

    /**
     * A plan without domains yet, for {@link #again}.
     *
     * @param command the command that goes on from a failure; null: migrate itself
     */
    MigratePlan(ProjectSession projectSession, Migrate.Request request, @Nullable String command) {
        this.projectSession = projectSession;
        this.request = request;
        this.again = command;
    }

    /**
     * Plans the domains that were asked for, and those that they require and that have no history yet.
     *
     * @param takenBack planned as if it had no history: it is going to be rolled back in whole before
     */
    static MigratePlan of(
            ProjectSession projectSession,
            Migrate.Request request,
            @Nullable String command,
            @Nullable Domain takenBack) {
        MigratePlan plan = new MigratePlan(projectSession, request, command);
        plan.addAll(takenBack);
        return plan;
    }

    private void addAll(@Nullable Domain takenBack) {
        List<Domain> all = projectSession.project().domains();
        DomainRequirements requirements = DomainRequirements.of(all);
        List<Domain> wanted = requirements.order(projectSession.project().domains(request.domains()));
        Set<Domain> required = new LinkedHashSet<>();
        wanted.forEach(domain -> required.addAll(requirements.requiredBy(domain)));
        wanted.forEach(required::remove);
        Set<Domain> both = new LinkedHashSet<>(wanted);
        both.addAll(required);
        FilesAndHistories gathered = FilesAndHistories.of(projectSession, both);
        filesOf.putAll(gathered.files());
        for (Domain domain : requirements.order(both)) {
            History history = domain.equals(takenBack)
                    ? History.NONE
                    : HalfDoneCheck.of(
                            projectSession, domain, gathered.histories().getOrDefault(domain, History.NONE));
            if (wanted.contains(domain)) {
                add(domain, history, request.up());
            } else {
                addRequired(domain, history);
            }
        }
    }

    List<Batch> batches() {
        return batches;
    }

    /** The domains in which something is going to be applied. */
    public List<Domain> written() {
        return batches.stream()
                .filter(batch -> !batch.units().isEmpty())
                .map(Batch::domain)
                .toList();
    }

    /** The required domains that have a history and are left as they are. */
    public List<Domain> left() {
        return left;
    }

    /** The domains, also required ones, whose history is newer than their files. */
    public Set<Domain> newer() {
        return newer;
    }

    /** What a domain of its own was planned from. */
    public History history(Domain domain) {
        return batches.stream()
                .filter(batch -> batch.domain().equals(domain))
                .map(Batch::history)
                .findFirst()
                .orElse(History.NONE);
    }

    List<String> notes() {
        return notes;
    }

    /** What has to be done before a domain: what it requires, and {@code public}, which every domain may refer to. */
    Set<Domain> before(Domain domain) {
        List<Domain> all = projectSession.project().domains();
        DomainRequirements requirements = DomainRequirements.of(all);
        Set<Domain> before = new HashSet<>(requirements.requiredBy(domain));
        all.stream()
                .filter(other -> other.name().equals(Domain.PUBLIC)
                        && !other.equals(domain)
                        && !requirements.requiredBy(other).contains(domain))
                .forEach(before::add);
        return before;
    }

    public void note(String note) {
        notes.add(note);
    }

    public List<String> names() {
        return batches.stream().map(batch -> batch.domain().name()).toList();
    }

    /** How many migrations of its domains are applied already. */
    long applied() {
        return batches.stream()
                .flatMap(batch -> batch.history().rows().stream())
                .filter(HistoryRow::success)
                .count();
    }

    void orThrow() {
        preparation.orThrow();
    }

    /** Plans one domain once more, from the history as it is now. */
    Batch again(Batch batch, boolean keepNumber) {
        Domain domain = batch.domain();
        filesOf.putAll(projectSession.project().files(List.of(domain)));
        History now = HalfDoneCheck.read(projectSession, domain);
        add(domain, now, request.up());
        orThrow();
        Batch next = batches.get(batches.size() - 1);
        int number = batch.units().get(0).batch();
        boolean ours = keepNumber && now.lastBatch() == number;
        return ours
                ? new Batch(
                        domain,
                        next.units().stream().map(u -> u.inBatch(number)).toList(),
                        now)
                : next;
    }

    private List<MigrationFile> files(Domain domain) {
        return filesOf.getOrDefault(domain.name(), List.of());
    }

    private void addRequired(Domain domain, History history) {
        List<MigrationFile> files = files(domain);
        if (history.rows().isEmpty() && !files.isEmpty()) {
            notes.add("domain " + domain.name()
                    + " is required and has no history in this database: it is migrated first");
            add(domain, history, UpRequest.ALL);
            return;
        }
        left.add(domain);
        List<FileStatus> statuses = HistoryComparison.of(files, history);
        NewerFiles.of(domain, statuses).ifPresent(beyond -> {
            newer.add(domain);
            notes.add("required domain " + domain.name()
                    + " is newer than the files here and is left as it is: its history" + " has " + beyond.counted());
        });
        long behind =
                statuses.stream().filter(status -> status.state().toApply()).count();
        if (behind > 0) {
            notes.add("required domain " + domain.name() + " is behind by " + behind
                    + (behind == 1 ? " file" : " files") + " and is left as it is: bailiwick migrate " + domain.name());
        }
    }

    private void add(Domain domain, History history, UpRequest up) {
        List<FileStatus> statuses = HistoryComparison.of(files(domain), history);
        UpPlan plan = UpPlan.of(domain, statuses, up);
        notes.addAll(plan.notes());
        NewerFiles.of(domain, statuses).ifPresent(beyond -> newer.add(domain));
        new EditedFileDiffs(projectSession, domain)
                .explain(plan, statuses, up.allowOutOfOrder())
                .forEach(preparation::refuse);
        Resumption resumption = new Resumption(projectSession, domain, statuses);
        plan.files().stream().map(resumption::refusal).flatMap(Optional::stream).forEach(preparation::refuse);
        List<SectionRun> units = preparation.up(domain, plan.files(), history.lastBatch() + 1).stream()
                .map(resumption::resumed)
                .toList();
        units.stream().filter(unit -> !unit.section().transaction()).forEach(this::judgeLone);
        noteUnlikeSealed(domain, plan.files());
        batches.add(new Batch(domain, units, history));
    }

    /** Where no git says what a file was, as on a server, one that isn't as it was sealed may be a damaged copy. */
    private void noteUnlikeSealed(Domain domain, List<MigrationFile> pending) {
        if (domain.inGit() || pending.isEmpty()) {
            return;
        }
        try {
            Manifest manifest = projectSession.project().manifest(domain);
            pending.stream()
                    .filter(file -> !manifest.checksum(file.filename())
                            .orElse(file.checksum())
                            .equals(file.checksum()))
                    .forEach(file -> notes.add(file.path() + " is not as " + Manifest.FILE
                            + " says: a copy that was cut short, or edited since: bailiwick seal " + domain.name()));
        } catch (BailiwickException e) {
            e.failures().forEach(failure -> notes.add(failure.what()));
        }
    }

    private void judgeLone(SectionRun unit) {
        if (request.oneTransaction()) {
            preparation.refuse(Failure.of(
                    unit.path() + " runs outside a transaction: --one-transaction can't hold it",
                    "bailiwick migrate " + unit.domain().name()));
        }
        preparation.judgePooled(
                unit,
                projectSession,
                again == null ? "bailiwick migrate " + unit.domain().name() : again);
    }
}
