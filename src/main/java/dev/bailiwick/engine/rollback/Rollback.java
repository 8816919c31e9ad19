package dev.bailiwick.engine.rollback;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.history.HalfDoneCheck;
import dev.bailiwick.engine.run.DomainRun;
import dev.bailiwick.engine.run.SnapshotAfterRun;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.StaleHistoryRetry;
import dev.bailiwick.engine.session.WriteAccessCheck;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.plan.DownPlan;
import dev.bailiwick.plan.DownRequest;
import dev.bailiwick.plan.HistoryComparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes migrations of one domain back, newest first. */
public final class Rollback {
    private final ProjectSession projectSession;
    private final Domain domain;
    private final Options options;
    private final List<String> notes = new ArrayList<>();
    private final @Nullable String again;

    /**
     * What a rollback was asked to do.
     *
     * @param useFiles whether the down section of an edited file is taken instead of the one that was applied
     * @param oneTransaction all of it or nothing, and a refusal where that can't be
     * @param withDependents whether domains that have objects which depend on this one's are taken back with it
     * @param nothingSince when a run from here last applied nothing in the domain; null where none did since it applied something
     */
    public record Options(
            DownRequest request,
            boolean useFiles,
            boolean oneTransaction,
            boolean withDependents,
            @Nullable Instant nothingSince) {}

    /**
     * A rollback.
     *
     * @param name the domain as typed
     */
    public Rollback(ProjectSession projectSession, String name, Options options) {
        this.projectSession = projectSession;
        this.domain = projectSession.project().domain(name);
        this.options = options;
        this.again = null;
    }

    private Rollback(ProjectSession projectSession, Domain domain, String again) {
        this.projectSession = projectSession;
        this.domain = domain;
        this.options = new Options(new DownRequest.All(), false, false, false, null);
        this.again = again;
    }

    /** Everything, as the first part of a reset, which is typed again where it fails. */
    public static Rollback forReset(ProjectSession projectSession, Domain domain, String again) {
        return new Rollback(projectSession, domain, again);
    }

