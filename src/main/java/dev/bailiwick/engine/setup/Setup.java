package dev.bailiwick.engine.setup;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.migrate.Migrate;
import dev.bailiwick.engine.migrate.MigratePlan;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.seed.ResumeCommand;
import dev.bailiwick.engine.seed.Seed;
import dev.bailiwick.engine.session.PartialRunState;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.WriteAccessCheck;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes domains ready for use: applies what is pending, then runs the seeds. */
public final class Setup {
    private final ProjectSession projectSession;
    private final Migrate migrate;
    private final Seed.Request seeds;
    private final String again;

    public Setup(ProjectSession projectSession, Seed.Request request) {
        this.projectSession = projectSession;
        this.seeds = request;
        this.again = ResumeCommand.of(projectSession, request, "setup", request.domains());
        this.migrate = new Migrate(
                projectSession, new Migrate.Request(request.domains(), UpRequest.ALL, false, false, 1), "setup", again);
    }

    /** What is going to be applied and run: all of it is read, parsed and looked for, and nothing stands against it. */
    record Ready(MigratePlan plan, Seed seed) {}

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        return plan(ready(again, null));
    }

    /** Migrates, with what is required and has no history yet, then seeds all of that. */
    public RunReport run() {
        Ready ready = ready(again, null);
        return run(ready.plan(), ready.seed());
    }

    /** The same, with seeds that were made ready earlier. */
    RunReport run(Seed seed) {
        return run(planned(again, null), seed);
    }

    /**
     * Makes all of it ready.
     *
     * @param typed the command that begins with it
     * @param takenBack a domain that it is going to roll back in whole before; null where there is none
     */
    Ready ready(String typed, @Nullable Domain takenBack) {
        MigratePlan plan = planned(typed, takenBack);
        Seed seed = new Seed(projectSession, seeds.of(plan.names()), "setup", again);
        seed.overNewer(plan.newer());
        seed.ready();
        return new Ready(plan, seed);
    }

    RunReport plan(Ready ready) {
        RunReport migrations = migrate.plan(ready.plan());
        List<SectionRun> units = new ArrayList<>();
        ready.seed()
                .ready()
                .forEach((domain, all) -> units.addAll(
                        ready.seed().wanted(domain, all, ready.plan().history(domain))));
        return together(
                migrations, SectionRunPreparation.steps(units), ready.seed().leftOut());
    }

    /** Refuses what could not be written down, before anything runs. */
    void requireWritable(Ready ready) {
        Set<Domain> written = new LinkedHashSet<>(ready.plan().written());
        written.addAll(ready.seed().ready().keySet());
        WriteAccessCheck.require(projectSession, written);
    }

    private MigratePlan planned(String typed, @Nullable Domain takenBack) {
        MigratePlan plan = migrate.planned(typed, takenBack);
        List<Domain> seedless = plan.left().stream()
                .filter(domain -> !projectSession.project().seeds(domain).isEmpty())
                .toList();
        new Histories(projectSession.session())
                .neverSeeded(seedless)
                .forEach(domain -> plan.note("domain " + domain.name() + " has seeds that never ran here: "
                        + ShellCommand.of("bailiwick", "seed", domain.name())));
        return plan;
    }

    private RunReport run(MigratePlan plan, Seed seed) {
        RunReport migrations = migrate.run(plan);
        try {
            RunReport seeded = seed.run();
            return together(migrations, seeded.steps(), seeded.notes());
        } catch (BailiwickException e) {
            throw PartialRunState.beside(e, migrations.steps());
        }
    }

    private static RunReport together(RunReport migrations, List<Step> seeds, List<String> more) {
        List<Step> steps = new ArrayList<>(migrations.steps());
        steps.addAll(seeds);
        List<String> notes = new ArrayList<>(migrations.notes());
        notes.addAll(more);
        return new RunReport("setup", migrations.dryRun(), migrations.domains(), steps, notes);
    }
}
