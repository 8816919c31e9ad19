package dev.bailiwick.engine;

import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.model.Migration;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.TakeBack;
import dev.bailiwick.plan.Comparison;
import dev.bailiwick.plan.DownPlan;
import dev.bailiwick.plan.DownRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes the last migration of a domain back and applies it again, as its file is now: the way to try an edited file.
 *
 * <p>Both ways in one transaction where neither has to run outside of one: then a failure on the way up leaves what was
 * there.
 */
public final class Redo {
    private final Site site;
    private final Domain domain;
    private final List<String> notes = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();

    public Redo(Site site, String name) {
        this.site = site;
        this.domain = site.project().domain(name);
    }

    /**
     * Down and up again.
     *
     * @param consent is asked where rows would go
     */
    public RunReport run(Consent consent) {
        History history = Settled.read(site, domain);
        List<Unit> units = units(history);
        notes.forEach(site.events()::note);
        if (units.isEmpty()) {
            return new RunReport("redo", false, List.of(domain.name()), List.of(), notes);
        }
        Writable.require(site, List.of(domain));
        site.events().domainStarts(domain, Preparation.steps(units));
        Execution execution = new Execution(
                site,
                domain,
                // Down and not yet up: it is pending.
                left -> "bailiwick " + (left < units.size() ? "migrate " : "redo ") + domain.name());
        Describing.around(site, domain, () -> execute(execution, units, history, consent), () -> !execution
                .steps()
                .isEmpty());
        return new RunReport("redo", false, List.of(domain.name()), execution.steps(), notes);
    }

    private void execute(Execution execution, List<Unit> units, History history, Consent consent) {
        String again = "bailiwick redo " + domain.name();
        TakeBack what = new TakeBack(
                "redo", again, List.of(domain.name()), List.of(units.get(0).path()), batches, false, List.of());
        TakingBack taking =
                new TakingBack(site, consent, what, Map.of(domain, history), new DependentRefusal(site, domain, again));
        boolean together = units.stream().allMatch(unit -> unit.section().transaction());
        TakingBack.End end = together ? taking.together(execution, units) : taking.beforeEach(units);
        if (end == TakingBack.End.DECLINED) {
            // What was asked and answered stands on the screen.
            throw new BailiwickException(ExitCode.REFUSED, List.of());
        }
        boolean moved = end == TakingBack.End.MOVED || (end == TakingBack.End.EACH && !execution.each(units, history));
        if (moved) {
            throw Moved.during(
                    "bailiwick " + (execution.steps().isEmpty() ? "redo " : "migrate ") + domain.name(),
                    domain,
                    execution.steps().size());
        }
    }

    private List<Unit> units(History history) {
        List<FileStatus> statuses = Comparison.of(site.project().files(domain), history);
        DownPlan plan =
                DownPlan.of(domain, statuses, history, new DownRequest.Steps(1)).orThrow();
        notes.addAll(plan.notes());
        if (plan.steps().isEmpty()) {
            return List.of();
        }
        DownPlan.Step step = plan.steps().get(0);
        batches.addAll(Batches.lines(plan.steps(), Instant.now()));
        MigrationFile file = step.file();
        if (file == null) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    domain.folder() + "/" + step.row().filename()
                                            + " is gone: it could be rolled back, and not be applied again",
                                    "bailiwick rollback " + domain.name() + " --steps 1")
                            .withState("nothing was run"));
        }
        Preparation preparation = new Preparation();
        Migration migration = preparation.parse(file);
        preparation.orThrow();
        WayBack wayBack = new WayBack(site, domain, false, notes, "bailiwick redo " + domain.name());
        List<Unit> units = new ArrayList<>(wayBack.of(plan.steps()));
        wayBack.orThrow();
        if (migration != null) {
            Unit up = Preparation.up(domain, file, migration, step.row().batch());
            preparation.judgePooled(up, site, "bailiwick redo " + domain.name());
            preparation.orThrow();
            units.add(up);
        }
        return units;
    }
}
