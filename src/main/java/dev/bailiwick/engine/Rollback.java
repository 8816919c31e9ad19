package dev.bailiwick.engine;

import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.ShellCommand;
import dev.bailiwick.model.Step;
import dev.bailiwick.model.TakeBack;
import dev.bailiwick.plan.Comparison;
import dev.bailiwick.plan.DownPlan;
import dev.bailiwick.plan.DownRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes migrations of one domain back, newest first. */
public final class Rollback {
    private final Site site;
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
    public Rollback(Site site, String name, Options options) {
        this.site = site;
        this.domain = site.project().domain(name);
        this.options = options;
        this.again = null;
    }

    private Rollback(Site site, Domain domain, String again) {
        this.site = site;
        this.domain = domain;
        this.options = new Options(new DownRequest.All(), false, false, false, null);
        this.again = again;
    }

    /** Everything, as the first part of a reset, which is typed again where it fails. */
    static Rollback forReset(Site site, Domain domain, String again) {
        return new Rollback(site, domain, again);
    }

    /** What goes, and what it was planned from. */
    private record Plan(List<Unit> units, Map<Domain, History> histories, TakeBack what) {}

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        return report(true, Preparation.steps(planned().units()));
    }

    /** The sections that {@link #run} would send. */
    public List<Unit> units() {
        return planned().units();
    }

    /**
     * Rolls back.
     *
     * @param consent is asked where rows would go
     */
    public RunReport run(Consent consent) {
        Plan plan = planned();
        List<Unit> units = plan.units();
        notes.forEach(site.events()::note);
        if (units.isEmpty()) {
            return report(false, List.of());
        }
        Writable.require(site, List.copyOf(plan.histories().keySet()));
        TakingBack taking = new TakingBack(
                site, consent, plan.what(), plan.histories(), new DependentRefusal(site, domain, again(units.size())));
        if (units.stream().allMatch(unit -> unit.section().transaction())) {
            Execution execution = begun(domain, units);
            List<Step> steps =
                    described(execution, plan, () -> requireDone(taking.together(execution, units), plan, 0));
            if (!steps.isEmpty()) {
                return report(false, steps);
            }
        } else {
            requireDone(taking.beforeEach(units), plan, 0);
        }
        return report(false, each(plan));
    }

    /** Each file for itself, one domain after the other. */
    private List<Step> each(Plan plan) {
        List<Step> steps = new ArrayList<>();
        for (Domain one : plan.histories().keySet()) {
            List<Unit> units = plan.units().stream()
                    .filter(unit -> unit.domain().equals(one))
                    .toList();
            if (!units.isEmpty()) {
                Execution execution = begun(one, units);
                steps.addAll(described(execution, plan, () -> {
                    History history = plan.histories().getOrDefault(one, History.NONE);
                    if (!execution.each(units, history)) {
                        requireDone(
                                TakingBack.End.MOVED, plan, execution.steps().size());
                    }
                }));
            }
        }
        return steps;
    }

    private Execution begun(Domain one, List<Unit> units) {
        site.events().domainStarts(one, Preparation.steps(units));
        return new Execution(site, one, this::again);
    }

    private List<Step> described(Execution execution, Plan plan, Runnable run) {
        List<Domain> domains = List.copyOf(plan.histories().keySet());
        for (Domain other : domains.subList(1, domains.size())) {
            run = around(execution, other, run);
        }
        around(execution, domains.get(0), run).run();
        return execution.steps();
    }

    private Runnable around(Execution execution, Domain one, Runnable run) {
        return () -> Describing.around(site, one, run, () -> execution.steps().stream()
                .anyMatch(step -> step.domain().equals(one.name())));
    }

    private void requireDone(TakingBack.End end, Plan plan, int done) {
        if (end == TakingBack.End.MOVED) {
            throw Moved.during(again(plan.units().size() - done), domain, done);
        }
        if (end == TakingBack.End.DECLINED) {
            // What was asked and answered stands on the screen.
            throw new BailiwickException(ExitCode.REFUSED, List.of());
        }
        if (end == TakingBack.End.EACH && options.oneTransaction()) {
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
            for (Domain other : DependentRefusal.dependentDomains(site, domain)) {
                histories.put(other, Settled.read(site, other));
            }
        }
        histories.put(domain, Settled.read(site, domain));
        List<Unit> units = new ArrayList<>();
        List<String> batches = new ArrayList<>();
        boolean whole = false;
        for (Map.Entry<Domain, History> one : histories.entrySet()) {
            boolean asked = one.getKey().equals(domain);
            DownPlan plan = planOf(one.getKey(), one.getValue(), asked ? options.request() : new DownRequest.All());
            units.addAll(unitsOf(one.getKey(), plan));
            batches.addAll(Batches.lines(plan.steps(), Instant.now()));
            whole |= Batches.whole(plan.steps(), one.getValue());
        }
        if (options.oneTransaction()) {
            refuseLone(units);
        }
        TakeBack what = new TakeBack(
                again == null ? "rollback" : "reset",
                again(units.size()),
                histories.keySet().stream().map(Domain::name).toList(),
                units.stream().map(Unit::path).toList(),
                batches,
                whole,
                List.of());
        return new Plan(units, histories, what);
    }

    private DownPlan planOf(Domain one, History history, DownRequest request) {
        List<FileStatus> statuses = Comparison.of(site.project().files(one), history);
        DownPlan plan = DownPlan.of(one, statuses, history, request).orThrow();
        notes.addAll(plan.notes());
        if (request instanceof DownRequest.LastBatch && !plan.steps().isEmpty()) {
            Batches.requireThatTheLastRunAppliedThem(site, one, history, plan.steps(), options.nothingSince());
        }
        return plan;
    }

    private List<Unit> unitsOf(Domain one, DownPlan plan) {
        WayBack wayBack = new WayBack(
                site, one, options.useFiles(), notes, again == null ? "bailiwick rollback " + one.name() : again);
        List<Unit> units = wayBack.of(plan.steps());
        wayBack.orThrow();
        return units;
    }

    private static void refuseLone(List<Unit> units) {
        Preparation preparation = new Preparation();
        units.stream()
                .filter(unit -> !unit.section().transaction())
                .forEach(unit -> preparation.refuse(Failure.of(
                        unit.path() + " (down) runs outside a transaction: --one-transaction can't hold it",
                        "bailiwick rollback " + unit.domain().name())));
        preparation.orThrow();
    }
}
