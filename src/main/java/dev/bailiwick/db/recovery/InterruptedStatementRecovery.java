package dev.bailiwick.db.recovery;

import dev.bailiwick.db.recovery.IndexLookup.Index;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the catalog what became of a statement that a run before this one did not bring to its end, or that failed, and
 * clears away what it has left half-built: only what was not there before it began, is what it would have made, and is not at
 * work in another session. Anything else is named, and left alone.
 *
 * <p>Works in the session that runs the section, whose search_path its names are meant for.
 */
public final class InterruptedStatementRecovery {
    private static final String INDEXES = "; indexes of the table before: ";
    private static final String HALF_BUILT = "; half-built indexes before: ";
    private static final String DROPPED = "; index before: ";
    private static final String PARTITION = "; partition before: ";

    /** The statement found its name taken, and has made nothing. */
    private static final String DUPLICATE = "ERROR 42P07:";

    private final Session session;
    private final IndexLookup indexes;
    private final Resume resume;
    private final Recovery recovery;
    private final List<String> cleared = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    InterruptedStatementRecovery(Session session, Resume resume, Recovery recovery) {
        this.session = session;
        this.indexes = new IndexLookup(session);
        this.resume = resume;
        this.recovery = recovery;
    }

    /** What is to be done with the statement. */
    public enum Answer {
        /** It is done: go on after it. */
        DONE,
        /** It is not done, and may run. */
        RUN,
        /** Nobody can tell. */
        UNDECIDED
    }

    /**
     * An answer.
     *
     * @param why in half a sentence
     * @param stands what the catalog shows, one line each, where nobody can tell
     * @param cleared what was dropped to make room
     * @param left what stands in the way, or seems to, and isn't the statement's
     */
    public record Decision(Answer answer, String why, List<String> stands, List<String> cleared, List<String> left) {}

    /** What has to be known of a statement before it runs, to be told from its work afterwards; empty for most. */
    public static String before(Session session, Recovery recovery) {
        IndexLookup indexes = new IndexLookup(session);
        if (recovery instanceof Recovery.IndexBuild build) {
            return INDEXES + IndexLookup.oids(indexes.of(build.table()));
        }
        if (recovery instanceof Recovery.Rebuild rebuild) {
            return HALF_BUILT + IndexLookup.oids(indexes.leftByReindex(rebuild));
        }
        if (recovery instanceof Recovery.IndexDrop drop) {
            return DROPPED
                    + IndexLookup.oids(indexes.named(drop.index()).stream().toList());
        }
        if (recovery instanceof Recovery.Detach detach) {
            Partition partition = partition(session, detach);
            return PARTITION + partition.attached() + " " + partition.pending();
        }
        return "";
    }

    /** Decides. */
    Decision decide() throws SQLException {
        boolean known = resume.retried() && !(recovery instanceof Recovery.Unknown);
        if (!resume.inDoubt() && !resume.failed() && !known) {
            return decision(Answer.RUN, "");
        }
        if (recovery instanceof Recovery.IndexBuild build) {
            return built(build);
        }
        if (recovery instanceof Recovery.IndexDrop drop) {
            return dropped(drop);
        }
        if (recovery instanceof Recovery.Detach detach) {
            return detached(detach);
        }
        if (recovery instanceof Recovery.Rebuild rebuild) {
            return rebuilt(rebuild);
        }
        if (recovery instanceof Recovery.Unknown unknown) {
            return undecided(
                    unknown.command() + " may have committed part of its work before it "
                            + (resume.failed() ? "failed" : "was cut off"),
                    List.of());
        }
        return decision(Answer.RUN, "");
    }

    private Decision decision(Answer answer, String why) {
        return new Decision(answer, why, List.of(), List.copyOf(cleared), List.copyOf(left));
    }

    private Decision undecided(String why, List<?> stands) {
        List<String> lines = stands.stream().map(Object::toString).toList();
        return new Decision(Answer.UNDECIDED, why, lines, List.copyOf(cleared), List.of());
    }

    /** What was written down of this kind before the statement began; null where nothing was. */
    private @Nullable String known(String kind) {
        Matcher known = Pattern.compile(Pattern.quote(kind) + "([0-9a-z, ]*)").matcher(resume.state());
        return known.find() ? known.group(1).strip() : null;
    }

    private static boolean holds(String oids, Index index) {
        return List.of(oids.split(",")).contains(Long.toString(index.oid()));
    }

    private Decision built(Recovery.IndexBuild build) throws SQLException {
        String before = known(INDEXES);
        List<Index> now = indexes.of(build.table());
        boolean named = !build.index().isEmpty();
        if (!named && before == null) {
            return whichOne(build, now);
        }
        List<Index> candidates = new ArrayList<>();
        for (Index index : now) {
            if (named ? index.name().equals(build.index()) : before != null && !holds(before, index)) {
                Boolean same = indexes.same(index, build);
                if (same == null) {
                    return undecided(index + " can't be compared with what the statement makes", List.of(index));
                }
                if (same) {
                    candidates.add(index);
                } else if (named) {
                    left.add(index + ", has another definition than this statement gives it");
                }
            }
        }
        if (candidates.size() > 1) {
            return whichOne(build, now);
        }
        return candidates.isEmpty() ? decision(Answer.RUN, "") : found(candidates.get(0), before);
    }

