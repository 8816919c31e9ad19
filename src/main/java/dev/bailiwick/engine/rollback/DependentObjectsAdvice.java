package dev.bailiwick.engine.rollback;

import dev.bailiwick.db.loss.DependentObjects;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.engine.run.AllOrNothingRun;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.plan.DomainRequirements;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what of other schemas stands in the way of a way down, which PostgreSQL has refused and rolled back for it. */
final class DependentObjectsAdvice implements AllOrNothingRun.Ends {
    private static final String DEPENDENT_OBJECTS = "2BP01";

    private final ProjectSession projectSession;
    private final Domain domain;
    private final String again;

    /** @param again the command that was typed */
    DependentObjectsAdvice(ProjectSession projectSession, Domain domain, String again) {
        this.projectSession = projectSession;
        this.domain = domain;
        this.again = again;
    }

    /** Domains with objects that depend on this one's, directly or through others: those that go first come first. */
    static List<Domain> dependentDomains(ProjectSession projectSession, Domain domain) {
        List<Domain> all = projectSession.project().domains();
        Set<Domain> found = new LinkedHashSet<>();
        Deque<Domain> next = new ArrayDeque<>(List.of(domain));
        while (!next.isEmpty()) {
            for (DependentObjects.Dependent one : new DependentObjects(projectSession.session()).of(next.remove())) {
                all.stream()
                        .filter(other -> other.schema().equals(one.schema()) && !other.equals(domain))
                        .filter(found::add)
                        .forEach(next::add);
            }
        }
        List<Domain> order = new ArrayList<>(DomainRequirements.of(all).order(found));
        Collections.reverse(order);
        return order;
    }

    @Override
    public @Nullable BailiwickException refusal(SectionRun unit, SqlError error) {
        String detail = error.said().detail();
        if (unit.direction() != Direction.DOWN
                || !error.said().sqlState().equals(DEPENDENT_OBJECTS)
                || detail == null) {
            return null;
        }
        List<DependentObjects.Dependent> all = new DependentObjects(projectSession.session()).of(unit.domain());
        List<DependentObjects.Dependent> inTheWay = all.stream()
                .filter(one -> detail.lines().anyMatch(line -> line.startsWith(one.object() + " ")))
                .toList();
        if (inTheWay.isEmpty()) {
            return null;
        }
        List<Domain> domains = projectSession.project().domains().stream()
                .filter(other -> inTheWay.stream().anyMatch(one -> one.schema().equals(other.schema())))
                .toList();
        List<String> next = new ArrayList<>();
        if (!domains.isEmpty() && again.startsWith("bailiwick rollback ") && !again.contains(" --with-dependents")) {
            next.add("take them back together, with all of their domains: " + again + " --with-dependents");
        }
        domains.forEach(other -> next.add(
                "or first: " + ShellCommand.of("bailiwick", "rollback", other.name()) + " --all, then: " + again));
        if (next.isEmpty()) {
            next.add("drop what depends on it, then: " + again);
        }
        return new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                unit.path() + " can't be taken back: "
                                        + (inTheWay.size() == 1
                                                ? "an object of another schema depends"
                                                : inTheWay.size() + " objects of other schemas depend")
                                        + " on what it drops",
                                next.toArray(String[]::new))
                        .withDetails(inTheWay.stream()
                                .map(DependentObjects.Dependent::line)
                                .toList())
                        .withState("nothing was taken back in " + domain.name()));
    }
}
