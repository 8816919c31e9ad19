package dev.bailiwick.engine;

import dev.bailiwick.db.Unit;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.Step;
import java.util.ArrayList;
import java.util.List;

/** Takes a domain back to nothing and sets it up again, as its files are now. */
public final class Reset {
    private final Site site;
    private final Domain domain;
    private final Seed.Request seeds;

    /** @param request its one domain is reset */
    public Reset(Site site, Seed.Request request) {
        this.site = site;
        this.domain = site.project().domain(request.domains().get(0));
        this.seeds = request.of(List.of(domain.name()));
    }

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        RunReport down = Rollback.forReset(site, domain.name()).plan();
        List<Step> steps = new ArrayList<>(down.steps());
        steps.addAll(Preparation.steps(up()));
        steps.addAll(Preparation.steps(seeds()));
        return new RunReport("reset", true, List.of(domain.name()), steps, down.notes());
    }

    /** Rolls back, migrates and seeds; everything is read, parsed and looked for before anything is taken back. */
    public RunReport run() {
        up();
        seeds();
        RunReport down = Rollback.forReset(site, domain.name()).run();
        RunReport up = new Setup(site, seeds).run();
        List<Step> steps = new ArrayList<>(down.steps());
        steps.addAll(up.steps());
        List<String> notes = new ArrayList<>(down.notes());
        notes.addAll(up.notes());
        return new RunReport("reset", false, up.domains(), steps, notes);
    }

    private List<Unit> up() {
        Preparation preparation = new Preparation();
        List<Unit> units = preparation.up(domain, site.project().files(domain), 1);
        preparation.orThrow();
        return units;
    }

    private List<Unit> seeds() {
        return new Seed(site, seeds, "reset")
                .ready().values().stream().flatMap(List::stream).toList();
    }
}
