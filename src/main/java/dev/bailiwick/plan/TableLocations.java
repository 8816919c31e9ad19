package dev.bailiwick.plan;

import dev.bailiwick.model.catalog.CatalogTable;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds the tables that migrations have made against those that are there: what lies in a wrong schema, what is missing,
 * what no migration has made. Where it is in doubt it says nothing.
 */
public final class TableLocations {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private static final int LISTED = 3;

    private final List<Domain> domains;
    private final ExpectedTables made;
    private final List<CatalogTable> present;
    private final Set<TableName> names = new LinkedHashSet<>();
    private final Set<TableName> strays = new HashSet<>();
    private final Map<TableName, String> others;
    private final Map<Domain, List<Supplier<Failure>>> wrong = new HashMap<>();
    private final Map<Domain, List<String>> meant = new HashMap<>();

    /**
     * @param domains all of the project
     * @param present all tables of the database but those of extensions
     * @param others what else has a name as tables have theirs, and what each is
     */
    public TableLocations(
            List<Domain> domains, ExpectedTables made, List<CatalogTable> present, Map<TableName, String> others) {
        this.domains = List.copyOf(domains);
        this.made = made;
        this.present = List.copyOf(present);
        this.others = others;
        present.forEach(table -> names.add(new TableName(table.schema(), table.name())));
        made.tables()
                .forEach((table, how) ->
                        judge(table, how, wrong.computeIfAbsent(how.domain(), domain -> new ArrayList<>())));
    }

    /** What is wrong with the tables of a domain, in the order in which they were made. */
    public List<Failure> wrong(Domain domain) {
        return wrong.getOrDefault(domain, List.of()).stream().map(Supplier::get).toList();
    }

    /** Tables that a migration of a domain has made in public by that name, one sentence each without a full stop. */
    public List<String> meant(Domain domain) {
        return List.copyOf(meant.getOrDefault(domain, List.of()));
    }

    /** What can't be found out about a domain, one sentence each without a full stop. */
    public List<String> untold(Domain domain) {
        List<String> untold = new ArrayList<>();
        Set<String> gone = made.mayHaveTakenAway(domain);
        if (!gone.isEmpty()) {
            untold.add(
                    "which tables are missing is not told: what " + listed(gone) + " may drop or rename can't be read");
        }
        Set<String> come = made.mayHaveMade(domain);
        if (!come.isEmpty()) {
            untold.add(
                    "which tables no migration has made is not told: what " + listed(come) + " may make can't be read");
        }
        return untold;
    }

    private void judge(TableName table, ExpectedTables.Made how, List<Supplier<Failure>> found) {
        Domain domain = how.domain();
        TableName home = new TableName(domain.schema(), table.name());
        if (names.contains(table)) {
            if (!table.equals(home) && !how.moved() && ofAnother(table, domain) && !names.contains(home)) {
                if (Domain.PUBLIC.equals(table.schema())) {
                    // Only by its qualified name does a migration make it there: an unqualified one is at home.
                    meant.computeIfAbsent(domain, absent -> new ArrayList<>())
                            .add("table " + table + " lies in public because " + file(how)
                                    + " made it there by that name");
                } else {
                    Failure stray = stray(table, home, how);
                    found.add(() -> stray);
                }
            }
            return;
        }
        if (names.contains(home)) {
            return;
        }
        List<TableName> elsewhere = names.stream()
                .filter(name -> name.name().equals(table.name()))
                .filter(name -> !made.tables().containsKey(name))
                .toList();
        if (elsewhere.size() == 1) {
            Failure stray = stray(elsewhere.get(0), table, how);
            found.add(() -> stray);
        } else if (made.mayHaveTakenAway(domain).isEmpty() && how.parent() == null) {
            // Partitions come and go without migrations.
            found.add(() -> missing(table, how, elsewhere));
        }
    }

    /** Whether it lies where another domain is at home, or in public; other schemas are nobody's. */
    private boolean ofAnother(TableName table, Domain domain) {
        String schema = String.valueOf(table.schema());
        return !schema.equals(domain.schema())
                && (schema.equals(Domain.PUBLIC)
                        || domains.stream().anyMatch(other -> other.schema().equals(schema)));
    }

