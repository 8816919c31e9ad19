package dev.bailiwick.model.catalog;

/**
 * A table that is there.
 *
 * @param schema where it lies
 * @param name its name
 * @param partition whether it is a part of another
 */
public record CatalogTable(String schema, String name, boolean partition) {}
