package dev.bailiwick.render;

import dev.bailiwick.model.failure.NameList;
import dev.bailiwick.model.history.Adoption;
import dev.bailiwick.model.history.Adoption.Checksum;
import dev.bailiwick.model.history.Adoption.How;
import dev.bailiwick.model.history.Adoption.LeftOut;
import dev.bailiwick.model.history.Adoption.Taken;
import dev.bailiwick.model.script.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what a domain takes over of another tool's history. */
public final class AdoptionText {
    private final Adoption adoption;

    public AdoptionText(Adoption adoption) {
        this.adoption = adoption;
    }

    /** A line for each file and for each entry that is left out. */
    public List<String> lines() {
        Table table = new Table(List.of(
                new Table.Column("theirs", false, 9),
                new Table.Column("file", false, 9),
                new Table.Column("known by", false, 9),
                new Table.Column("checksum", false, 9),
                new Table.Column("applied at", false, 9)));
        for (Taken taken : adoption.taken()) {
            table.add(
                    List.of(
                            String.join(", ", taken.entries()),
                            taken.filename(),
                            taken.how().word(),
                            taken.checksum() == Checksum.NONE
                                    ? ""
                                    : taken.checksum().word(),
                            taken.appliedAt() == null ? "" : UtcTime.text(taken.appliedAt())),
                    cell -> cell,
                    List.of());
        }
        List<String> lines = new ArrayList<>();
        if (!adoption.taken().isEmpty()) {
            table.text(new TextStyle(false, true), 0).lines().forEach(lines::add);
        }
        for (LeftOut left : adoption.leftOut()) {
            lines.add("  left out: " + left.entry() + ": " + left.why());
        }
        if (!adoption.pending().isEmpty()) {
            lines.add("  stays pending: " + NameList.of(adoption.pending()));
        }
        return lines.stream().map(Terminal::line).toList();
    }

    /** What a person should know beside it. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        List<Taken> differing = adoption.taken().stream()
                .filter(taken -> taken.checksum() == Checksum.DIFFERS)
                .toList();
        if (!differing.isEmpty()) {
            notes.add("the text of " + names(differing) + " is not what "
                    + adoption.from().label() + " ran, by its checksum: look at what was changed");
        }
        List<Taken> renamed = adoption.taken().stream()
                .filter(taken -> taken.how() == How.VERSION_ALONE)
                .toList();
        if (!renamed.isEmpty()) {
            notes.add(
                    "the name of " + names(renamed) + " is another one there: make sure that it is the same migration");
        }
        adoption.taken().stream()
                .map(Taken::filename)
                .max(ByteOrder.OF_NAMES)
                .ifPresent(last -> adoption.pending().stream()
                        .filter(name -> ByteOrder.OF_NAMES.compare(name, last) < 0)
                        .forEach(name -> notes.add(name + " stays pending and sorts before " + last
                                + ": migrate will refuse it as out of order, unless it is told --allow-out-of-order")));
        return notes;
    }

    private static String names(List<Taken> taken) {
        return String.join(", ", taken.stream().map(Taken::filename).toList());
    }

    /** The same as facts for {@code --json}. */
    public Map<String, @Nullable Object> facts(boolean dryRun) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("dry_run", dryRun);
        facts.put("domain", adoption.domain().name());
        facts.put("from", adoption.from().word());
        facts.put("table", adoption.table());
        facts.put("adopted", adoption.taken().stream().map(AdoptionText::fact).toList());
        facts.put(
                "left_out", adoption.leftOut().stream().map(AdoptionText::fact).toList());
        facts.put("pending", adoption.pending());
        return facts;
    }

    private static Map<String, @Nullable Object> fact(Taken taken) {
        Map<String, @Nullable Object> fact = new LinkedHashMap<>();
        fact.put("file", taken.filename());
        fact.put("entries", taken.entries());
        fact.put("known_by", taken.how().word());
        fact.put("checksum", taken.checksum().word());
        fact.put("applied_at", taken.appliedAt() == null ? null : UtcTime.iso(taken.appliedAt()));
        fact.put("applied_by", taken.appliedBy());
        fact.put("execution_time_ms", taken.executionTimeMs());
        fact.put("batch", taken.batch());
        return fact;
    }

    private static Map<String, Object> fact(LeftOut left) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("entry", left.entry());
        fact.put("why", left.why());
        return fact;
    }
}