    private Failure stray(TableName lies, TableName belongs, ExpectedTables.Made how) {
        strays.add(lies);
        return Failure.of(
                        "table " + lies + " lies in a wrong schema: " + file(how) + " made it, and its place is "
                                + belongs.schema(),
                        "ALTER TABLE " + quoted(lies) + " SET SCHEMA " + quoted(String.valueOf(belongs.schema())) + ";")
                .withState(
                        "views and foreign keys follow a table that is moved; text that names its schema does not, as in functions");
    }

    private Failure missing(TableName table, ExpectedTables.Made how, List<TableName> elsewhere) {
        return Failure.of(
                        "table " + table + " is missing: " + file(how) + " made it, and no migration has dropped it",
                        "bring it back, as from a backup",
                        "or, where it is gone for good, say so in a new migration: DROP TABLE IF EXISTS "
                                + quoted(table) + ";",
                        "or, where all that its migration did was undone by hand: "
                                + ShellCommand.markPending(how.domain().name(), how.filename()))
                .withState(whereabouts(table, how.domain(), elsewhere));
    }

    /** What may have become of a table that is missing. */
    private String whereabouts(TableName table, Domain domain, List<TableName> elsewhere) {
        if (!elsewhere.isEmpty()) {
            return "tables of that name are "
                    + elsewhere.stream().map(TableName::toString).collect(Collectors.joining(", "));
        }
        List<String> unmade = unmade(domain);
        String renamed = unmade.isEmpty()
                ? "dropped or renamed by hand? "
                : "renamed by hand? made by no migration in " + domain.schema() + ": " + listed(unmade) + "; ";
        String named = others.entrySet().stream()
                .filter(other -> other.getKey().name().equals(table.name()))
                .map(other -> "a " + other.getValue() + " " + other.getKey())
                .collect(Collectors.joining(" and "))
                .replace("a index", "an index");
        return renamed
                + (named.isEmpty()
                        ? "there is no table of that name in any schema"
                        : "there is no table of that name, but " + named);
    }

    private static String listed(Collection<String> names) {
        String some = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        return names.size() > LISTED ? some + " and " + (names.size() - LISTED) + " more" : some;
    }

    /** Tables in a domain's schema that no migration has made; empty where that can't be found out. */
    public List<String> unmade(Domain domain) {
        if (!made.mayHaveMade(domain).isEmpty()) {
            return List.of();
        }
        return present.stream()
                .filter(table -> table.schema().equals(domain.schema()) && !table.partition())
                .filter(table -> !ofHistory(table))
                .map(table -> new TableName(table.schema(), table.name()))
                .filter(name -> !made.tables().containsKey(name) && !strays.contains(name))
                .map(TableName::name)
                .toList();
    }

    /** Tables and partitions in a schema, without tracking tables and logs. */
    public List<CatalogTable> in(String schema) {
        return present.stream()
                .filter(table -> table.schema().equals(schema) && !ofHistory(table))
                .toList();
    }

    /** How many tables lie in each schema that is no domain's. */
    public Map<String, Long> elsewhere() {
        Set<String> ours = domains.stream().map(Domain::schema).collect(Collectors.toSet());
        return present.stream()
                .filter(table -> !ours.contains(table.schema()) && !table.partition())
                .collect(Collectors.groupingBy(CatalogTable::schema, TreeMap::new, Collectors.counting()));
    }

    private boolean ofHistory(CatalogTable table) {
        return domains.stream()
                .anyMatch(domain -> domain.schema().equals(table.schema())
                        && domain.ownTables().contains(table.name()));
    }

    private static String file(ExpectedTables.Made how) {
        return how.domain().folder() + "/" + how.filename();
    }

    private static String quoted(TableName name) {
        return quoted(String.valueOf(name.schema())) + "." + quoted(name.name());
    }

    /** As a person writes it, with quotes where they are needed. */
    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
