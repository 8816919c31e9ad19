package dev.bailiwick.model.catalog;

/**
 * Something that a section did beyond its domain, as the catalog shows it.
 *
 * @param kind what it did
 * @param type what the object is, in PostgreSQL's words: table, function, trigger …; empty where it has none
 * @param schema the object's schema; empty for what has none, such as an event trigger
 * @param name what {@code touches:} calls it in that schema: a part of a table goes by the table's name
 * @param object its identity, as PostgreSQL prints it: {@code public.users}, {@code stamp on public.users}
 * @param toType for {@link Kind#REFERS}: what is referred to; empty otherwise
 * @param toSchema the schema of that; empty otherwise
 * @param toName its name; empty otherwise
 * @param to its identity; empty otherwise
 */
public record Violation(
        Kind kind,
        String type,
        String schema,
        String name,
        String object,
        String toType,
        String toSchema,
        String toName,
        String to) {

    /** What was done. */
    public enum Kind {
        /** It was made in another schema, put there, or replaced there. */
        CREATES,
        /** Its definition, owner, privileges or comment were changed. */
        ALTERS,
        /** It is gone. */
        DROPS,
        /** It is in the domain's schema now. */
        TAKES,
        /** Rows were written, by a statement, a trigger or a foreign key's action. */
        WRITES,
        /** An object of the domain now depends on one in a schema that the domain does not require. */
        REFERS,
        /** Rows of the domain's own history were written. */
        RECORDS,
        /** The guard can't tell what was changed: its cursor was closed. */
        HIDES
    }
}
