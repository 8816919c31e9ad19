package dev.bailiwick.db;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Guard;
import dev.bailiwick.model.ServerMessage;
import dev.bailiwick.model.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of the domain guard: what this transaction has done beyond its domain, judged before it commits.
 *
 * <p>A row of the catalog that the transaction has written carries its number as {@code xmin}. What changes a table
 * without touching its row in pg_class holds a lock on it, and so does what writes its rows. What was dropped is seen by a
 * cursor from before the section.
 */
final class GuardText {
    /** SQLSTATE of the guard's words: an error, or an INFO where violations are only told. */
    static final String VIOLATION = "BWGRD";

    /** How many statements {@link #before} holds. */
    static final int STATEMENTS_BEFORE = 1;

    /**
     * What this runs is said when it is first fetched from, and it sees what was there when it was opened: a query that a
     * function runs read-only has the caller's snapshot. So little stands before the section.
     */
    private static final String BEFORE = "DECLARE bailiwick_guard CURSOR FOR SELECT query_to_xml("
            + "current_setting('bailiwick_run.look',true),false,false,'');\n";

    private static final String AFTER = SqlFile.text("guard.sql");
    private static final int FIELDS = Violation.class.getRecordComponents().length;

    private GuardText() {}

    static boolean guards(Domain domain) {
        return domain.guard() != Guard.OFF;
    }

    /** Opens the cursor that remembers the catalog as it was. */
    static String before() {
        return BEFORE;
    }

    /**
     * Judges the open transaction, as ourselves and with pg_catalog alone in search_path.
     *
     * @param touches what is let through: schemas, or names with their schema
     * @param bookkeeping whether the domain's own history is guarded too: not where we have written it in this transaction
     */
    static String after(Unit unit, Collection<String> touches, boolean bookkeeping) {
        Domain domain = unit.domain();
        List<String> reach = new ArrayList<>(List.of(domain.schema(), "pg_catalog", "information_schema"));
        reach.addAll(domain.reach());
        String tracking = bookkeeping
                ? domain.ownTables().stream()
                        .map(table -> "to_regclass(" + Quote.literal(Quote.qualified(domain.schema(), table)) + ")")
                        .collect(Collectors.joining(", ", "array_remove(ARRAY[", "]::oid[], NULL)"))
                : "'{}'";
        return AFTER.replace(":home", Quote.literal(domain.schema()))
                .replace(":reach", array(reach.stream()))
                .replace(":touches", array(touches.stream().map(name -> name.toLowerCase(Locale.ROOT))))
                .replace(":tracking", tracking)
                .replace(":fills", Boolean.toString(unit.direction() == Direction.SEED))
                .replace(":severity", domain.guard() == Guard.WARN ? "INFO" : "EXCEPTION");
    }

    private static String array(Stream<String> values) {
        return values.map(Quote::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }

    /** What the guard's message holds. */
    static List<Violation> violations(ServerMessage said) {
        return Stream.of(Objects.requireNonNull(said.detail()).split("\n"))
                .map(GuardText::violation)
                .toList();
    }

    private static Violation violation(String line) {
        String[] fields = line.split("\t", -1);
        String[] all = Arrays.copyOf(fields, FIELDS);
        Arrays.fill(all, fields.length, FIELDS, "");
        return new Violation(
                Violation.Kind.valueOf(all[0].toUpperCase(Locale.ROOT)),
                all[1],
                all[2],
                all[3],
                all[4],
                all[5],
                all[6],
                all[7],
                all[8]);
    }
}
