package dev.bailiwick.model.script;

import org.jspecify.annotations.Nullable;

/**
 * A table as a statement names it.
 *
 * @param schema null where the statement leaves it to search_path
 * @param name as PostgreSQL keeps it: folded to lower case unless it was quoted
 */
public record TableName(@Nullable String schema, String name) {

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
