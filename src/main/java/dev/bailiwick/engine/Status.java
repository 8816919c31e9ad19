package dev.bailiwick.engine;

import dev.bailiwick.files.Project;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.DomainStatus;
import dev.bailiwick.model.FileState;
import dev.bailiwick.model.FileStatus;
import dev.bailiwick.model.History;
import dev.bailiwick.plan.Comparison;
import dev.bailiwick.plan.Requirements;
import dev.bailiwick.plan.WaysOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of each migration where it stands; reads only. */
public final class Status {
    private final Site site;

    public Status(Site site) {
        this.site = site;
    }

    /**
     * The status of domains.
     *
     * @param names as typed; empty for all
     */
    public List<DomainStatus> run(List<String> names) {
        List<Domain> domains = domains(site.project(), names);
        Gathered gathered = Gathered.of(site, domains);
        List<DomainStatus> statuses = new ArrayList<>();
        for (Domain domain : domains) {
            Settled.Seen seen = Settled.seen(site, domain, gathered.histories().getOrDefault(domain, History.NONE));
            History history = seen.history();
            List<FileStatus> files = Comparison.of(gathered.files().getOrDefault(domain.name(), List.of()), history);
            statuses.add(new DomainStatus(
                    domain,
                    history.kept(),
                    files,
                    new Changes(site, domain).of(files),
                    seen.runner(),
                    waysOut(domain, files, seen.runner())));
        }
        return statuses;
    }

    /** While somebody runs what is half-done, a person who looks into it is not needed. */
    private static Map<String, List<String>> waysOut(Domain domain, List<FileStatus> files, @Nullable String runner) {
        Map<String, List<String>> ways = new LinkedHashMap<>(new WaysOut(domain, files).all());
        if (runner != null) {
            files.stream()
                    .filter(file -> file.state() == FileState.PARTIAL)
                    .forEach(file -> ways.put(file.filename(), List.of("wait for it: " + runner)));
        }
        return ways;
    }

    /** The domains that were typed, or all, in the order of a run. */
    static List<Domain> domains(Project project, List<String> names) {
        return Requirements.of(project.domains()).order(project.domains(names));
    }
}
