package dev.bailiwick.engine.check;

import dev.bailiwick.db.catalog.CatalogReader;
import dev.bailiwick.db.history.Histories;
import dev.bailiwick.engine.history.LostHistoryCheck;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.catalog.CatalogTable;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.DomainFacts;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.plan.DomainRequirements;
import dev.bailiwick.plan.ExpectedTables;
import dev.bailiwick.plan.TableLocations;
import dev.bailiwick.script.part.TableChanges;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the tables that the applied migrations have made are there, and where; reads only.
 *
 * <p>What was applied is read from the history, not from the files. All domains are read, whichever are asked for: a
 * table that lies in another domain's schema may be that domain's own.
 */
public final class Verify {
    private final ProjectSession projectSession;
    private final List<Domain> all;
    private final ExpectedTables made = new ExpectedTables();
    private final Map<Domain, List<String>> unread = new HashMap<>();

    public Verify(ProjectSession projectSession) {
        this.projectSession = projectSession;
        this.all = DomainRequirements.of(projectSession.project().domains()).order();
    }

    /**
     * What was found.
     *
     * @param elsewhere how many tables lie in each schema that is no domain's
     * @param failures what is wrong; empty where all is well
     */
    public record Result(List<DomainFacts> domains, Map<String, Long> elsewhere, List<Failure> failures) {
        public Result {
            domains = List.copyOf(domains);
            failures = List.copyOf(failures);
        }
    }

    private record Applied(Domain domain, HistoryRow row) {}

    /**
     * Looks.
     *
     * @param names as typed; empty for all domains
     */
    public Result run(List<String> names) {
        List<Domain> asked = ProjectSession.domains(projectSession.project(), names);
        Map<Domain, History> histories = LostHistoryCheck.read(projectSession, all);
        read(histories);
        CatalogReader catalog = new CatalogReader(projectSession.session());
        Map<String, DomainFacts.Schema> schemas = catalog.schemas();
        TableLocations whereabouts = new TableLocations(all, made, catalog.tables(), catalog.others());
        List<DomainFacts> facts = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Domain domain : asked) {
            History history = histories.getOrDefault(domain, History.NONE);
            facts.add(facts(domain, schemas.get(domain.schema()), history, whereabouts));
            failures.addAll(whereabouts.wrong(domain));
        }
        return new Result(facts, whereabouts.elsewhere(), failures);
    }

    private DomainFacts facts(
            Domain domain, DomainFacts.@Nullable Schema schema, History history, TableLocations whereabouts) {
        List<CatalogTable> tables = whereabouts.in(domain.schema());
        int partitions = (int) tables.stream().filter(CatalogTable::partition).count();
        boolean begun = history.rows().stream().anyMatch(HistoryRow::success);
        return new DomainFacts(
                domain,
                schema,
                tables.size() - partitions,
                partitions,
                history,
                begun ? whereabouts.unmade(domain) : List.of(),
                notes(domain, whereabouts));
    }

    private List<String> notes(Domain domain, TableLocations whereabouts) {
        List<String> notes = new ArrayList<>(whereabouts.meant(domain));
        notes.addAll(whereabouts.untold(domain));
        List<String> files = unread.getOrDefault(domain, List.of());
        if (!files.isEmpty()) {
            notes.add("what was applied is not known of " + files.get(0)
                    + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more"));
        }
        return notes;
    }

    /** All that is applied anywhere, in the order in which it was. */
    private void read(Map<Domain, History> histories) {
        List<Applied> applied = new ArrayList<>();
        Map<Domain, Map<String, Text>> texts = new HashMap<>();
        for (Domain domain : all) {
            List<HistoryRow> rows = histories.getOrDefault(domain, History.NONE).rows();
            rows.stream()
                    .filter(row -> row.success() || row.partial())
                    .forEach(row -> applied.add(new Applied(domain, row)));
            texts.put(domain, texts(domain, rows));
        }
        applied.sort(Comparator.comparing((Applied one) -> one.row().appliedAt())
                .thenComparing(one -> one.row().id()));
        applied.forEach(one -> read(one, texts.getOrDefault(one.domain(), Map.of())));
    }

    /** The text as it was applied, or as the file has it where the history keeps none. */
    private Map<String, Text> texts(Domain domain, List<HistoryRow> rows) {
        Map<String, Text> texts = new HashMap<>();
        if (!rows.isEmpty()) {
            texts.putAll(projectSession.project().files(domain).stream()
                    .collect(Collectors.toMap(MigrationFile::filename, MigrationFile::text)));
            texts.putAll(new Histories(projectSession.session())
                    .sources(domain, rows.stream().map(HistoryRow::filename).toList()));
        }
        return texts;
    }

    private void read(Applied one, Map<String, Text> texts) {
        Domain domain = one.domain();
        String filename = one.row().filename();
        Text text = texts.get(filename);
        if (text == null || one.row().partial()) {
            doubt(domain, filename);
        }
        if (text == null) {
            return;
        }
        try {
            made.apply(domain, filename, TableChanges.of(MigrationParser.parse(filename, filename, text)));
        } catch (InvalidScriptException e) {
            // It counts as applied on a person's word, and what it did can't be read.
            doubt(domain, filename);
        }
    }

    private void doubt(Domain domain, String filename) {
        made.doubt(domain, filename);
        unread.computeIfAbsent(domain, d -> new ArrayList<>()).add(filename);
    }
}
