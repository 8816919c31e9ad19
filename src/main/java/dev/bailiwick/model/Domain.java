package dev.bailiwick.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A business area: one folder under {@code sql/}, one PostgreSQL schema, one tracking table.
 *
 * @param name the folder's name
 * @param folder its path as the user would type it, such as {@code sql/inventory}
 * @param schema the PostgreSQL schema; the folder's name unless {@code domain.properties} says otherwise
 * @param table the tracking table in that schema, {@code schema_migrations} unless said otherwise
 * @param requires the domains whose schemas it may refer to, in the order in which they are written
 * @param lockTimeout default of its files, as PostgreSQL reads it; null where the domain has none
 * @param statementTimeout default of its files; null where the domain has none
 * @param role the role that its SQL runs as, by SET ROLE; null for the login role
 * @param inGit whether its folder lies in a git work tree, so that git knows its files
 */
public record Domain(
        String name,
        String folder,
        String schema,
        String table,
        List<String> requires,
        @Nullable String lockTimeout,
        @Nullable String statementTimeout,
        @Nullable String role,
        boolean inGit) {

    /** The core platform: the one domain that requires none. */
    public static final String PUBLIC = "public";

    /** The tracking table's name where nothing else is said. */
    public static final String DEFAULT_TABLE = "schema_migrations";

    public Domain {
        requires = List.copyOf(requires);
    }

    /** The log beside the tracking table. */
    public String logTable() {
        return table + "_log";
    }

    /** The command that gives one of its files another path. */
    public String move(String from, String to) {
        return inGit ? ShellCommand.of("git", "mv", from, to) : ShellCommand.of("mv", from, to);
    }
}
