package dev.bailiwick.model.report;

import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.domain.Domain;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a domain's schema differs from what it is compared with.
 *
 * @param then what it is compared with; null where that is another database, or nothing was kept
 * @param changes from there to here, by object
 * @param notes what a person should know beside it
 */
public record DomainDrift(Domain domain, @Nullable Then then, List<CatalogChange> changes, List<String> notes) {

    public DomainDrift {
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /**
     * The run that described the schema.
     *
     * @param at when
     * @param by the database role
     * @param client the operating system's user and host
     */
    public record Then(OffsetDateTime at, String by, String client) {}

    /** Whether anything differs but the order of columns. */
    public boolean drifted() {
        return CatalogChange.differ(changes);
    }
}
