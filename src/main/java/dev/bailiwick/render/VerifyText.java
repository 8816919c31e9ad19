package dev.bailiwick.render;

import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.DomainFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says of each domain what is there of it in the database: its schema, its tables, its history. */
public final class VerifyText {
    private static final String INDENT = "  ";

    /** How many names stand in a line of notes; all of them are in JSON. */
    private static final int LISTED = 10;

    private VerifyText() {}

    /**
     * Two lines for each domain, and more where there is more to know.
     *
     * @param elsewhere how many tables lie in each schema that is no domain's; empty where that is not asked
     */
    public static String of(List<DomainFacts> domains, Map<String, Long> elsewhere) {
        StringBuilder text = new StringBuilder();
        for (DomainFacts facts : domains) {
            text.append(Terminal.line(facts.domain().name()))
                    .append(": ")
                    .append(schema(facts))
                    .append('\n');
            text.append(INDENT).append(history(facts)).append('\n');
            if (!facts.unmade().isEmpty()) {
                text.append(INDENT)
                        .append("made by no migration: ")
                        .append(listed(facts.unmade()))
                        .append('\n');
            }
            facts.notes()
                    .forEach(note ->
                            text.append(INDENT).append(Terminal.line(note)).append('\n'));
        }
        if (!elsewhere.isEmpty()) {
            text.append("schemas of no domain: ")
                    .append(elsewhere.entrySet().stream()
                            .map(schema -> Terminal.line(schema.getKey()) + " ("
                                    + CountText.of(schema.getValue(), "table") + ")")
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        return text.toString();
    }

    private static String schema(DomainFacts facts) {
        String name = "schema " + Terminal.line(facts.domain().schema());
        DomainFacts.Schema schema = facts.schema();
        if (schema == null) {
            return name + " is not there";
        }
        List<String> counts = new ArrayList<>();
        counts.add(CountText.of(facts.tables(), "table")
                + (facts.partitions() == 0 ? "" : " with " + CountText.of(facts.partitions(), "partition")));
        counts.add(CountText.of(schema.views(), "view"));
        counts.add(CountText.of(schema.functions(), "function"));
        return name + " of owner " + Terminal.line(schema.owner()) + ", " + String.join(", ", counts);
    }

    private static String history(DomainFacts facts) {
        if (!facts.history().kept()) {
            return "no history in this database yet";
        }
        List<String> counts = new ArrayList<>();
        counts.add(applied(facts) + " applied");
        if (failed(facts) > 0) {
            counts.add(failed(facts) + " failed");
        }
        if (halfDone(facts) > 0) {
            counts.add(halfDone(facts) + " half-done");
        }
        String last = last(facts)
                .map(row -> "; last on " + UtcTime.text(row.appliedAt()) + " by " + Terminal.line(row.appliedBy())
                        + (row.batch() > 0 ? " in batch " + row.batch() : "") + ": " + Terminal.line(row.filename()))
                .orElse("");
        return String.join(", ", counts) + last;
    }

    private static String listed(List<String> names) {
        String some = names.stream().limit(LISTED).map(Terminal::line).collect(Collectors.joining(", "));
        return names.size() > LISTED ? some + " and " + (names.size() - LISTED) + " more" : some;
    }

    /** The same for {@code --json}. */
    public static Map<String, Object> facts(List<DomainFacts> domains, Map<String, Long> elsewhere) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("domains", domains.stream().map(VerifyText::facts).toList());
        result.put(
                "other_schemas",
                elsewhere.entrySet().stream()
                        .map(other -> {
                            Map<String, Object> fields = new LinkedHashMap<>();
                            fields.put("schema", other.getKey());
                            fields.put("tables", other.getValue());
                            return fields;
                        })
                        .toList());
        return result;
    }

    private static Map<String, Object> facts(DomainFacts facts) {
        Map<String, Object> fields = new LinkedHashMap<>();
        DomainFacts.Schema schema = facts.schema();
        Optional<HistoryRow> last = last(facts);
        fields.put("domain", facts.domain().name());
        fields.put("schema", facts.domain().schema());
        fields.put("has_schema", schema != null);
        fields.put("owner", schema == null ? null : schema.owner());
        fields.put("tables", facts.tables());
        fields.put("partitions", facts.partitions());
        fields.put("views", schema == null ? 0 : schema.views());
        fields.put("functions", schema == null ? 0 : schema.functions());
        fields.put("has_history", facts.history().kept());
        fields.put("applied", applied(facts));
        fields.put("failed", failed(facts));
        fields.put("half_done", halfDone(facts));
        fields.put("last_file", last.map(HistoryRow::filename).orElse(null));
        fields.put("last_batch", last.map(HistoryRow::batch).orElse(null));
        fields.put(
                "last_applied_at", last.map(row -> UtcTime.iso(row.appliedAt())).orElse(null));
        fields.put("last_applied_by", last.map(HistoryRow::appliedBy).orElse(null));
        fields.put("made_by_no_migration", facts.unmade());
        fields.put("notes", facts.notes());
        return fields;
    }

    private static long applied(DomainFacts facts) {
        return facts.history().rows().stream().filter(HistoryRow::success).count();
    }

    private static long halfDone(DomainFacts facts) {
        return facts.history().rows().stream().filter(HistoryRow::partial).count();
    }

    private static long failed(DomainFacts facts) {
        return facts.history().rows().size() - applied(facts) - halfDone(facts);
    }

    private static Optional<HistoryRow> last(DomainFacts facts) {
        return facts.history().rows().stream()
                .filter(HistoryRow::success)
                .max(Comparator.comparing(HistoryRow::appliedAt).thenComparing(HistoryRow::id));
    }
}
