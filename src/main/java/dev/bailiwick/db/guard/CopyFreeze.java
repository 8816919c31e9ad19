package dev.bailiwick.db.guard;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * COPY with FREEZE, which PostgreSQL refuses while a cursor is open. The guard's is closed for it: what was done so far is
 * judged before, and a new one remembers what stands after it.
 */
public final class CopyFreeze {
    private static final Pattern FREEZES =
            Pattern.compile("\\s*COPY\\b.*\\bFREEZE\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A statement that is longer is no COPY of a file. */
    private static final int LONGEST = 10_000;

    private CopyFreeze() {}

    /** Whether a unit has such a COPY, for its data or for a file of the server's. */
    public static boolean freezes(SectionRun unit) {
        return unit.section().sent().stream().anyMatch(statement -> freezes(unit, statement));
    }

    private static boolean freezes(SectionRun unit, Statement statement) {
        int end = statement.dataStart() >= 0 && statement.kind() == Statement.Kind.COPY_IN
                ? statement.dataStart()
                : statement.end();
        return end - statement.start() < LONGEST
                && FREEZES.matcher(unit.text().substring(statement.start(), end))
                        .matches();
    }

    /** A unit's parts, each such COPY in one of its own. */
    public static List<Part> parts(SectionRun unit) {
        if (!freezes(unit)) {
            return unit.parts();
        }
        List<Part> parts = new ArrayList<>();
        for (Part part : unit.parts()) {
            if (part instanceof Part.Sql sql) {
                cut(unit, sql, parts);
            } else {
                parts.add(part);
            }
        }
        return parts;
    }

    private static void cut(SectionRun unit, Part.Sql sql, List<Part> parts) {
        int from = sql.start();
        int end = sql.start() + sql.sql().length();
        for (Statement statement : unit.section().sent()) {
            if (statement.start() >= from && statement.end() <= end && freezes(unit, statement)) {
                add(unit, sql, from, statement.start(), parts);
                add(unit, sql, statement.start(), statement.end(), parts);
                from = statement.end();
            }
        }
        add(unit, sql, from, end, parts);
    }

    /** Comments alone are no message. */
    private static void add(SectionRun unit, Part.Sql sql, int from, int to, List<Part> parts) {
        if (unit.section().sent().stream().anyMatch(statement -> statement.start() >= from && statement.start() < to)) {
            parts.add(new Part.Sql(
                    from,
                    sql.sql().subSequence(from - sql.start(), to - sql.start()).toString()));
        }
    }

    /** Whether a part of {@link #parts} is such a COPY. */
    public static boolean freezes(Part part) {
        return part.text().length() < LONGEST && FREEZES.matcher(part.text()).matches();
    }

    /**
     * Judges what was done so far, and closes the cursor. The section's own search_path is given back.
     *
     * @param guard judges, in PL/pgSQL
     */
    public static String before(String guard) {
        return """
                DO $bailiwick$
                DECLARE
                  path CONSTANT text := pg_catalog.current_setting('search_path');
                  before CONSTANT refcursor := 'bailiwick_guard';
                %1$sBEGIN
                  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
                %2$s  IF EXISTS (SELECT FROM pg_cursors WHERE name = before::text) THEN CLOSE before; END IF;
                  PERFORM pg_catalog.set_config('search_path', path, true);
                END
                $bailiwick$;
                """.formatted(GuardSql.VARIABLES, guard);
    }
}
