package dev.bailiwick.engine.setup;

import dev.bailiwick.db.catalog.SchemaSnapshots;
import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.engine.run.DomainRun;
import dev.bailiwick.engine.section.SectionRunPreparation;
import dev.bailiwick.engine.seed.Seed;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.SchemaSetup;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.plan.DomainRequirements;
import dev.bailiwick.plan.TypedName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes up and down single files of domains, in a database that nobody else uses. */
public final class SingleFileRun {
    private final ProjectSession projectSession;

    public SingleFileRun(ProjectSession projectSession) {
        this.projectSession = projectSession;
    }

    /**
     * The two ways of one file.
     *
     * @param down null where there is none
     * @param irreversible whether it says that there can be none
     */
    public record Leg(
            Domain domain, SectionRun up, @Nullable SectionRun down, boolean irreversible) {

        /** The file as the user knows it. */
        public String path() {
            return up.path();
        }

        /** Its name. */
        public String filename() {
            return up.filename();
        }
    }

    /**
     * All files of a domain, in order.
     *
     * @throws BailiwickException exit 3 with everything that can't be read
     */
    public List<Leg> legs(Domain domain) {
        SectionRunPreparation preparation = new SectionRunPreparation();
        List<Leg> legs = new ArrayList<>();
        for (MigrationFile file : projectSession.project().files(domain)) {
            if (projectSession.cancellation().requested()) {
                throw new BailiwickException(
                        ExitCode.INTERRUPTED,
                        Failure.of("cancelled before " + file.path() + " was read", "the same command again"));
            }
            Migration migration = preparation.parse(file);
            if (migration != null) {
                legs.add(leg(domain, file, migration));
            }
        }
        preparation.orThrow();
        return legs;
    }

    private static Leg leg(Domain domain, MigrationFile file, Migration migration) {
        Section down = migration.down();
        boolean irreversible = down != null && down.irreversible();
        SectionRun back = down == null || irreversible
                ? null
                : SectionRunPreparation.unit(
                        domain, Direction.DOWN, file.path(), migration, down, file.checksum(), null, 1);
        return new Leg(domain, SectionRunPreparation.up(domain, file, migration, 1), back, irreversible);
    }

    /** Creates the domain's schema and tracking table. */
    public void found(Domain domain) {
        SchemaSetup.of(projectSession, domain);
    }

    /**
     * Runs one way of a file, and records it.
     *
     * @throws BailiwickException where it fails
     */
    public Step go(SectionRun unit) {
        DomainRun domainRun = new DomainRun(
                projectSession,
                unit.domain(),
                left -> "bailiwick prove " + unit.domain().name());
        if (!domainRun.each(List.of(unit), new Histories(projectSession.session()).read(unit.domain()))) {
            throw new IllegalStateException("somebody else works on " + unit.path());
        }
        return domainRun.steps().get(0);
    }

    /** Everything that the database holds, but the tracking tables of the project's domains. */
    public CatalogDescription describe() {
        return new SchemaSnapshots(projectSession.session())
                .ofDatabase(projectSession.project().domains());
    }

    /** The domains that were typed, or all, in the order of a run. */
    public List<Domain> asked(List<String> names) {
        return ProjectSession.domains(projectSession.project(), names);
    }

    /** Domains with those that they require, in the order of a run. */
    public List<Domain> withRequired(List<Domain> domains) {
        return DomainRequirements.of(projectSession.project().domains()).withRequired(domains);
    }

    /** The name of the file that was typed after an option. */
    public String named(Domain domain, String typed, String option) {
        return new TypedName(domain, typed, option)
                .amongFiles(projectSession.project().files(domain))
                .filename();
    }

    /** Runs the seeds of a domain, where it has any; how many. */
    public int seed(Domain domain) {
        if (projectSession.project().seeds(domain).isEmpty()) {
            return 0;
        }
        return new Seed(projectSession, new Seed.Request(List.of(domain.name()), null, false, null, false))
                .run()
                .steps()
                .size();
    }
}
