package dev.bailiwick.model.script;

import org.jspecify.annotations.Nullable;

/**
 * How to find out what became of a statement that ran outside a transaction and whose end nobody saw, and whether it may
 * run again.
 */
public sealed interface Recovery {

    /** Whether it may leave something behind when it fails (probed with 15 and 18). */
    default boolean leavesTraces() {
        return this instanceof IndexBuild
                || this instanceof Rebuild
                || this instanceof Detach
                || this instanceof Unknown;
    }

    /** It runs in a transaction of its own that also records it: there is never a doubt. */
    record Recorded() implements Recovery {}

    /** It may run as often as one likes, such as VACUUM or ANALYZE. */
    record Repeatable() implements Recovery {}

    /** It only sets up the session: it may run again, and has to in a new session. */
    record SessionOnly() implements Recovery {}

    /**
     * CREATE INDEX CONCURRENTLY: the catalog knows.
     *
     * @param index its name as it is written, without a schema; empty where PostgreSQL chooses one
     * @param table as it is written
     * @param unique whether it is to be unique
     * @param definition what stands after the table's name: method, columns and so on
     */
    record IndexBuild(String index, TableName table, boolean unique, String definition) implements Recovery {}

    /** DROP INDEX CONCURRENTLY: it is done when the index is gone. */
    record IndexDrop(TableName index) implements Recovery {}

    /**
     * REINDEX CONCURRENTLY: may run again, once what it left half-built is dropped.
     *
     * @param kind of what is rebuilt: index, table, schema, database or system
     * @param target its name; null where none is written
     */
    record Rebuild(String kind, @Nullable TableName target) implements Recovery {}

    /** ALTER TABLE … DETACH PARTITION … CONCURRENTLY: the catalog knows. */
    record Detach(TableName table, TableName partition) implements Recovery {}

    /**
     * Nobody can tell, such as of a procedure that commits.
     *
     * @param command its keywords
     */
    record Unknown(String command) implements Recovery {}
}
