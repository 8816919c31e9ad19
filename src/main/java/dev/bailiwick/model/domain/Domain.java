package dev.bailiwick.model.domain;

import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.Limits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A business area: one folder under {@code sql/}, one PostgreSQL schema, one tracking table.
 *
 * @param name the folder's name
 * @param folder its path as the user would type it, such as {@code sql/inventory}
 * @param schema the PostgreSQL schema; the folder's name unless {@code domain.properties} says otherwise
 * @param table the tracking table in that schema, {@code schema_migrations} unless said otherwise
 * @param requires the domains whose schemas it may refer to, in the order in which they are written
 * @param limits defaults of its files
 * @param role the role that its SQL runs as, by SET ROLE; null for the login role
 * @param guard what happens when one of its migrations reaches beyond it
 * @param newerHistory what happens where its history is newer than its files
 * @param lint severities of lint rules that differ from the defaults, by the rule's name: error, warn or off
 * @param reach the schemas of the domains that it requires
 * @param touches what its files may touch beyond it: schemas, or objects with their schema
 * @param otherHistories the tracking tables and logs of all other domains, with their schemas: {@code hr.schema_migrations}
 * @param inGit whether its folder lies in a git work tree, so that git knows its files
 */
public record Domain(
        String name,
        String folder,
        String schema,
        String table,
        List<String> requires,
        Limits limits,
        @Nullable String role,
        Guard guard,
        NewerHistory newerHistory,
        Map<String, String> lint,
        List<String> reach,
        List<String> touches,
        List<String> otherHistories,
        boolean inGit) {

    /** The core platform: the one domain that requires none. */
    public static final String PUBLIC = "public";

    /** The tracking table's name where nothing else is said. */
    public static final String DEFAULT_TABLE = "schema_migrations";

    public Domain {
        requires = List.copyOf(requires);
        lint = Map.copyOf(lint);
        reach = List.copyOf(reach);
        touches = List.copyOf(touches);
        otherHistories = List.copyOf(otherHistories);
    }

    /** A domain that says nothing about itself: all defaults, its schema named as its folder. */
    public static Domain of(String name, String folder, List<String> requires, boolean inGit) {
        return new Domain(
                name,
                folder,
                name,
                DEFAULT_TABLE,
                requires,
                Limits.NONE,
                null,
                Guard.ON,
                NewerHistory.ACCEPT,
                Map.of(),
                requires,
                List.of(),
                List.of(),
                inGit);
    }

    /** The same domain beside others: where those that it requires have these schemas, and all others these histories. */
    public Domain beside(List<String> schemas, List<String> histories) {
        return with(guard, newerHistory, schemas, histories);
    }

    /** The same domain, guarded in another way. */
    public Domain guarded(Guard other) {
        return with(other, newerHistory, reach, otherHistories);
    }

    /** The same domain, where a newer history is taken in another way. */
    public Domain whereNewer(NewerHistory other) {
        return with(guard, other, reach, otherHistories);
    }

    private Domain with(Guard guard, NewerHistory newerHistory, List<String> reach, List<String> otherHistories) {
        return new Domain(
                name,
                folder,
                schema,
                table,
                requires,
                limits,
                role,
                guard,
                newerHistory,
                lint,
                reach,
                touches,
                otherHistories,
                inGit);
    }

    /** A domain is its folder. Java links what a record brings at its first use, which every start would wait for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Domain domain && folder.equals(domain.folder);
    }

    @Override
    public int hashCode() {
        return folder.hashCode();
    }

    /** The log beside the tracking table. */
    public String logTable() {
        return table + "_log";
    }

    /** What the last run left in the schema, beside the tracking table. */
    public String catalogTable() {
        return table + "_catalog";
    }

    /** The tables in the domain's schema that are ours, and no work of its files. */
    public List<String> ownTables() {
        return List.of(table, logTable(), catalogTable());
    }

    /** The tracking table and its log, with their schema. */
    public List<String> history() {
        return List.of(schema + "." + table, schema + "." + logTable());
    }

    /** The command that gives one of its files another path. */
    public String move(String from, String to) {
        return inGit ? ShellCommand.of("git", "mv", from, to) : ShellCommand.of("mv", from, to);
    }
}
