package dev.bailiwick.engine.migrate;

import dev.bailiwick.checks.CatalogComparison;
import dev.bailiwick.db.catalog.SchemaSnapshots;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks, before anything runs, whether a schema was changed by hand since the last run. */
final class DriftCheck {
    private static final int NAMED = 3;

    private final ProjectSession projectSession;
    private final boolean refuse;
    private final List<String> notes = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    DriftCheck(ProjectSession projectSession, boolean refuse) {
        this.projectSession = projectSession;
        this.refuse = refuse;
    }

    /**
     * Warns of domains that have drifted.
     *
     * @return the warnings
     * @throws BailiwickException exit 3 where drift is to be refused
     */
    List<String> before(List<Domain> domains) {
        SchemaSnapshots descriptions = new SchemaSnapshots(projectSession.session());
        for (Domain domain : domains) {
            if (descriptions.drifted(domain).orElse(false)) {
                descriptions.kept(domain).ifPresent(then -> report(domain, then, descriptions));
            }
        }
        if (!failures.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, failures);
        }
        notes.forEach(projectSession.events()::note);
        return notes;
    }

    private void report(Domain domain, SchemaSnapshots.Kept then, SchemaSnapshots descriptions) {
        List<CatalogChange> changes = CatalogComparison.of(then.description(), descriptions.of(domain)).stream()
                .filter(CatalogChange::differs)
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        String what = "schema " + domain.schema() + " was changed by hand since the last run: " + named(changes);
        String look = ShellCommand.of("bailiwick", "drift", domain.name());
        if (refuse) {
            failures.add(Failure.of(
                            what,
                            "look at it: " + look,
                            "take it as it is: " + ShellCommand.of("bailiwick", "drift", domain.name(), "--accept"))
                    .withDetails(CatalogChange.listed(changes))
                    .withState("nothing was run"));
        } else {
            notes.add(what + ": " + look);
        }
    }

    private static String named(List<CatalogChange> changes) {
        String names = changes.stream().limit(NAMED).map(CatalogChange::object).collect(Collectors.joining(", "));
        return names + (changes.size() > NAMED ? " and " + (changes.size() - NAMED) + " more" : "");
    }
}
