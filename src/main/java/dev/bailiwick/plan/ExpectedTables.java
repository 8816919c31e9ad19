package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.TableChange;
import dev.bailiwick.model.script.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables that should be there by what the applied migrations say, as they have made them one after the other. */
public final class ExpectedTables {
    private final Map<TableName, Made> tables = new LinkedHashMap<>();
    private final Map<Domain, Set<String>> unseenMade = new HashMap<>();
    private final Map<Domain, Set<String>> unseenGone = new HashMap<>();

    /**
     * How a table came to be.
     *
     * @param domain whose migration made it
     * @param filename the migration
     * @param parent the table that it is a part of, or null
     * @param moved whether a migration has put it where it lies by SET SCHEMA
     */
    record Made(Domain domain, String filename, @Nullable TableName parent, boolean moved) {}

    /** Goes on with one applied migration. */
    public void apply(Domain domain, String filename, List<TableChange> changes) {
        for (TableChange change : changes) {
            TableName other = change.other();
            TableName table = resolved(domain, change.table());
            switch (change.kind()) {
                case CREATE -> create(domain, filename, change);
                case DROP -> drop(table);
                case RENAME -> {
                    if (other != null) {
                        rename(table, new TableName(table.schema(), other.name()), false);
                    }
                }
                case MOVE -> {
                    if (other != null) {
                        rename(table, new TableName(other.schema(), table.name()), true);
                    }
                }
                case PARENT -> attach(table, other == null ? null : resolved(domain, other));
                case DROP_SCHEMA ->
                    tables.keySet()
                            .removeIf(name -> other != null
                                    && String.valueOf(other.schema()).equals(name.schema()));
                case UNSEEN_MADE -> unseen(unseenMade, domain, filename + ":" + change.line());
                case UNSEEN_GONE -> unseen(unseenGone, domain, filename + ":" + change.line());
            }
        }
    }

    /** What a migration of a domain did is not known. */
    public void doubt(Domain domain, String filename) {
        unseen(unseenMade, domain, filename);
        unseen(unseenGone, domain, filename);
    }

    private static void unseen(Map<Domain, Set<String>> places, Domain domain, String place) {
        places.computeIfAbsent(domain, absent -> new LinkedHashSet<>()).add(domain.folder() + "/" + place);
    }

    /** Where its migrations may have made tables that are not among these: files, with the line where it is known. */
    Set<String> mayHaveMade(Domain domain) {
        return unseenMade.getOrDefault(domain, Set.of());
    }

    /** Where its migrations may have dropped, renamed or moved some of these. */
    Set<String> mayHaveTakenAway(Domain domain) {
        return unseenGone.getOrDefault(domain, Set.of());
    }

    Map<TableName, Made> tables() {
        return tables;
    }

    private void create(Domain domain, String filename, TableChange change) {
        TableName parent = change.other() == null ? null : resolved(domain, change.other());
        TableName named = change.table();
        // search_path begins with the domain's schema: there an unqualified CREATE lands.
        TableName table = named.schema() == null ? new TableName(domain.schema(), named.name()) : named;
        tables.putIfAbsent(table, new Made(domain, filename, parent, false));
    }

    /** With it go its partitions and what inherits from it. */
    private void drop(TableName table) {
        tables.remove(table);
        List<TableName> parts = new ArrayList<>();
        tables.forEach((name, made) -> {
            if (table.equals(made.parent())) {
                parts.add(name);
            }
        });
        parts.forEach(this::drop);
    }

    private void rename(TableName from, TableName to, boolean moved) {
        Made made = tables.remove(from);
        if (made == null) {
            return;
        }
        tables.put(to, new Made(made.domain(), made.filename(), made.parent(), moved || made.moved()));
        tables.replaceAll((name, part) ->
                from.equals(part.parent()) ? new Made(part.domain(), part.filename(), to, part.moved()) : part);
    }

    private void attach(TableName part, @Nullable TableName parent) {
        tables.computeIfPresent(part, (name, made) -> new Made(made.domain(), made.filename(), parent, made.moved()));
    }

    /** A name without a schema is looked up as the server does it: in the domain's schema, then in public. */
    private TableName resolved(Domain domain, TableName name) {
        if (name.schema() != null) {
            return name;
        }
        TableName home = new TableName(domain.schema(), name.name());
        TableName common = new TableName(Domain.PUBLIC, name.name());
        return !tables.containsKey(home) && tables.containsKey(common) ? common : home;
    }
}