    /** What goes, and what it was planned from. */
    private record Plan(List<SectionRun> units, Map<Domain, History> histories, DataLossSummary what) {}

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        return report(true, SectionRunPreparation.steps(planned().units()));
    }

    /** The sections that {@link #run} would send. */
    public List<SectionRun> units() {
        return planned().units();
    }

    /**
     * Rolls back.
     *
     * @param consent is asked where rows would go
     */
    public RunReport run(DataLossConsent consent) {
        Plan plan = planned();
        List<SectionRun> units = plan.units();
        notes.forEach(projectSession.events()::note);
        if (units.isEmpty()) {
            return report(false, List.of());
        }
        WriteAccessCheck.require(projectSession, List.copyOf(plan.histories().keySet()));
        RollbackWithConsent withConsent = new RollbackWithConsent(
                projectSession,
                consent,
                plan.what(),
                plan.histories(),
                new DependentObjectsAdvice(projectSession, domain, again(units.size())));
        if (units.stream().allMatch(unit -> unit.section().transaction())) {
            DomainRun domainRun = begun(domain, units);
            List<Step> steps =
                    described(domainRun, plan, () -> requireDone(withConsent.together(domainRun, units), plan, 0));
            if (!steps.isEmpty()) {
                return report(false, steps);
            }
        } else {
            requireDone(withConsent.beforeEach(units), plan, 0);
        }
        return report(false, each(plan));
    }

    /** Each file for itself, one domain after the other. */
    private List<Step> each(Plan plan) {
        List<Step> steps = new ArrayList<>();
        for (Domain one : plan.histories().keySet()) {
            List<SectionRun> units = plan.units().stream()
                    .filter(unit -> unit.domain().equals(one))
                    .toList();
            if (!units.isEmpty()) {
                DomainRun domainRun = begun(one, units);
                steps.addAll(described(domainRun, plan, () -> {
                    History history = plan.histories().getOrDefault(one, History.NONE);
                    if (!domainRun.each(units, history)) {
                        requireDone(
                                RollbackWithConsent.End.STALE,
                                plan,
                                domainRun.steps().size());
                    }
                }));
            }
        }
        return steps;
    }

    private DomainRun begun(Domain one, List<SectionRun> units) {
        projectSession.events().domainStarts(one, SectionRunPreparation.steps(units));
        return new DomainRun(projectSession, one, this::again);
    }

    private List<Step> described(DomainRun domainRun, Plan plan, Runnable run) {
        List<Domain> domains = List.copyOf(plan.histories().keySet());
        for (Domain other : domains.subList(1, domains.size())) {
            run = around(domainRun, other, run);
        }
        around(domainRun, domains.get(0), run).run();
        return domainRun.steps();
    }

    private Runnable around(DomainRun domainRun, Domain one, Runnable run) {
        return () -> SnapshotAfterRun.around(projectSession, one, run, () -> domainRun.steps().stream()
                .anyMatch(step -> step.domain().equals(one.name())));
    }

    private void requireDone(RollbackWithConsent.End end, Plan plan, int done) {
        if (end == RollbackWithConsent.End.STALE) {
            throw StaleHistoryRetry.during(again(plan.units().size() - done), domain, done);
        }
        if (end == RollbackWithConsent.End.DECLINED) {
            // What was asked and answered stands on the screen.
            throw new BailiwickException(ExitCode.REFUSED, List.of());
        }
        if (end == RollbackWithConsent.End.EACH && options.oneTransaction()) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    "--one-transaction: the server has no room for the locks of all "
                                            + plan.units().size() + " files",
                                    "raise max_locks_per_transaction there, and restart it",
                                    "or go in steps: " + ShellCommand.of("bailiwick", "rollback", domain.name())
                                            + " --steps 100")
                            .withState("nothing was taken back"));
        }
    }

    private String again(int left) {
        if (again != null) {
            return again;
        }
        DownRequest request = options.request();
        String howFar = "";
        if (request instanceof DownRequest.Steps) {
            howFar = " --steps " + left;
        } else if (request instanceof DownRequest.To to) {
            howFar = " --to " + to.name();
        } else if (request instanceof DownRequest.Batch batch) {
            howFar = " --batch " + batch.number();
        } else if (request instanceof DownRequest.All) {
            howFar = " --all";
        }
        return "bailiwick rollback " + domain.name() + howFar + (options.useFiles() ? " --use-files" : "")
                + (options.oneTransaction() ? " --one-transaction" : "")
                + (options.withDependents() ? " --with-dependents" : "");
    }

    private RunReport report(boolean dryRun, List<Step> steps) {
        List<String> domains = new ArrayList<>();
        steps.stream().map(Step::domain).distinct().forEach(domains::add);
        if (!domains.contains(domain.name())) {
            domains.add(domain.name());
        }
        return new RunReport("rollback", dryRun, domains, steps, notes);
    }

    private Plan planned() {
        Map<Domain, History> histories = new LinkedHashMap<>();
        if (options.withDependents()) {
            for (Domain other : DependentObjectsAdvice.dependentDomains(projectSession, domain)) {
                histories.put(other, HalfDoneCheck.read(projectSession, other));
            }
        }
        histories.put(domain, HalfDoneCheck.read(projectSession, domain));
        List<SectionRun> units = new ArrayList<>();
        List<String> batches = new ArrayList<>();
        boolean whole = false;
        for (Map.Entry<Domain, History> one : histories.entrySet()) {
            boolean asked = one.getKey().equals(domain);
            DownPlan plan = planOf(one.getKey(), one.getValue(), asked ? options.request() : new DownRequest.All());
            units.addAll(unitsOf(one.getKey(), plan));
            batches.addAll(RolledBackBatches.lines(plan.steps(), Instant.now()));
            whole |= RolledBackBatches.whole(plan.steps(), one.getValue());
        }
        if (options.oneTransaction()) {
            refuseLone(units);
        }
        DataLossSummary what = new DataLossSummary(
                again == null ? "rollback" : "reset",
                again(units.size()),
                histories.keySet().stream().map(Domain::name).toList(),
                units.stream().map(SectionRun::path).toList(),
                batches,
                whole,
                List.of());
        return new Plan(units, histories, what);
    }

    private DownPlan planOf(Domain one, History history, DownRequest request) {
        List<FileStatus> statuses =
                HistoryComparison.of(projectSession.project().files(one), history);
        DownPlan plan = DownPlan.of(one, statuses, history, request).orThrow();
        notes.addAll(plan.notes());
        if (request instanceof DownRequest.LastBatch && !plan.steps().isEmpty()) {
            RolledBackBatches.requireThatTheLastRunAppliedThem(
                    projectSession, one, history, plan.steps(), options.nothingSince());
        }
        return plan;
    }

    private List<SectionRun> unitsOf(Domain one, DownPlan plan) {
        DownSectionLookup wayBack = new DownSectionLookup(
                projectSession,
                one,
                options.useFiles(),
                notes,
                again == null ? "bailiwick rollback " + one.name() : again);
        List<SectionRun> units = wayBack.of(plan.steps());
        wayBack.orThrow();
        return units;
    }

    private static void refuseLone(List<SectionRun> units) {
        SectionRunPreparation preparation = new SectionRunPreparation();
        units.stream()
                .filter(unit -> !unit.section().transaction())
                .forEach(unit -> preparation.refuse(Failure.of(
                        unit.path() + " (down) runs outside a transaction: --one-transaction can't hold it",
                        "bailiwick rollback " + unit.domain().name())));
        preparation.orThrow();
    }
}
