package dev.bailiwick.engine;

import dev.bailiwick.db.Descriptions;
import dev.bailiwick.db.Histories;
import dev.bailiwick.db.Unit;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.CatalogDescription;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.Migration;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.Section;
import dev.bailiwick.model.Step;
import dev.bailiwick.plan.Requirements;
import dev.bailiwick.plan.TypedName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes up and down single files of domains, in a database that nobody else uses. */
public final class Walk {
    private final Site site;

    public Walk(Site site) {
        this.site = site;
    }

    /**
     * The two ways of one file.
     *
     * @param down null where there is none
     * @param irreversible whether it says that there can be none
     */
    public record Leg(Domain domain, Unit up, @Nullable Unit down, boolean irreversible) {

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
        Preparation preparation = new Preparation();
        List<Leg> legs = new ArrayList<>();
        for (MigrationFile file : site.project().files(domain)) {
            if (site.cancellation().requested()) {
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
        Unit back = down == null || irreversible
                ? null
                : Preparation.unit(domain, Direction.DOWN, file.path(), migration, down, file.checksum(), null, 1);
        return new Leg(domain, Preparation.up(domain, file, migration, 1), back, irreversible);
    }

    /** Creates the domain's schema and tracking table. */
    public void found(Domain domain) {
        Founding.of(site, domain);
    }

    /**
     * Runs one way of a file, and records it.
     *
     * @throws BailiwickException where it fails
     */
    public Step go(Unit unit) {
        Execution execution = new Execution(
                site, unit.domain(), left -> "bailiwick prove " + unit.domain().name());
        if (!execution.each(List.of(unit), new Histories(site.session()).read(unit.domain()))) {
            throw new IllegalStateException("somebody else works on " + unit.path());
        }
        return execution.steps().get(0);
    }

    /** Everything that the database holds, but the tracking tables of the project's domains. */
    public CatalogDescription describe() {
        return new Descriptions(site.session()).ofDatabase(site.project().domains());
    }

    /** The domains that were typed, or all, in the order of a run. */
    public List<Domain> asked(List<String> names) {
        return Status.domains(site.project(), names);
    }

    /** Domains with those that they require, in the order of a run. */
    public List<Domain> withRequired(List<Domain> domains) {
        return Requirements.of(site.project().domains()).withRequired(domains);
    }

    /** The name of the file that was typed behind an option. */
    public String named(Domain domain, String typed, String option) {
        return new TypedName(domain, typed, option)
                .amongFiles(site.project().files(domain))
                .filename();
    }

    /** Runs the seeds of a domain, where it has any; how many. */
    public int seed(Domain domain) {
        if (site.project().seeds(domain).isEmpty()) {
            return 0;
        }
        return new Seed(site, new Seed.Request(List.of(domain.name()), null, false, null, false))
                .run()
                .steps()
                .size();
    }
}
