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
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.DownPlan;
import dev.bailiwick.plan.DownRequest;
import dev.bailiwick.plan.HistoryComparison;
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
    private final ProjectSession projectSession;
    private final Domain domain;
    private final List<String> notes = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();

    public Redo(ProjectSession projectSession, String name) {
        this.projectSession = projectSession;
        this.domain = projectSession.project().domain(name);
    }

    /**
     * Down and up again.
     *
     * @param consent is asked where rows would go
     */
    public RunReport run(DataLossConsent consent) {
        History history = HalfDoneCheck.read(projectSession, domain);
        List<SectionRun> units = units(history);
        notes.forEach(projectSession.events()::note);
        if (units.isEmpty()) {
            return new RunReport("redo", false, List.of(domain.name()), List.of(), notes);
        }
        WriteAccessCheck.require(projectSession, List.of(domain));
        projectSession.events().domainStarts(domain, SectionRunPreparation.steps(units));
        DomainRun domainRun = new DomainRun(
                projectSession,
                domain,
                // Down and not yet up: it is pending.
                left -> "bailiwick " + (left < units.size() ? "migrate " : "redo ") + domain.name());
        SnapshotAfterRun.around(
                projectSession, domain, () -> execute(domainRun, units, history, consent), () -> !domainRun
                        .steps()
                        .isEmpty());
        return new RunReport("redo", false, List.of(domain.name()), domainRun.steps(), notes);
    }

    private void execute(DomainRun domainRun, List<SectionRun> units, History history, DataLossConsent consent) {
        String again = "bailiwick redo " + domain.name();
        DataLossSummary what = new DataLossSummary(
                "redo", again, List.of(domain.name()), List.of(units.get(0).path()), batches, false, List.of());
        RollbackWithConsent withConsent = new RollbackWithConsent(
                projectSession,
                consent,
                what,
                Map.of(domain, history),
                new DependentObjectsAdvice(projectSession, domain, again));
        boolean together = units.stream().allMatch(unit -> unit.section().transaction());
        RollbackWithConsent.End end = together ? withConsent.together(domainRun, units) : withConsent.beforeEach(units);
        if (end == RollbackWithConsent.End.DECLINED) {
            // What was asked and answered stands on the screen.
            throw new BailiwickException(ExitCode.REFUSED, List.of());
        }
        boolean stale = end == RollbackWithConsent.End.STALE
                || (end == RollbackWithConsent.End.EACH && !domainRun.each(units, history));
        if (stale) {
            throw StaleHistoryRetry.during(
                    "bailiwick " + (domainRun.steps().isEmpty() ? "redo " : "migrate ") + domain.name(),
                    domain,
                    domainRun.steps().size());
        }
    }

    private List<SectionRun> units(History history) {
        List<FileStatus> statuses =
                HistoryComparison.of(projectSession.project().files(domain), history);
        DownPlan plan =
                DownPlan.of(domain, statuses, history, new DownRequest.Steps(1)).orThrow();
        notes.addAll(plan.notes());
        if (plan.steps().isEmpty()) {
            return List.of();
        }
        DownPlan.Step step = plan.steps().get(0);
        batches.addAll(RolledBackBatches.lines(plan.steps(), Instant.now()));
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
        SectionRunPreparation preparation = new SectionRunPreparation();
        Migration migration = preparation.parse(file);
        preparation.orThrow();
        DownSectionLookup wayBack =
                new DownSectionLookup(projectSession, domain, false, notes, "bailiwick redo " + domain.name());
        List<SectionRun> units = new ArrayList<>(wayBack.of(plan.steps()));
        wayBack.orThrow();
        if (migration != null) {
            SectionRun up =
                    SectionRunPreparation.up(domain, file, migration, step.row().batch());
            preparation.judgePooled(up, projectSession, "bailiwick redo " + domain.name());
            preparation.orThrow();
            units.add(up);
        }
        return units;
    }
}
