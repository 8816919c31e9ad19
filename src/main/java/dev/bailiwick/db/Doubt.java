package dev.bailiwick.db;

import dev.bailiwick.model.Recovery;
import dev.bailiwick.model.Resume;
import dev.bailiwick.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the catalog what became of a statement that a run before this one did not bring to its end, or that failed, and
 * clears away what it has left half-built.
 *
 * <p>Works in the session that runs the section, whose search_path its names are meant for.
 */
final class Doubt {
    /** How the names of what REINDEX CONCURRENTLY leaves behind end (manual, "REINDEX"). */
    private static final String LEFT_BY_REINDEX = "_cc(new|old)[0-9]*$";

    private static final Pattern INDEXES = Pattern.compile("; indexes of the table before: ([0-9,]*)");

    private final Session session;
    private final Resume resume;
    private final Recovery recovery;
    private final List<String> cleared = new ArrayList<>();

    Doubt(Session session, Resume resume, Recovery recovery) {
        this.session = session;
        this.resume = resume;
        this.recovery = recovery;
    }

    /** What is to be done with the statement. */
    enum Answer {
        /** It is done: go on behind it. */
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
     */
    record Decision(Answer answer, String why, List<String> stands, List<String> cleared) {}

    /** What has to be known of a statement before it runs, to be told from its work afterwards; empty for most. */
    static String before(Session session, Recovery recovery) throws SQLException {
        if (!(recovery instanceof Recovery.IndexBuild build)) {
            return "";
        }
        String oids = indexes(session, build.table()).stream()
                .map(index -> Long.toString(index.oid()))
                .collect(Collectors.joining(","));
        return "; indexes of the table before: " + oids;
    }

    /** Decides. */
    Decision decide() throws SQLException {
        if (!resume.inDoubt() && !resume.failed()) {
            return decision(Answer.RUN, "");
        }
        if (recovery instanceof Recovery.IndexBuild build) {
            return built(build);
        }
        if (recovery instanceof Recovery.IndexDrop drop) {
            return resume.inDoubt() && !exists(drop.index())
                    ? decision(Answer.DONE, "the index is gone")
                    : decision(Answer.RUN, "");
        }
        if (recovery instanceof Recovery.Detach detach) {
            return detached(detach);
        }
        if (recovery instanceof Recovery.Rebuild) {
            clearAfterReindex();
            return decision(Answer.RUN, "");
        }
        if (recovery instanceof Recovery.Unknown unknown) {
            return decision(
                    Answer.UNDECIDED,
                    unknown.command() + " may have committed part of its work before it "
                            + (resume.failed() ? "failed" : "was cut off"));
        }
        return decision(Answer.RUN, "");
    }

    private Decision decision(Answer answer, String why) {
        return new Decision(answer, why, List.of(), List.copyOf(cleared));
    }

    private Decision built(Recovery.IndexBuild build) throws SQLException {
        Matcher known = INDEXES.matcher(resume.state());
        List<String> before = known.find() ? List.of(known.group(1).split(",")) : null;
        List<Index> now = indexes(session, build.table());
        boolean named = !build.index().isEmpty();
        List<Index> candidates = now.stream()
                .filter(index -> named
                        ? index.name().equals(build.index())
                        : before != null && !before.contains(Long.toString(index.oid())))
                .toList();
        if (!named && (before == null || candidates.size() > 1)) {
            List<String> stands = now.stream().map(Index::toString).toList();
            return new Decision(
                    Answer.UNDECIDED,
                    "which of the indexes of " + build.table().name() + " it has made can't be told, as it names none",
                    stands,
                    List.of());
        }
        if (candidates.isEmpty()) {
            return decision(Answer.RUN, "");
        }
        Index index = candidates.get(0);
        if (!index.valid()) {
            session.run("DROP INDEX CONCURRENTLY " + index.identity());
            cleared.add("index " + index.identity() + ", which was INVALID");
            return decision(Answer.RUN, "");
        }
        boolean fresh = before == null || !before.contains(Long.toString(index.oid()));
        return resume.inDoubt() && fresh
                ? decision(Answer.DONE, "index " + index.identity() + " is valid")
                : decision(Answer.RUN, "");
    }

    private Decision detached(Recovery.Detach detach) throws SQLException {
        List<Boolean> pending = session.query(
                "SELECT inhdetachpending FROM pg_catalog.pg_inherits WHERE inhparent = pg_catalog.to_regclass("
                        + literal(detach.table()) + ") AND inhrelid = pg_catalog.to_regclass("
                        + literal(detach.partition()) + ")",
                row -> row.getBoolean(1));
        if (pending.isEmpty()) {
            return resume.inDoubt() ? decision(Answer.DONE, "the partition is detached") : decision(Answer.RUN, "");
        }
        if (pending.get(0)) {
            session.run("ALTER TABLE " + written(detach.table()) + " DETACH PARTITION " + written(detach.partition())
                    + " FINALIZE");
            return decision(Answer.DONE, "its detaching was finished");
        }
        return decision(Answer.RUN, "");
    }

    private void clearAfterReindex() throws SQLException {
        List<String> left = session.query(
                "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_index AS i"
                        + " JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid"
                        + " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
                        + " WHERE NOT i.indisvalid AND c.relname ~ '" + LEFT_BY_REINDEX
                        + "' AND n.nspname = pg_catalog.current_schema()",
                row -> row.getString(1));
        for (String index : left) {
            session.run("DROP INDEX CONCURRENTLY " + index);
            cleared.add("index " + index + ", which a REINDEX has left INVALID");
        }
    }

    private boolean exists(TableName name) {
        return session.query(
                        "SELECT pg_catalog.to_regclass(" + literal(name) + ") IS NOT NULL", row -> row.getBoolean(1))
                .get(0);
    }

    private record Index(long oid, String name, String identity, boolean valid) {
        @Override
        public String toString() {
            return "index " + identity + (valid ? "" : ", INVALID");
        }
    }

    private static List<Index> indexes(Session session, TableName table) {
        return session.query(
                "SELECT c.oid::bigint, c.relname, pg_catalog.format('%I.%I', n.nspname, c.relname), i.indisvalid"
                        + " FROM pg_catalog.pg_index AS i"
                        + " JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid"
                        + " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
                        + " WHERE i.indrelid = pg_catalog.to_regclass(" + literal(table) + ") ORDER BY c.oid",
                row -> new Index(row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4)));
    }

    private static String literal(TableName name) {
        return Quote.literal(written(name));
    }

    private static String written(TableName name) {
        @Nullable String schema = name.schema();
        return schema == null ? Quote.identifier(name.name()) : Quote.qualified(schema, name.name());
    }
}
