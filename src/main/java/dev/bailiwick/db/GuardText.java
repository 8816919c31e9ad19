package dev.bailiwick.db;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Guard;
import dev.bailiwick.model.ServerMessage;
import dev.bailiwick.model.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
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

    private static final String CURSOR = "bailiwick_guard";

    /**
     * Opens the cursor that remembers the catalog as it was. What it runs is said when it is fetched from, twice at most, and it
     * sees what was there when it was opened: a query that a function runs read-only has the caller's snapshot. So little
     * stands before the section.
     */
    static final String BEFORE = "DECLARE " + CURSOR + " CURSOR FOR SELECT query_to_xml("
            + "current_setting('bailiwick_run.look',true),false,false,'') FROM generate_series(1,2);\n";

    /** How many statements {@link #BEFORE} holds. */
    static final int STATEMENTS_BEFORE = 1;

    private static final Kept.Query LOOK =
            new Kept.Query(Kept.PREFIX + "look", "text, text[], text[], oid[]", SqlFile.text("guard_look.sql"));
    private static final Kept.Query GONE =
            new Kept.Query(Kept.PREFIX + "gone", "text, text", SqlFile.text("guard_gone.sql"));
    private static final Kept.Query JUDGE =
            new Kept.Query(Kept.PREFIX + "judge", "", "SELECT " + Quote.literal(SqlFile.text("guard.sql")));

    /** How a violation begins. */
    private static final Pattern KIND = Pattern.compile(
            Stream.of(Violation.Kind.values())
                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining("|", "(", ")\t")));

    private static final int FIELDS = Violation.class.getRecordComponents().length;

    private GuardText() {}

    static boolean guards(Domain domain) {
        return domain.guard() != Guard.OFF;
    }

    /** How many rows the transaction has written into these catalogs so far, as {@code guard_look.sql} reads it. */
    static final String WRITTEN =
            "concat_ws(' ',pg_stat_get_xact_tuples_updated(1259),pg_stat_get_xact_tuples_inserted(1259),"
                    + "pg_stat_get_xact_tuples_inserted(1247)+pg_stat_get_xact_tuples_updated(1247),"
                    + "pg_stat_get_xact_tuples_inserted(1255)+pg_stat_get_xact_tuples_updated(1255),"
                    + "pg_stat_get_xact_tuples_inserted(2608)+pg_stat_get_xact_tuples_updated(2608))";

    /** The variables that {@link #judged} needs. */
    static final String VARIABLES =
            "  look boolean; gone text; judge text; was text; before CONSTANT refcursor := '" + CURSOR + "';\n";

    /**
     * Judges the open transaction: PL/pgSQL that runs as ourselves and with pg_catalog alone in search_path.
     *
     * @param touches what is let through: schemas, or names with their schema
     * @param bookkeeping whether the domain's own history is guarded too: not where we have written it in this transaction
     */
    static String judged(Unit unit, Collection<String> touches, boolean bookkeeping, Kept kept) {
        Domain domain = unit.domain();
        List<String> reach = new ArrayList<>(List.of(domain.schema(), "pg_catalog", "information_schema"));
        reach.addAll(domain.reach());
        String tracking = bookkeeping
                ? domain.ownTables().stream()
                        .map(table -> "to_regclass(" + Quote.literal(Quote.qualified(domain.schema(), table)) + ")")
                        .collect(Collectors.joining(", ", "array_remove(ARRAY[", "]::oid[], NULL)"))
                : "'{}'::oid[]";
        Map<String, String> values = new LinkedHashMap<>();
        values.put(":home", Quote.literal(domain.schema()));
        values.put(":reach", array(reach.stream()));
        values.put(":touches", array(touches.stream().map(name -> name.toLowerCase(Locale.ROOT))));
        values.put(":tracking", tracking);
        List<String> arguments = List.copyOf(values.values());
        values.put(":fills", Boolean.toString(unit.direction() == Direction.SEED));
        values.put(":severity", domain.guard() == Guard.WARN ? "INFO" : "EXCEPTION");
        String judge = "judge";
        for (Map.Entry<String, String> value : values.entrySet()) {
            judge = "replace(" + judge + ", '" + value.getKey() + "', " + Quote.literal(value.getValue()) + ")";
        }
        return (kept == Kept.FIRST ? JUDGE.prepared() + GONE.prepared() : "")
                + LOOK.asked(kept, arguments, "look, gone")
                + "IF NOT look AND gone ~ '^((1259|1247|2606|1255):\\d+ ?)+$' THEN\n"
                + "IF EXISTS (SELECT FROM pg_cursors WHERE name = '" + CURSOR + "') THEN\n"
                + asksWhatIsGone(kept, Quote.literal(domain.schema()))
                + "FETCH before INTO was;\nEND IF;\nEND IF;\n"
                + "IF look OR gone IS NOT NULL AND was IS NULL OR was NOT LIKE '%<h>0</h>%' THEN\n"
                + JUDGE.asked(kept == Kept.NEVER ? kept : Kept.AGAIN, List.of(), "judge")
                + "EXECUTE " + judge + ";\nEND IF;\n";
    }

    private static String asksWhatIsGone(Kept kept, String home) {
        return kept == Kept.NEVER
                ? GONE.asked(kept, List.of("gone", home), "was")
                : "EXECUTE format('EXECUTE " + GONE.name() + "(%L, %L)', gone, " + home + ") INTO was;\n";
    }

    private static String array(Stream<String> values) {
        return values.map(Quote::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }

    /** What the guard's message holds. */
    static List<Violation> violations(ServerMessage said) {
        List<String> lines = new ArrayList<>();
        for (String line : Objects.requireNonNull(said.detail()).split("\n")) {
            if (lines.isEmpty() || KIND.matcher(line).lookingAt()) {
                lines.add(line);
            } else {
                // A name may hold a line end.
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + "\n" + line);
            }
        }
        return lines.stream().map(GuardText::violation).toList();
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
