package dev.bailiwick.db.catalog;

import dev.bailiwick.model.domain.Domain;
import java.util.List;

/**
 * What a login may do in a domain.
 *
 * @param hasSchema whether its schema exists; else the first run makes it
 * @param hasHistory whether its tracking table exists
 * @param stranger whether a table of that name is not Bailiwick's
 * @param may how far the rights go; a server that can only be read is not looked at here
 * @param lacks what is missing for migrate, such as {@code INSERT on inventory.schema_migrations}
 */
public record DomainRights(
        Domain domain, boolean hasSchema, boolean hasHistory, boolean stranger, May may, List<String> lacks) {

    public DomainRights {
        lacks = List.copyOf(lacks);
    }

    /** How far the rights go. */
    public enum May {
        MIGRATE,
        READ,
        NOTHING
    }
}
