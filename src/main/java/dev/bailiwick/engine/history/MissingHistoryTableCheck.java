package dev.bailiwick.engine.history;

import dev.bailiwick.db.history.HistoryLog;
import dev.bailiwick.db.history.HistoryTableSearch;
import dev.bailiwick.db.history.HistoryTableSearch.Described;
import dev.bailiwick.db.history.HistoryTableSearch.Found;
import dev.bailiwick.db.history.HistoryTableSearch.Kind;
import dev.bailiwick.db.history.HistoryTableSearch.Likeness;
import dev.bailiwick.db.history.HistoryTableSearch.Mention;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks what else in the database speaks of a domain without a tracking table: its log, what its last run has left, a tracking
 * table under another name or in another schema that has these files, other domains' foreign keys to its tables.
 */
final class MissingHistoryTableCheck {
    private final ProjectSession projectSession;
    private final HistoryTableSearch tables;
    private final Set<Domain> without;
    private @Nullable List<Found> all;
    private @Nullable List<Domain> domains;

    /** @param histories as they were read: those without a tracking table are looked into */
    MissingHistoryTableCheck(ProjectSession projectSession, Map<Domain, History> histories) {
        this.projectSession = projectSession;
        this.tables = new HistoryTableSearch(projectSession.session());
        this.without = histories.keySet().stream()
                .filter(domain -> !histories.getOrDefault(domain, History.NONE).kept())
                .collect(Collectors.toSet());
    }

    /** Whether one of them, when it was looked into, had a tracking table: another runner has made it since it was read. */
    boolean begunMeanwhile() {
        return all != null && without.stream().anyMatch(this::begun);
    }

    /** The table is looked for in one snapshot with all that else speaks of it. */
    private boolean begun(Domain domain) {
        return own(domain, domain.table()) != null;
    }

    /** Why a domain has not just "no history"; empty where it has. */
    Optional<Failure> of(Domain domain) {
        if (!without.contains(domain) || begun(domain)) {
            return Optional.empty();
        }
        Likeness other = other(domain);
        if (own(domain, domain.logTable()) != null) {
            return Optional.of(beside(domain, other));
        }
        Found catalog = own(domain, domain.catalogTable());
        if (catalog != null) {
            return Optional.of(described(domain, catalog, other));
        }
        if (other != null) {
            return Optional.of(elsewhere(domain, other));
        }
        List<Found> catalogs = ofOtherDomains(Kind.CATALOG);
        return Optional.ofNullable(tables.mention(catalogs, domain)).map(mention -> mentioned(domain, mention));
    }

    /** The same for a person who says that the history begins now: then only what can be rebuilt stands against it. */
    Optional<Failure> ofBeginning(Domain domain) {
        return !without.contains(domain) || begun(domain) || own(domain, domain.logTable()) == null
                ? Optional.empty()
                : Optional.of(beside(domain, other(domain)));
    }

    private List<Found> all() {
        List<Found> found = all == null ? tables.all() : all;
        all = found;
        return found;
    }

    private List<Domain> domains() {
        List<Domain> found = domains == null ? projectSession.project().domains() : domains;
        domains = found;
        return found;
    }

    private @Nullable Found own(Domain domain, String table) {
        return all().stream()
                .filter(found -> found.is(domain, table))
                .findFirst()
                .orElse(null);
    }

    private List<Found> ofOtherDomains(Kind kind) {
        return all().stream()
                .filter(found -> found.kind() == kind && found.mayRead())
                .toList();
    }

    /**
     * A tracking table that seems to be this domain's: most of its files have these names, and it is not the one of another
     * domain whose folder has them too, as one has that began as a copy.
     */
    private @Nullable Likeness other(Domain domain) {
        List<Found> candidates = ofOtherDomains(Kind.TRACKING);
        if (candidates.isEmpty()) {
            return null;
        }
        List<Likeness> likely = tables
                .likeness(candidates, projectSession.project().files(domain))
                .stream()
                .filter(like -> like.likely() && !isItsOwn(like))
                .sorted((a, b) -> Long.compare(b.same(), a.same()))
                .toList();
        if (!likely.isEmpty()) {
            return likely.get(0);
        }
        // Its files may all be gone or edited: but in its own schema no other domain's table lies.
        return candidates.stream()
                .filter(found -> found.schema().equals(domain.schema()) && owner(found) == null)
                .findFirst()
                .map(found -> new Likeness(found, 0, 0, 0))
                .orElse(null);
    }

    private @Nullable Domain owner(Found found) {
        return domains().stream()
                .filter(domain -> found.is(domain, domain.table()))
                .findFirst()
                .orElse(null);
    }

    private boolean isItsOwn(Likeness like) {
        Domain owner = owner(like.table());
        if (owner == null) {
            return false;
        }
        List<MigrationFile> files = projectSession.project().files(owner);
        return tables.likeness(List.of(like.table()), files).stream()
                .anyMatch(own -> own.named() > 0 && own.named() * 2 >= like.named());
    }

