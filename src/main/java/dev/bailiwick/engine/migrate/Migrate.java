package dev.bailiwick.engine.migrate;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.run.DomainRun;
import dev.bailiwick.engine.run.SnapshotAfterRun;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ParallelRun;
import dev.bailiwick.engine.session.PartialRunState;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.SchemaSetup;
import dev.bailiwick.engine.session.StaleHistoryRetry;
import dev.bailiwick.engine.session.WriteAccessCheck;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies what is pending. */
public final class Migrate {
    private final ProjectSession projectSession;
    private final Request request;
    private final String command;
    private final @Nullable String again;
    private final List<Step> done = new ArrayList<>();
    private long appliedBefore;

    /**
     * What is asked for.
     *
     * @param domains as typed; empty for all
     * @param up how far, and whether out of order
     * @param oneTransaction all pending files of a domain or none
     * @param refuseDrift whether a schema that was changed by hand stops the run
     * @param parallel how many domains at the same time, from 1
     */
    public record Request(
            List<String> domains, UpRequest up, boolean oneTransaction, boolean refuseDrift, int parallel) {
        public Request {
            domains = List.copyOf(domains);
        }
    }

    public Migrate(ProjectSession projectSession, Request request) {
        this(projectSession, request, "migrate", null);
    }

    /**
     * As a part of another command.
     *
     * @param again goes on from where it failed; null: the command itself, for the domain that failed
     */
    public Migrate(ProjectSession projectSession, Request request, String command, @Nullable String again) {
        this.projectSession = projectSession;
        this.command = command;
        this.again = again;
        this.request = request;
        boolean limited = request.up().to() != null || request.up().count() != null;
        List<Domain> domains = request.domains().isEmpty() && limited
                ? projectSession.project().domains()
                : List.of();
        if (limited && request.domains().size() != 1 && domains.size() != 1) {
            throw BailiwickException.usage(
                    "--to, --next and --count need exactly one domain",
                    domains.stream()
                            .map(domain -> "bailiwick migrate " + domain.name() + " …")
                            .toArray(String[]::new));
        }
    }

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        return plan(planned());
    }

    public RunReport plan(MigratePlan plan) {
        List<Step> steps = plan.batches().stream()
                .flatMap(batch -> SectionRunPreparation.steps(batch.units()).stream())
                .toList();
        return new RunReport(command, true, plan.names(), steps, plan.notes());
    }

    /** How many migrations of the run's domains were applied before it. */
    public long appliedBefore() {
        return appliedBefore;
    }

    /** Says what {@link #run} would send, file by file, as it stands in the files. */
    public List<SectionRun> units() {
        return planned().batches().stream()
                .flatMap(batch -> batch.units().stream())
                .toList();
    }

    /** Applies it, domain by domain, required ones first. */
    public RunReport run() {
        return run(planned());
    }

    /** Applies what was planned before; plans a domain anew where another runner has been there since. */
    public RunReport run(MigratePlan plan) {
        plan.notes().forEach(projectSession.events()::note);
        List<Domain> written = plan.written();
        if (!written.isEmpty()) {
            List<Domain> kept = written.stream()
                    .filter(domain -> plan.history(domain).kept())
                    .toList();
            WriteAccessCheck.require(projectSession, written, kept);
            new DriftCheck(projectSession, request.refuseDrift()).before(kept).forEach(plan::note);
            try {
                applyAll(plan);
            } catch (BailiwickException e) {
                throw PartialRunState.beside(e, done);
            }
        }
        return new RunReport(command, false, plan.names(), done, plan.notes());
    }

    /** The plan, where nothing stands against it. */
    MigratePlan planned() {
        return planned(again, null);
    }

    /**
     * The plan from where another command begins.
     *
     * @param typed that command; null: migrate itself
     * @param takenBack a domain that it is going to roll back in whole before; null where there is none
     */
    public MigratePlan planned(@Nullable String typed, @Nullable Domain takenBack) {
        MigratePlan plan = MigratePlan.of(projectSession, request, typed, takenBack);
        plan.orThrow();
        appliedBefore = plan.applied();
        return plan;
    }

    private void applyAll(MigratePlan plan) {
        List<MigratePlan.Batch> batches = plan.batches();
        if (request.parallel() == 1 || plan.written().size() < 2) {
            batches.forEach(batch -> apply(projectSession, batch, done));
            return;
        }
        List<List<Step>> steps =
                batches.stream().<List<Step>>map(batch -> new ArrayList<>()).toList();
        try {
            new ParallelRun(projectSession, request.parallel())
                    .run(
                            batches.stream().map(MigratePlan.Batch::domain).toList(),
                            batches.stream()
                                    .map(batch -> plan.before(batch.domain()))
                                    .toList(),
                            (at, i) -> apply(at, batches.get(i), steps.get(i)));
        } finally {
            steps.forEach(done::addAll);
        }
    }

    private void apply(ProjectSession at, MigratePlan.Batch planned, List<Step> steps) {
        int before = steps.size();
        SnapshotAfterRun.around(
                at, planned.domain(), () -> apply(at, planned, steps, before), () -> steps.size() > before);
    }

    private void apply(ProjectSession at, MigratePlan.Batch planned, List<Step> steps, int before) {
        MigratePlan.Batch batch = planned;
        Domain domain = batch.domain();
        StaleHistoryRetry rounds = new StaleHistoryRetry(domain);
        while (!batch.units().isEmpty()) {
            rounds.again(batch.history().version(), steps.size() - before);
            if (!batch.history().kept()) {
                SchemaSetup.of(at, domain);
            }
            at.events().domainStarts(domain, SectionRunPreparation.steps(batch.units()));
            DomainRun domainRun = new DomainRun(at, domain, left -> again(domain, left));
            boolean complete;
            try {
                complete = request.oneTransaction()
                        ? domainRun.together(batch.units(), batch.history())
                        : domainRun.each(batch.units(), batch.history());
            } finally {
                steps.addAll(domainRun.steps());
            }
            if (complete) {
                return;
            }
            // Another runner was here: what is left is planned from what is there now.
            batch = replanned(at, batch, steps.size() - before);
        }
    }

    private MigratePlan.Batch replanned(ProjectSession at, MigratePlan.Batch batch, int appliedByUs) {
        Integer count = request.up().count();
        if (count != null && count <= appliedByUs) {
            return batch.empty();
        }
        UpRequest left = new UpRequest(
                request.up().to(),
                count == null ? null : count - appliedByUs,
                request.up().allowOutOfOrder());
        MigratePlan.Batch next = new MigratePlan(
                        at, new Request(List.of(), left, request.oneTransaction(), false, 1), again)
                .again(batch, appliedByUs > 0);
        appliedBefore =
                next.history().rows().stream().filter(HistoryRow::success).count();
        if (next.units().isEmpty()) {
            at.events()
                    .note("another runner has done the rest of domain "
                            + batch.domain().name());
        }
        return next;
    }

    private String again(Domain domain, int left) {
        if (again != null) {
            return again;
        }
        UpRequest up = request.up();
        return "bailiwick " + command + " " + domain.name()
                + (up.to() == null ? "" : " --to " + up.to())
                + (up.count() == null ? "" : " --count " + left)
                + (up.allowOutOfOrder() ? " --allow-out-of-order" : "")
                + (request.oneTransaction() ? " --one-transaction" : "")
                + (request.refuseDrift() ? " --refuse-drift" : "");
    }
}
