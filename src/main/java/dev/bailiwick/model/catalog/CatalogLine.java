package dev.bailiwick.model.catalog;

/**
 * One thing that the catalog says of an object.
 *
 * @param object what it belongs to, such as {@code table inventory.drugs}
 * @param part which part of it is described, such as {@code column code}; empty for the object itself, {@code :owner},
 *     {@code :comment} or {@link #ORDER} for what has no name
 * @param definition as SQL would say it; may have several lines
 */
public record CatalogLine(String object, String part, String definition) {

    /** The part that lists the columns of a table in their order. */
    public static final String ORDER = ":order";
}
