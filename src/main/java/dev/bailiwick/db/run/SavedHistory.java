package dev.bailiwick.db.run;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.Text;
import java.util.regex.Pattern;

/** The SQL that saves a domain's history and log in temporary tables, and restores them where a section has dropped them. */
public final class SavedHistory {
    /** SQLSTATE of ours: the section has dropped the tracking table, with its schema or alone. */
    public static final String GONE = "BWGON";

    /** What may drop the domain's tables. */
    private static final Pattern DROPS = Pattern.compile("\\bDROP\\s+(SCHEMA|OWNED)\\b", Pattern.CASE_INSENSITIVE);

    private SavedHistory() {}

    /** Whether the text of a section lets expect that it drops the domain's tracking table. */
    public static boolean mayBeNeeded(SectionRun unit) {
        Text text = unit.text();
        int start = unit.section().start();
        int end = unit.section().end();
        int named = text.indexOf(unit.domain().table(), start);
        return (named >= 0 && named < end)
                || DROPS.matcher(text).region(start, end).find();
    }

    /** The same of one statement, by what it drops alone: of the names in it nothing is asked. */
    public static boolean mayBeNeeded(String statement) {
        return DROPS.matcher(statement).find();
    }

    /**
     * Keeps history and log beside a section that may drop their schema. Most only name the table, and need no right to make
     * temporary tables.
     */
    public static String save(Domain domain) {
        return """
                DO $bailiwick$ BEGIN
                IF pg_catalog.has_database_privilege(current_database(), 'TEMPORARY') THEN
                  CREATE TEMPORARY TABLE bailiwick_rows ON COMMIT DROP AS TABLE %s;
                  CREATE TEMPORARY TABLE bailiwick_log ON COMMIT DROP AS TABLE %s;
                END IF;
                END $bailiwick$;
                """.formatted(TrackingTables.table(domain), TrackingTables.log(domain));
    }

    /** How many statements {@link #save} holds. */
    public static final int SAVE_STATEMENTS = 1;

    /**
     * Brings back what {@link #save} has kept, where the section has dropped it.
     *
     * @param then PL/pgSQL that runs in that case
     */
    public static String restore(Domain domain, String then) {
        return """
                  IF (to_regclass(%1$s) IS NULL OR to_regclass(%2$s) IS NULL)
                      AND to_regclass('pg_temp.bailiwick_rows') IS NOT NULL THEN
                    DROP TABLE IF EXISTS %3$s, %4$s;
                    CREATE SCHEMA IF NOT EXISTS %5$s;
                    %6$s
                    INSERT INTO %3$s OVERRIDING SYSTEM VALUE SELECT * FROM pg_temp.bailiwick_rows;
                    INSERT INTO %4$s OVERRIDING SYSTEM VALUE SELECT * FROM pg_temp.bailiwick_log;
                    PERFORM setval(pg_get_serial_sequence(%1$s, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM %3$s), false),
                            setval(pg_get_serial_sequence(%2$s, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM %4$s), false);
                    %7$s
                  END IF;
                """.formatted(
                        Quote.literal(TrackingTables.table(domain)),
                        Quote.literal(TrackingTables.log(domain)),
                        TrackingTables.table(domain),
                        TrackingTables.log(domain),
                        Quote.identifier(domain.schema()),
                        TrackingTables.definition(domain),
                        then);
    }
}
