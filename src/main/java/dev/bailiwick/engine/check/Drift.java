package dev.bailiwick.engine.check;

import dev.bailiwick.checks.CatalogComparison;
import dev.bailiwick.db.catalog.SchemaSnapshots;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.RunnerWait;
import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.report.DomainDrift;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what domains' schemas hold with what the last run has left in them, or with another database; reads only. */
public final class Drift {
    private final ProjectSession projectSession;
    private final List<Domain> domains;

    /** @param names as typed; empty for all domains */
    public Drift(ProjectSession projectSession, List<String> names) {
        this.projectSession = projectSession;
        this.domains = ProjectSession.domains(projectSession.project(), names);
    }

    /** What was changed since the last run. */
    public List<DomainDrift> sinceLastRun() {
        Map<Domain, History> histories = LostHistoryCheck.read(projectSession, domains);
        SchemaSnapshots descriptions = new SchemaSnapshots(projectSession.session());
        List<DomainDrift> drifts = new ArrayList<>();
        for (Domain domain : domains) {
            History history = histories.getOrDefault(domain, History.NONE);
            Optional<SchemaSnapshots.Kept> kept = history.kept() ? descriptions.kept(domain) : Optional.empty();
            drifts.add(kept.map(then -> since(domain, then, descriptions)).orElseGet(() -> unknown(domain, history)));
        }
        return drifts;
    }

    private static DomainDrift unknown(Domain domain, History history) {
        String why = history.kept()
                ? "no run has described this schema yet, or this role may not read what it wrote"
                : "it has no history in this database";
        return new DomainDrift(domain, null, List.of(), List.of(why));
    }

    private DomainDrift since(Domain domain, SchemaSnapshots.Kept then, SchemaSnapshots descriptions) {
        List<CatalogChange> changes = CatalogComparison.of(then.description(), descriptions.of(domain));
        List<String> notes = new ArrayList<>();
        int major = projectSession.session().info().versionNumber() / 10_000;
        if (!changes.isEmpty() && then.serverVersion() / 10_000 != major) {
            notes.add("it was described by PostgreSQL " + then.serverVersion() / 10_000 + ", this is PostgreSQL "
                    + major + ": some of this may be the same thing said differently");
        }
        if (!changes.isEmpty() && then.format() != SchemaSnapshots.FORMAT) {
            notes.add("it was described by another version of Bailiwick, which looked at other things");
        }
        if (!then.since().isEmpty()) {
            notes.add("the history went on after that, so some of this may come from it: "
                    + String.join(
                            ", ",
                            then.since().subList(0, Math.min(3, then.since().size())))
                    + (then.since().size() > 3 ? " and " + (then.since().size() - 3) + " more" : ""));
        }
        return new DomainDrift(domain, new DomainDrift.Then(then.at(), then.by(), then.client()), changes, notes);
    }

    /** How another database differs from this one. */
    public List<DomainDrift> against(Connector other) {
        List<DomainDrift> drifts = new ArrayList<>();
        try (Session there = other.open()) {
            SchemaSnapshots here = new SchemaSnapshots(projectSession.session());
            SchemaSnapshots beyond = new SchemaSnapshots(there);
            List<String> notes = new ArrayList<>();
            int mine = projectSession.session().info().versionNumber() / 10_000;
            int theirs = there.info().versionNumber() / 10_000;
            if (mine != theirs) {
                notes.add("this is PostgreSQL " + mine + ", the other one PostgreSQL " + theirs
                        + ": some of this may be the same thing said differently");
            }
            for (Domain domain : domains) {
                List<CatalogChange> changes = CatalogComparison.of(here.of(domain), beyond.of(domain));
                drifts.add(new DomainDrift(domain, null, changes, changes.isEmpty() ? List.of() : notes));
            }
        }
        return drifts;
    }

    /** Takes the schemas as they are for what the last run has left. Returns those that are described now. */
    public List<Domain> accept() {
        Map<Domain, History> histories = LostHistoryCheck.read(projectSession, domains);
        List<Domain> accepted = domains.stream()
                .filter(domain -> histories.getOrDefault(domain, History.NONE).kept())
                .toList();
        for (Domain domain : accepted) {
            RunnerWait waiting = new RunnerWait(projectSession, domain);
            while (!new HistoryWriter(projectSession.session(), projectSession.settings()).describe(domain)) {
                waiting.once();
            }
        }
        return accepted;
    }
}
