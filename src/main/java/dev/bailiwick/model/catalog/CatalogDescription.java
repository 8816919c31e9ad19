package dev.bailiwick.model.catalog;

import java.util.List;

/**
 * Everything that schemas hold, without any oid: two that are equal were built alike.
 *
 * @param lines sorted by object and part
 */
public record CatalogDescription(List<CatalogLine> lines) {

    public CatalogDescription {
        lines = List.copyOf(lines);
    }
}
