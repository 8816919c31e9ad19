package dev.bailiwick.engine;

import dev.bailiwick.db.Applier;
import dev.bailiwick.db.Histories;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.Step;
import dev.bailiwick.plan.Comparison;
import dev.bailiwick.plan.DownPlan;
import dev.bailiwick.plan.DownRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes migrations of one domain back, newest first. */
public final class Rollback {
    private final Site site;
    private final Domain domain;
    private final DownRequest request;
    private final boolean useFiles;
    private final boolean oneTransaction;
    private final List<String> notes = new ArrayList<>();
    private final @Nullable String again;

    /**
     * A rollback.
     *
     * @param name the domain as typed
     * @param useFiles whether the down section of an edited file is taken instead of the one that was applied
     * @param oneTransaction all of it or nothing
     */
    public Rollback(Site site, String name, DownRequest request, boolean useFiles, boolean oneTransaction) {
        this.oneTransaction = oneTransaction;
        this.site = site;
        this.domain = site.project().domain(name);
        this.request = request;
        this.useFiles = useFiles;
        this.again = null;
    }

    private Rollback(Site site, Domain domain, String again) {
        this.oneTransaction = false;
        this.site = site;
        this.domain = domain;
        this.request = new DownRequest.All();
        this.useFiles = false;
        this.again = again;
    }

    /** Everything, as the first part of a reset, which is typed again where it fails. */
    static Rollback forReset(Site site, Domain domain, String again) {
        return new Rollback(site, domain, again);
    }

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        return report(true, Preparation.steps(units(history())));
    }

    /** The sections that {@link #run} would send. */
    public List<Unit> units() {
        return units(history());
    }

    /** Rolls back. */
    public RunReport run() {
        History history = history();
        List<Unit> units = units(history);
        notes.forEach(site.events()::note);
        if (units.isEmpty()) {
            return report(false, List.of());
        }
        Writable.require(site, List.of(domain));
        site.events().domainStarts(domain, Preparation.steps(units));
        Execution execution = new Execution(site, domain, this::again);
        Describing.around(site, domain, () -> execute(execution, units, history), () -> !execution
                .steps()
                .isEmpty());
        return report(false, execution.steps());
    }

    private void execute(Execution execution, List<Unit> units, History history) {
        if (!(together(units) ? execution.together(units, history) : execution.each(units, history))) {
            throw Moved.during(
                    again(units.size() - execution.steps().size()),
                    domain,
                    execution.steps().size());
        }
    }

    /** The way down of a reset fails as a whole wherever that is possible: half a domain helps nobody. */
    private boolean together(List<Unit> units) {
        boolean reset = again != null;
        return oneTransaction || (reset && units.stream().allMatch(Rollback::canShareTransaction));
    }

    private static boolean canShareTransaction(Unit unit) {
        return unit.section().transaction() && !Applier.mayDropBookkeeping(unit);
    }

    private String again(int left) {
        if (again != null) {
            return again;
        }
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
        return "bailiwick rollback " + domain.name() + howFar + (useFiles ? " --use-files" : "")
                + (oneTransaction ? " --one-transaction" : "");
    }

    private RunReport report(boolean dryRun, List<Step> steps) {
        return new RunReport("rollback", dryRun, List.of(domain.name()), steps, notes);
    }

    private History history() {
        return Settled.read(site, domain);
    }

    private List<Unit> units(History history) {
        List<FileStatus> statuses = Comparison.of(site.project().files(domain), history);
        DownPlan plan = DownPlan.of(domain, statuses, history, request).orThrow();
        notes.addAll(plan.notes());
        WayBack wayBack = new WayBack(
                site, domain, useFiles, notes, again == null ? "bailiwick rollback " + domain.name() : again);
        List<Unit> units = wayBack.of(plan.steps());
        wayBack.orThrow();
        if (oneTransaction) {
            refuseLone(units);
        }
        noteDependents();
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

    /** PostgreSQL refuses to drop what others refer to; better to hear it before half of the files are taken back. */
    private void noteDependents() {
        List<Domain> dependents = site.project().domains().stream()
                .filter(other -> other.requires().contains(domain.name()))
                .toList();
        if (dependents.isEmpty()) {
            return;
        }
        Map<Domain, History> histories = new Histories(site.session()).read(dependents);
        for (Domain other : dependents) {
            long applied = histories.getOrDefault(other, History.NONE).rows().stream()
                    .filter(HistoryRow::success)
                    .count();
            if (applied > 0) {
                notes.add("domain " + other.name() + " requires " + domain.name() + " and has " + applied
                        + " applied here: what it refers to can't be dropped"
                        + (again == null ? " (--one-transaction takes back all or nothing)" : ""));
            }
        }
    }
}
