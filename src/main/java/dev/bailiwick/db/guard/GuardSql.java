package dev.bailiwick.db.guard;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.SqlFile;
import dev.bailiwick.model.catalog.Violation;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Direction;
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
 * <p>A row of the catalog that the transaction has written carries its number as {@code xmin}, and one that it took away as
 * {@code xmax}, as a cursor from before the section still sees it. The server counts what is written into each catalog, so that
 * most are not read at all.
 */
public final class GuardSql {
    /** SQLSTATE of the guard's words: an error, or an INFO where violations are only reported. */
    public static final String VIOLATION = "BWGRD";

    private static final String CURSOR = "bailiwick_guard";

    private static final Pattern SWITCH = Pattern.compile("track_counts", Pattern.CASE_INSENSITIVE);

    /**
     * Opens the cursor that remembers the catalog as it was. What it runs is said when it is fetched from, twice at most, and it
     * sees what was there when it was opened: a query that a function runs read-only has the caller's snapshot. So little
     * stands before the section.
     */
    public static final String BEFORE = "DECLARE " + CURSOR + " CURSOR FOR SELECT query_to_xml("
            + "current_setting('bailiwick_run.look',true),false,false,'') FROM generate_series(1,2);\n";

    /** How many statements {@link #BEFORE} holds. */
    public static final int STATEMENTS_BEFORE = 1;

    /**
     * The catalogs whose rows are counted: all that hold what belongs to a schema or to the database. guard.sql has a line for
     * each, except that of columns' defaults and the like, which are looked at with their table.
     */
    private static final String CATALOGS =
            "1259,1249,1247,1255,2608,2604,2610,2606,2609,2620,2618,3256,2224,2611,3350,3118,"
                    + "2600,3501,3541,2617,2616,2753,2602,2603,3456,2607,3602,3603,3600,3601,3764,3381,2615,3079,826,3466,3596,6106,"
                    + "6237,1262,2964,2396,3592";

    private static final PreparedQueries.Query LOOK = new PreparedQueries.Query(
            PreparedQueries.PREFIX + "look", "text, text[], text[], oid[]", text("guard_look.sql"));
    private static final PreparedQueries.Query JUDGE = new PreparedQueries.Query(
            PreparedQueries.PREFIX + "judge", "", "SELECT " + Quote.literal(text("guard.sql")));

    /** How a violation begins. */
    private static final Pattern KIND = Pattern.compile(Stream.of(Violation.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("|", "(", ")\t")));

    private static final int FIELDS = Violation.class.getRecordComponents().length;

    private GuardSql() {}

    private static String text(String file) {
        return SqlFile.text(file).replace(":catalogs", CATALOGS);
    }

    public static boolean guards(Domain domain) {
        return domain.guard() != Guard.OFF;
    }

    /** How many rows of each catalog the session has inserted, updated and deleted before a section. */
    public static String written(boolean begins) {
        return "(SELECT '" + (begins ? 1 : 0) + " '||string_agg(concat_ws(' ',pg_stat_get_xact_tuples_inserted(k),"
                + "pg_stat_get_xact_tuples_updated(k),pg_stat_get_xact_tuples_deleted(k)),' ') FROM unnest('{"
                + CATALOGS
                + "}'::oid[]) k)";
    }

    /**
     * How many rows the session has written into tables before a section, in its transaction and in those whose numbers it has
     * not passed on yet. An SQL expression.
     *
     * @param touched what earlier sections were let do beyond their domains
     */
    public static String wrote(boolean begins, Collection<String> touched) {
        if (begins && touched.isEmpty()) {
            return "''";
        }
        String which = begins
                ? "pg_namespace n JOIN pg_class c ON c.relnamespace=n.oid WHERE nspname=ANY (" + array(touched.stream())
                        + ") OR nspname||'.'||relname=ANY (" + array(touched.stream()) + ")"
                : "pg_locks JOIN pg_class c ON c.oid=relation WHERE pid=pg_backend_pid() AND locktype='relation'"
                        + " AND mode='RowExclusiveLock' AND relation>=16384";
        return "coalesce((SELECT string_agg(c.oid||':'||pg_stat_get_xact_tuples_inserted(c.oid)"
                + "+pg_stat_get_xact_tuples_updated(c.oid)+pg_stat_get_xact_tuples_deleted(c.oid),' ') FROM " + which
                + "),'')";
    }

    /** The variables that {@link #judged} needs. */
    public static final String VARIABLES = "  look boolean; judge text;\n";

    /**
     * Judges the open transaction from the section's begin: PL/pgSQL that runs as ourselves and with pg_catalog alone in
     * search_path.
     *
     * @param bookkeeping whether the domain's own history is guarded too: not where we have written it in this transaction
     */
    public static String judged(SectionRun unit, boolean bookkeeping, PreparedQueries kept) {
        Map<String, String> values = values(unit, bookkeeping);
        values.put(":fills", Boolean.toString(unit.direction() == Direction.SEED));
        values.put(":severity", unit.domain().guard() == Guard.WARN ? "INFO" : "EXCEPTION");
        values.put(":counted", Boolean.toString(counted(unit)));
        String judge = "judge";
        for (Map.Entry<String, String> value : values.entrySet()) {
            judge = "replace(" + judge + ", '" + value.getKey() + "', " + Quote.literal(value.getValue()) + ")";
        }
        return looked(unit, bookkeeping, kept)
                + "IF look THEN\n"
                + JUDGE.asked(kept == PreparedQueries.NEVER ? kept : PreparedQueries.AGAIN, List.of(), "judge")
                + "EXECUTE " + judge + ";\nEND IF;\n";
    }

    /** Whether there may be something to judge: PL/pgSQL that sets {@code look}. */
    public static String looked(SectionRun unit, boolean bookkeeping, PreparedQueries kept) {
        List<String> arguments = List.copyOf(values(unit, bookkeeping).values());
        return (kept == PreparedQueries.FIRST ? JUDGE.prepared() : "")
                + (counted(unit) ? LOOK.asked(kept, arguments, "look") : "look := true;\n");
    }

    /** Has the session keep what later units are judged by, where this one needs no look: PL/pgSQL. */
    public static String prepared(PreparedQueries kept) {
        return kept == PreparedQueries.FIRST ? JUDGE.prepared() + LOOK.prepared() : "";
    }

    /** What the look has as parameters, in their order, by the names that they have in the judge's text. */
    private static Map<String, String> values(SectionRun unit, boolean bookkeeping) {
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
        values.put(":touches", array(unit.touches().stream()));
        values.put(":tracking", tracking);
        return values;
    }

    /** Whether the server's counters tell of the whole section: its text doesn't switch them off and on again. */
    private static boolean counted(SectionRun unit) {
        return !SWITCH.matcher(unit.text())
                .region(unit.section().start(), unit.section().end())
                .find();
    }

    private static String array(Stream<String> values) {
        return values.map(Quote::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }

    /** Whether a message is one of the guard's. */
    public static boolean tellsViolations(ServerMessage said) {
        return said.detail() != null && KIND.matcher(said.detail()).lookingAt();
    }

    /** What the guard's message holds. */
    public static List<Violation> violations(ServerMessage said) {
        List<String> lines = new ArrayList<>();
        for (String line : Objects.requireNonNull(said.detail()).split("\n")) {
            if (lines.isEmpty() || KIND.matcher(line).lookingAt()) {
                lines.add(line);
            } else {
                // A name may hold a line end.
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + "\n" + line);
            }
        }
        return lines.stream().map(GuardSql::violation).toList();
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
