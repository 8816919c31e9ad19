package dev.bailiwick.model.script;

import org.jspecify.annotations.Nullable;

/**
 * What one statement of a migration does to which tables there are, and where.
 *
 * @param table the table; of DROP_SCHEMA and what is unseen only a name that means nothing
 * @param other CREATE and PARENT: the table that it is a part of, or null; RENAME: the new name; MOVE, DROP_SCHEMA: its
 *     schema is the one that is meant
 * @param line where the statement begins; 0 where that is of no interest
 */
public record TableChange(
        Kind kind, TableName table, @Nullable TableName other, int line) {
    /** Of a change whose line nobody asks for. */
    public TableChange(Kind kind, TableName table, @Nullable TableName other) {
        this(kind, table, other, 0);
    }

    /** What is done. */
    public enum Kind {
        CREATE,
        DROP,
        RENAME,
        /** ALTER TABLE … SET SCHEMA. */
        MOVE,
        /** ATTACH or DETACH PARTITION. */
        PARENT,
        DROP_SCHEMA,
        /** Something that may make tables, and whose text does not say which: a DO block, a function. */
        UNSEEN_MADE,
        /** The same of dropping, renaming and moving. */
        UNSEEN_GONE
    }
}
