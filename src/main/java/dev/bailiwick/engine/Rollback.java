package dev.bailiwick.engine;

import dev.bailiwick.db.Histories;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.Step;
import dev.bailiwick.plan.Comparison;
import dev.bailiwick.plan.DownPlan;
import dev.bailiwick.plan.DownRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes migrations of one domain back, newest first. */
public final class Rollback {
    private final Site site;
    private final Domain domain;
    private final DownRequest request;
    private final boolean useFiles;
    private final List<String> notes = new ArrayList<>();

    /**
     * A rollback.
     *
     * @param name the domain as typed
     * @param useFiles whether the down section of an edited file is taken instead of the one that was applied
     */
    public Rollback(Site site, String name, DownRequest request, boolean useFiles) {
        this.site = site;
        this.domain = site.project().domain(name);
        this.request = request;
        this.useFiles = useFiles;
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
        if (!execution.each(units, history)) {
            throw Moved.during(
                    again(units.size() - execution.steps().size()),
                    domain,
                    execution.steps().size());
        }
        return report(false, execution.steps());
    }

    private String again(int left) {
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
        return "bailiwick rollback " + domain.name() + howFar + (useFiles ? " --use-files" : "");
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
        WayBack wayBack = new WayBack(site, domain, useFiles, notes);
        List<Unit> units = wayBack.of(plan.steps());
        wayBack.orThrow();
        return units;
    }

    /** The text that was applied, for rows that keep it. */
    static Map<String, String> sources(Site site, Domain domain, List<DownPlan.Step> steps) {
        return new Histories(site.session())
                .sources(
                        domain,
                        steps.stream().map(step -> step.row().filename()).toList());
    }
}
