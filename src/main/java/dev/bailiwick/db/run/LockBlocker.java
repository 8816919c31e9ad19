package dev.bailiwick.db.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that holds a lock for which another waits, as pg_stat_activity shows it.
 *
 * @param pid its backend; 0 for a prepared transaction
 * @param role who; null where we may not see it
 * @param application its application_name; null where we may not see it, or it has none
 * @param state active, idle in transaction …; null where we may not see it
 * @param seconds how long its transaction has been open; -1 where we may not see it
 * @param query what it runs, or ran last, in one line; null where we may not see it
 */
public record LockBlocker(
        int pid,
        @Nullable String role,
        @Nullable String application,
        @Nullable String state,
        long seconds,
        @Nullable String query) {
    private static final int LONGEST = 120;

    /** For people: {@code pid 4711 (role app, application psql, idle in transaction, for 12 s): SELECT 1}. */
    @Override
    public String toString() {
        if (pid == 0) {
            return "a prepared transaction (see pg_prepared_xacts)";
        }
        String text = "pid " + pid + " (role " + (role == null ? "unknown" : role)
                + (application == null ? "" : ", application " + application)
                + (state == null ? "" : ", " + state)
                + (seconds < 0 ? "" : ", for " + seconds + " s") + ")";
        if (query == null || query.isBlank()) {
            return text;
        }
        String line = query.strip().replaceAll("\\s+", " ");
        return text + ": " + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }

    /** Several, as a sentence lists them. */
    public static String list(List<LockBlocker> blockers) {
        return String.join("; ", blockers.stream().map(LockBlocker::toString).toList());
    }
}