    private Failure beside(Domain domain, @Nullable Likeness other) {
        List<HistoryLog.Logged> applied = new HistoryLog(projectSession.session()).all(domain);
        String log = domain.schema() + "." + domain.logTable();
        List<String> next = new ArrayList<>();
        if (other != null) {
            next.add(back(domain, other.table()));
        }
        next.add(
                (other == null ? "" : "or ") + "to write it again from the log, which shows first what it would write: "
                        + ShellCommand.of("bailiwick", "repair", domain.name(), "--from-log"));
        next.add("or bring it back from a backup");
        return Failure.of(
                        "the tracking table " + domain.schema() + "." + domain.table()
                                + " is gone, and its log is there: "
                                + log + " says that "
                                + (applied.isEmpty()
                                        ? "no file is applied"
                                        : LostHistoryCheck.count(applied) + " " + LostHistoryCheck.stand(applied)),
                        next.toArray(String[]::new))
                .withDetails(applied.stream().map(LostHistoryCheck::line).toList())
                .withState("nothing was run");
    }

    private static String back(Domain domain, Found table) {
        return table.qualified() + " has its rows; to bring it back: " + table.broughtTo(domain, domain.table());
    }

    private Failure described(Domain domain, Found catalog, @Nullable Likeness other) {
        Described last = catalog.mayRead() ? tables.described(catalog) : null;
        List<String> next = new ArrayList<>();
        if (other != null) {
            next.add(back(domain, other.table()));
        }
        next.add("bring " + domain.schema() + "." + domain.table() + " and " + domain.logTable()
                + " back from a backup");
        begins(domain, next);
        return Failure.of(
                        "the tracking table " + domain.schema() + "." + domain.table() + " and its log are gone: "
                                + catalog.qualified() + " is there, "
                                + (last == null
                                        ? "which a run of Bailiwick has made"
                                        : "which the last run has written, " + last.at() + " by " + last.by()),
                        next.toArray(String[]::new))
                .withState("nothing was run");
    }

    private Failure elsewhere(Domain domain, Likeness other) {
        Found table = other.table();
        Domain owner = owner(table);
        List<String> next = new ArrayList<>();
        boolean another = !table.schema().equals(domain.schema());
        boolean hasSchema = tables.hasSchema(domain.schema());
        if (another && !hasSchema && owner == null) {
            next.add("where the schema has another name than the domain now: echo 'schema=" + table.schema() + "' >> "
                    + domain.folder() + "/domain.properties"
                    + (table.name().equals(domain.table())
                            ? ""
                            : "; echo 'table=" + table.name() + "' >> " + domain.folder() + "/domain.properties"));
            next.add("or give it the domain's name: " + table.schemaRenamedTo(domain));
        } else {
            next.add("to bring it back: " + table.broughtTo(domain, domain.table()));
            along(domain, table, next);
        }
        begins(domain, next);
        return Failure.of(
                        "domain " + domain.name() + " has no history in this database, and " + table.qualified()
                                + " is one of its files"
                                + (other.rows() == 0
                                        ? ""
                                        : ": " + other.named() + " of the " + other.rows()
                                                + (other.rows() == 1 ? " file that is" : " files that are")
                                                + " applied there " + (other.named() == 1 ? "is" : "are") + " in "
                                                + domain.folder()),
                        next.toArray(String[]::new))
                .withState("nothing was run");
    }

    /** The log and what the last run has left, where they have gone with it. */
    private void along(Domain domain, Found table, List<String> next) {
        List<String> moves = new ArrayList<>();
        for (Found found : all()) {
            String suffix = found.name().startsWith(table.name())
                    ? found.name().substring(table.name().length())
                    : "";
            boolean ours = suffix.equals("_log") || suffix.equals("_catalog");
            if (ours && found.schema().equals(table.schema()) && found.kind() != Kind.TRACKING) {
                moves.add(found.broughtTo(domain, domain.table() + suffix));
            }
        }
        if (!moves.isEmpty()) {
            next.add("and with it: " + String.join(" ", moves));
        }
    }

    private static Failure mentioned(Domain domain, Mention mention) {
        List<String> next = new ArrayList<>();
        next.add("bring schema " + domain.schema() + " back from a backup");
        begins(domain, next);
        return Failure.of(
                        "domain " + domain.name() + " has no history in this database, and had something in it: "
                                + mention.object() + " referred to " + mention.table() + " when a run last wrote "
                                + mention.catalog().qualified() + ", "
                                + mention.described().at() + " by "
                                + mention.described().by() + ", and that is gone",
                        next.toArray(String[]::new))
                .withState("nothing was run");
    }

    /** What a person says who knows that nothing is lost. */
    static void begins(Domain domain, List<String> next) {
        next.add("or, where the database has the work of its files: "
                + ShellCommand.of("bailiwick", "baseline", domain.name()) + " --to FILE");
        next.add("or, where it has none of it and the history is to begin now: "
                + ShellCommand.of("bailiwick", "baseline", domain.name(), "--empty"));
    }
}
