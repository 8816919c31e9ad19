package dev.bailiwick.model.report;

import dev.bailiwick.model.domain.Domain;
import java.util.List;

/**
 * What sealing came to in a domain.
 *
 * @param files how many migrations it has
 * @param changes the lines that came, changed and went
 * @param order whether the same lines were put in order
 */
public record SealedDomain(Domain domain, int files, List<SealChange> changes, boolean order) {
    public SealedDomain {
        changes = List.copyOf(changes);
    }
}
