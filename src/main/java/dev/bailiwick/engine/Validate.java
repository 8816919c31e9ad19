package dev.bailiwick.engine;

import dev.bailiwick.files.Project;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.DomainStatus;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.plan.UpPlan;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.List;

/** Finds everything that is wrong: in the files alone, and between files and history. */
public final class Validate {
    private Validate() {}

    /**
     * What was looked at, and what is wrong.
     *
     * @param domains the domains
     * @param files how many files were read
     * @param failures everything that is wrong; empty where all is well
     */
    public record Result(List<Domain> domains, int files, List<Failure> failures) {
        public Result {
            domains = List.copyOf(domains);
            failures = List.copyOf(failures);
        }
    }

    /** Looks at the files alone: names, encoding, markers, statements. Needs no database. */
    public static Result offline(Project project, List<String> names) {
        List<Domain> domains = Status.domains(project, names);
        Preparation preparation = new Preparation();
        int count = 0;
        for (List<MigrationFile> files : project.files(domains).values()) {
            files.forEach(preparation::parse);
            count += files.size();
        }
        domains.forEach(domain -> project.seeds(domain).forEach(preparation::parseSeed));
        return new Result(domains, count, preparation.failures());
    }

    /** Compares the files with the history of the database. */
    public static List<Failure> database(Site site, List<String> names) {
        List<Failure> failures = new ArrayList<>();
        for (DomainStatus status : new Status(site).run(names)) {
            UpPlan plan = UpPlan.of(status.domain(), status.files(), UpRequest.ALL);
            String ofARun = "; nothing was run in " + status.domain().name();
            new Changes(site, status.domain())
                    .explain(plan, status.files(), false).stream()
                            .map(failure -> failure.withState(failure.state().replace(ofARun, "")))
                            .forEach(failures::add);
        }
        return failures;
    }
}