    /** It is there, and what the statement would have made. */
    private Decision found(Index index, @Nullable String before) throws SQLException {
        boolean there = before != null && holds(before, index);
        if (index.valid()) {
            return resume.inDoubt() && !there
                    ? decision(Answer.DONE, "index " + index.identity() + " is valid")
                    : decision(Answer.RUN, "");
        }
        if (there || before == null || resume.state().contains(DUPLICATE)) {
            left.add(index + ", was not built by this statement");
            return decision(Answer.RUN, "");
        }
        Optional<Integer> builder = indexes.builder(index);
        if (builder.isPresent()) {
            return undecided(
                    "index " + index.identity() + " is being built now, by backend " + builder.get()
                            + ", which isn't one of this run",
                    List.of(index));
        }
        drop(index, "index " + index.identity() + ", which was INVALID");
        return decision(Answer.RUN, "");
    }

    private void drop(Index index, String words) throws SQLException {
        session.run("DROP INDEX CONCURRENTLY " + index.identity());
        cleared.add(words);
    }

    private Decision whichOne(Recovery.IndexBuild build, List<Index> now) {
        return undecided(
                "which of the indexes of " + build.table().name() + " it has made can't be told, as it names none",
                now);
    }

    /** Whether the index is gone that had the name: another one may have got it since. */
    private Decision dropped(Recovery.IndexDrop drop) {
        String before = known(DROPPED);
        if (before == null) {
            // Of an older release: it wrote nothing down.
            return resume.inDoubt() && indexes.named(drop.index()).isEmpty()
                    ? decision(Answer.DONE, "the index is gone")
                    : decision(Answer.RUN, "");
        }
        if (before.isEmpty() || indexes.exists(before)) {
            return decision(Answer.RUN, "");
        }
        indexes.named(drop.index()).ifPresent(index -> left.add(index + ", has got the name since"));
        return decision(Answer.DONE, "the index is gone");
    }

    /** Whether a table is a partition of another one, and whether it is being detached. */
    private record Partition(boolean attached, boolean pending) {}

    private static Partition partition(Session session, Recovery.Detach detach) {
        return session
                .query(
                        "SELECT inhdetachpending FROM pg_catalog.pg_inherits WHERE inhparent = "
                                + IndexLookup.regclass(detach.table()) + " AND inhrelid = "
                                + IndexLookup.regclass(detach.partition()),
                        row -> new Partition(true, row.getBoolean(1)))
                .stream()
                .findFirst()
                .orElse(new Partition(false, false));
    }

    private Decision detached(Recovery.Detach detach) throws SQLException {
        String before = known(PARTITION);
        Partition now = partition(session, detach);
        boolean wasPartition = before == null || before.startsWith("true");
        if (!now.attached()) {
            return wasPartition && (resume.inDoubt() || before != null)
                    ? decision(Answer.DONE, "the partition is detached")
                    : decision(Answer.RUN, "");
        }
        if (!now.pending()) {
            return decision(Answer.RUN, "");
        }
        if (before == null || before.endsWith("true")) {
            left.add("partition " + detach.partition() + ", was being detached before this statement began: "
                    + "ALTER TABLE … DETACH PARTITION … FINALIZE");
            return decision(Answer.RUN, "");
        }
        Optional<Integer> other = detaching(detach);
        if (other.isPresent()) {
            return undecided(
                    "partition " + detach.partition() + " is being detached now, by backend " + other.get()
                            + ", which isn't one of this run",
                    List.of());
        }
        session.run("ALTER TABLE " + IndexLookup.written(detach.table()) + " DETACH PARTITION "
                + IndexLookup.written(detach.partition()) + " FINALIZE");
        return decision(Answer.DONE, "its detaching was finished");
    }

    /** Who is detaching partitions of this table; its lock on the partitioned table stays until it is done. */
    private Optional<Integer> detaching(Recovery.Detach detach) {
        return session
                .query(
                        "SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'relation' AND granted"
                                + " AND mode = 'ShareUpdateExclusiveLock' AND pid <> pg_catalog.pg_backend_pid()"
                                + " AND database = (SELECT oid FROM pg_catalog.pg_database"
                                + " WHERE datname = pg_catalog.current_database())"
                                + " AND relation = " + IndexLookup.regclass(detach.table()),
                        row -> row.getInt(1))
                .stream()
                .findFirst();
    }

    private Decision rebuilt(Recovery.Rebuild rebuild) throws SQLException {
        String before = known(HALF_BUILT);
        for (Index index : indexes.leftByReindex(rebuild)) {
            Optional<Integer> builder = indexes.builder(index);
            if (before == null || holds(before, index)) {
                left.add(index + ", was not left by this statement");
            } else if (builder.isPresent()) {
                left.add(index + ", belongs to what backend " + builder.get() + " is building now");
            } else {
                drop(index, "index " + index.identity() + ", which a REINDEX has left INVALID");
            }
        }
        return decision(Answer.RUN, "");
    }
}
