package dev.bailiwick.model;

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
     */
    record IndexBuild(String index, TableName table) implements Recovery {}

    /** DROP INDEX CONCURRENTLY: it is done when the index is gone. */
    record IndexDrop(TableName index) implements Recovery {}

    /** REINDEX CONCURRENTLY: may run again, once what it left half-built is dropped. */
    record Rebuild() implements Recovery {}

    /** ALTER TABLE … DETACH PARTITION … CONCURRENTLY: the catalog knows. */
    record Detach(TableName table, TableName partition) implements Recovery {}

    /**
     * Nobody can tell, such as of a procedure that commits.
     *
     * @param command its keywords
     */
    record Unknown(String command) implements Recovery {}
}
