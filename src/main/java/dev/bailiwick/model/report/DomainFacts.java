package dev.bailiwick.model.report;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is there of a domain in a database.
 *
 * @param domain which
 * @param schema null where it isn't there
 * @param tables without partitions and the two of its history
 * @param partitions how many partitions
 * @param history what its tracking table says
 * @param unmade tables in its schema that no migration has made, by name
 * @param notes what could not be found out, one sentence each without a full stop
 */
public record DomainFacts(
        Domain domain,
        @Nullable Schema schema,
        int tables,
        int partitions,
        History history,
        List<String> unmade,
        List<String> notes) {

    public DomainFacts {
        unmade = List.copyOf(unmade);
        notes = List.copyOf(notes);
    }

    /**
     * A schema that is there.
     *
     * @param owner the role that owns it
     * @param views plain and materialized ones; what extensions brought is not counted, here and below
     * @param functions with procedures and aggregates
     */
    public record Schema(String owner, int views, int functions) {}
}
