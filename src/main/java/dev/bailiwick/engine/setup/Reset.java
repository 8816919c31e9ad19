package dev.bailiwick.engine.setup;

import dev.bailiwick.engine.rollback.DataLossConsent;
import dev.bailiwick.engine.rollback.Rollback;
import dev.bailiwick.engine.seed.ResumeCommand;
import dev.bailiwick.engine.seed.Seed;
import dev.bailiwick.engine.session.PartialRunState;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import java.util.ArrayList;
import java.util.List;

/** Takes a domain back to nothing and sets it up again, as its files are now. */
public final class Reset {
    private final Domain domain;
    private final String again;
    private final Rollback rollback;
    private final Setup setup;

    /**
     * A reset.
     *
     * @param request its one domain is reset
     * @param options that it was given beside it, and needs again where it fails on the way down
     */
    public Reset(ProjectSession projectSession, Seed.Request request, String... options) {
        this.domain = projectSession.project().domain(request.domains().get(0));
        Seed.Request seeds = request.of(List.of(domain.name()));
        this.again = ResumeCommand.of(projectSession, seeds, "reset", seeds.domains(), options);
        this.rollback = Rollback.forReset(projectSession, domain, again);
        this.setup = new Setup(projectSession, seeds);
    }

    /** Says what {@link #run} would do; touches nothing. */
    public RunReport plan() {
        RunReport up = setup.plan(setup.ready(again, domain));
        return together(rollback.plan(), up);
    }

    /**
     * Rolls back, migrates and seeds; nothing is taken back before the whole way up is known to be open.
     *
     * @param consent is asked where rows would go
     */
    public RunReport run(DataLossConsent consent) {
        Setup.Ready ready = setup.ready(again, domain);
        setup.requireWritable(ready);
        RunReport down = rollback.run(consent);
        try {
            return together(down, setup.run(ready.seed()));
        } catch (BailiwickException e) {
            throw PartialRunState.beside(e, down.steps());
        }
    }

    private static RunReport together(RunReport down, RunReport up) {
        List<Step> steps = new ArrayList<>(down.steps());
        steps.addAll(up.steps());
        List<String> notes = new ArrayList<>(down.notes());
        notes.addAll(up.notes());
        return new RunReport("reset", down.dryRun(), up.domains(), steps, notes);
    }
}
