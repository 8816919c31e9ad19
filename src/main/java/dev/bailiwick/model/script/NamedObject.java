package dev.bailiwick.model.script;

import org.jspecify.annotations.Nullable;

/**
 * An object that a statement makes or drops, by its name.
 *
 * @param kind in small letters, as in CREATE: {@code materialized view}; also {@code column}, {@code constraint},
 *     {@code enum value}
 * @param schema null where it may be any, or where such objects lie in none
 * @param on the table or type that it belongs to; null where it stands by itself
 * @param arguments of a function; -1 where they are not known or it has none
 */
public record NamedObject(
        String kind,
        @Nullable String schema,
        String name,
        @Nullable TableName on,
        int arguments) {

    /** As a person names it. */
    @Override
    public String toString() {
        String qualified = schema == null ? name : schema + "." + name;
        if (on == null) {
            return kind + " " + qualified;
        }
        return kind + " " + name + " on " + (on.schema() == null ? "" : on.schema() + ".") + on.name();
    }

    /** Whether another one is the same object, as far as names tell. */
    public boolean same(NamedObject other) {
        return kind.equals(other.kind)
                && name.equals(other.name)
                && (schema == null || other.schema == null || schema.equals(other.schema))
                && (on == null || other.on == null || on.name().equals(other.on.name()));
    }
}
