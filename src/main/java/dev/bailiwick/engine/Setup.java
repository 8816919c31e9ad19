package dev.bailiwick.engine;

import dev.bailiwick.db.Unit;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.Step;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.List;

/** Makes domains ready for use: applies what is pending, then runs the seeds. */
public final class Setup {
    private final Site site;
    private final Migrate migrate;
    private final Seed.Request seeds;

    public Setup(Site site, Seed.Request request) {
        this.site = site;
        this.seeds = request;
        this.migrate = new Migrate(site, new Migrate.Request(request.domains(), UpRequest.ALL, false), "setup");
    }

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        RunReport migrations = migrate.plan();
        return together(migrations, Preparation.steps(units(migrations)));
    }

    /**
     * Migrates, with what is required and has no history yet, then seeds all of that. Seeds and their data files are
     * looked at before the first migration runs.
     */
    public RunReport run() {
        Seed seed = new Seed(site, seeds.of(migrate.plan().domains()), "setup");
        seed.ready();
        RunReport migrations = migrate.run();
        RunReport seeded = seed.run();
        List<String> notes = new ArrayList<>(migrations.notes());
        notes.addAll(seeded.notes());
        RunReport both = together(migrations, seeded.steps());
        return new RunReport("setup", false, both.domains(), both.steps(), notes);
    }

    private List<Unit> units(RunReport migrations) {
        Seed seed = new Seed(site, seeds.of(migrations.domains()), "setup");
        List<Unit> units = new ArrayList<>();
        seed.ready().forEach((Domain domain, List<Unit> ready) -> units.addAll(seed.wanted(domain, ready)));
        return units;
    }

    private static RunReport together(RunReport migrations, List<Step> seeds) {
        List<Step> steps = new ArrayList<>(migrations.steps());
        steps.addAll(seeds);
        return new RunReport("setup", migrations.dryRun(), migrations.domains(), steps, migrations.notes());
    }
}
