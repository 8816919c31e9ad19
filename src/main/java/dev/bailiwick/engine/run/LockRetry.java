package dev.bailiwick.engine.run;

import dev.bailiwick.db.run.HeldLock;
import dev.bailiwick.db.run.LockBlocker;
import dev.bailiwick.db.run.LockWatch;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Place;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tries a section again that was rolled back because it did not get a lock: later and later, until its time is up.
 *
 * <p>In between nothing is held and nobody has to wait behind it.
 */
final class LockRetry {
    private static final long FIRST_MS = 250;
    private static final long LONGEST_MS = 15_000;

    /** Locks that were held for less are not worth a word. */
    private static final long NOTICED_MS = 1_000;

    private final ProjectSession projectSession;
    private final LockWatch watch;
    private int tries = 1;
    private long pause = FIRST_MS;
    private long since;

    /** When the present try began. */
    private long tried;

    LockRetry(ProjectSession projectSession, LockWatch watch) {
        this.projectSession = projectSession;
        this.watch = watch;
    }

    /** How often it was tried. */
    int tries() {
        return tries;
    }

    /** A unit is about to run for the first time. */
    void begins() {
        tries = 1;
        pause = FIRST_MS;
        since = System.nanoTime();
        tried = since;
        watch.begins();
    }

    /** Says which locks a unit held while others may have waited, where that was for long. */
    void held(SectionRun unit) {
        long took = (System.nanoTime() - tried) / 1_000_000;
        for (HeldLock lock : watch.held()) {
            if (took >= NOTICED_MS) {
                projectSession
                        .events()
                        .note(unit.filename() + " held " + lock.mode().words() + " on " + lock.relation() + " for "
                                + seconds(lock.atLeast()) + " to " + seconds(took) + " s, which keeps "
                                + lock.mode().blocked() + " waiting");
            }
        }
    }

    private static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.1f", milliseconds / 1000.0);
    }

    /** Waits for the next try, and says so; false where there is none: the time is up. */
    boolean again(SectionRun unit, SqlError error) {
        long budget = Limits.milliseconds(Objects.requireNonNull(
                unit.limits(projectSession.settings()).or(Limits.DEFAULTS).lockRetry()));
        long sleep = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
        if ((System.nanoTime() - since) / 1_000_000 + sleep > budget) {
            return false;
        }
        tries++;
        pause = Math.min(pause * 2, LONGEST_MS);
        Place place = error.place(unit);
        projectSession
                .events()
                .note((place == null ? unit.path() : unit.path() + ":" + place.line()) + " " + vain(error) + "; try "
                        + tries + " in " + String.format(Locale.ROOT, "%.1f s", sleep / 1000.0));
        projectSession.cancellation().sleep(sleep);
        tried = System.nanoTime();
        watch.begins();
        return true;
    }

    /** Who was seen to stand in the way. */
    List<LockBlocker> blockers() {
        return watch.blockers();
    }

    /** What happened, with whoever stood in the way. */
    private String vain(SqlError error) {
        String what = error.said().sqlState().equals("40P01")
                ? "was in a deadlock"
                : "waited in vain for " + (watch.wanted() == null ? "a lock" : watch.wanted());
        return watch.blockers().isEmpty() ? what : what + ", blocked by " + LockBlocker.list(watch.blockers());
    }
}
