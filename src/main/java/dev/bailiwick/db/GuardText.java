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
     * What this runs is said when it is fetched from, twice at most, and it sees what was there when it was opened: a query that a
     * function runs read-only has the caller's snapshot. So little stands before the section.
     */
    private static final String BEFORE = "DECLARE bailiwick_guard CURSOR FOR SELECT query_to_xml("
            + "current_setting('bailiwick_run.look',true),false,false,'') FROM generate_series(1,2);\n";

    private static final String LOOK = SqlFile.text("guard_look.sql");
    private static final String GONE = SqlFile.text("guard_gone.sql");
    private static final String JUDGE = SqlFile.text("guard.sql");
    private static final int FIELDS = Violation.class.getRecordComponents().length;

    private GuardText() {}

    static boolean guards(Domain domain) {
        return domain.guard() != Guard.OFF;
    }

    /** Opens the cursor that remembers the catalog as it was. */
    static String before() {
        return BEFORE;
    }

    /** How many rows the transaction has written into the large catalogs so far, as {@code guard_look.sql} reads it. */
    static final String WRITTEN =
            "concat_ws(' ',pg_stat_get_xact_tuples_updated(1259),pg_stat_get_xact_tuples_inserted(1259),"
                    + "pg_stat_get_xact_tuples_inserted(1247)+pg_stat_get_xact_tuples_updated(1247),"
                    + "pg_stat_get_xact_tuples_inserted(1255)+pg_stat_get_xact_tuples_updated(1255),"
                    + "pg_stat_get_xact_tuples_inserted(2608)+pg_stat_get_xact_tuples_updated(2608))";

    /** SQLSTATE of a prepared statement that is not there: the section has deallocated it. */
    static final String DEALLOCATED = "26000";

    /** How the names of what we prepare begin. */
    static final String PREPARED = "bailiwick_run_";

    /** How many statements {@link #prepare} holds. */
    static final int STATEMENTS_PREPARING = 2;

    /** Keeps the guard's queries in the session, planned: they are asked of every migration. */
    static String prepare() {
        return "SET LOCAL search_path = pg_catalog, pg_temp;\nDO $bailiwick$ BEGIN"
                + " IF NOT EXISTS (SELECT FROM pg_prepared_statements WHERE name = '" + PREPARED
                + "look') THEN\nEXECUTE "
                + Quote.literal("PREPARE " + PREPARED + "look(text, text[], text[], oid[]) AS " + LOOK)
                + ";\nEXECUTE "
                + Quote.literal("PREPARE " + PREPARED + "judge AS SELECT " + Quote.literal(JUDGE))
                + ";\nEXECUTE "
                + Quote.literal("PREPARE " + PREPARED + "gone(text, text) AS " + GONE)
                + ";\nEND IF; END $bailiwick$;\n";
    }

    /**
     * Judges the open transaction, as ourselves and with pg_catalog alone in search_path.
     *
     * @param touches what is let through: schemas, or names with their schema
     * @param bookkeeping whether the domain's own history is guarded too: not where we have written it in this transaction
     * @param prepared whether the session has what {@link #prepare} keeps there
     */
    static String after(Unit unit, Collection<String> touches, boolean bookkeeping, boolean prepared) {
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
        values.put(":fills", Boolean.toString(unit.direction() == Direction.SEED));
        values.put(":severity", domain.guard() == Guard.WARN ? "INFO" : "EXCEPTION");
        String arguments = Stream.of(":home", ":reach", ":touches", ":tracking")
                .map(values::get)
                .collect(Collectors.joining(", "));
        String judge = prepared ? "judge" : Quote.literal(JUDGE);
        for (Map.Entry<String, String> value : values.entrySet()) {
            judge = "replace(" + judge + ", '" + value.getKey() + "', " + Quote.literal(value.getValue()) + ")";
        }
        String home = Quote.literal(domain.schema());
        String asks = prepared
                ? "EXECUTE format('EXECUTE " + PREPARED + "gone(%L, %L)', gone, " + home + ");\n"
                : "EXECUTE " + Quote.literal(GONE) + " USING gone, " + home + ";\n";
        return "DO $bailiwick$\nDECLARE look boolean; gone text; judge text; was text;\n"
                + "before CONSTANT refcursor := 'bailiwick_guard';\nBEGIN\n"
                + (prepared
                        ? "EXECUTE " + Quote.literal("EXECUTE " + PREPARED + "look(" + arguments + ")")
                                + " INTO look, gone;\n"
                        : "EXECUTE " + Quote.literal(LOOK) + " INTO look, gone USING " + arguments + ";\n")
                + "IF NOT look AND gone ~ '^((1259|1247|2606|1255):\\d+ ?)+$'"
                + " AND EXISTS (SELECT FROM pg_cursors WHERE name = 'bailiwick_guard') THEN\n"
                + asks + "FETCH before INTO was;\nEND IF;\n"
                + "IF look OR gone IS NOT NULL AND was IS NULL OR was NOT LIKE '%<h>0</h>%' THEN\n"
                + (prepared ? "EXECUTE 'EXECUTE " + PREPARED + "judge' INTO judge;\n" : "")
                + "EXECUTE " + judge + ";\nEND IF;\nEND\n$bailiwick$;\n";
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
