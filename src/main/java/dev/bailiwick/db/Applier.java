package dev.bailiwick.db;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.ServerMessage;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs sections in transactions: section, tracking row and log entry stand or fall together.
 *
 * <p>Where a section holds no COPY data, all of it is one message: begin, take the domain, check the history, the
 * section, record, commit.
 */
public final class Applier {
    /** What may drop the domain's tables: history and log are put aside beforehand. */
    private static final Pattern DROPS = Pattern.compile("\\bDROP\\s+(SCHEMA|OWNED)\\b", Pattern.CASE_INSENSITIVE);

    private static final ServerMessage RUN_AGAIN = new ServerMessage(
            "WARNING",
            "",
            "it dropped the domain's tracking table: it was rolled back, and runs once more with the history put aside",
            null,
            null,
            null);

    private final Session session;
    private final Messages messages;
    private final Cancellation cancellation;

    /** What the units of the open transaction may touch beyond their domain. */
    private final Set<String> touches = new TreeSet<>();

    public Applier(Session session, RunSettings settings, Cancellation cancellation) {
        this.session = session;
        this.cancellation = cancellation;
        this.messages = new Messages(session.info(), settings);
    }

    /** Where a unit stands in its transaction. */
    public enum Frame {
        /** It has one of its own. */
        WHOLE(true, true),
        /** It opens one that goes on. */
        FIRST(true, false),
        /** It goes on in one that is open, and leaves it open. */
        MIDDLE(false, false);

        private final boolean begins;
        private final boolean commits;

        Frame(boolean begins, boolean commits) {
            this.begins = begins;
            this.commits = commits;
        }
    }

    /**
     * Runs and records one unit.
     *
     * @param expected the history's version that the unit was planned from
     * @param failedBefore whether a failed row of the same file is in the history and has to go
     */
    public Outcome apply(Unit unit, Frame frame, History.Version expected, boolean failedBefore, RunListener listener) {
        boolean aside = frame.begins && mayDropBookkeeping(unit);
        boolean prepared = frame == Frame.WHOLE && !session.info().pooled() && GuardText.guards(unit.domain());
        Outcome outcome = attempt(unit, frame, expected, failedBefore, aside, prepared, listener);
        if (prepared
                && outcome instanceof Outcome.Failed failed
                && failed.error().said().sqlState().equals(GuardText.DEALLOCATED)
                && failed.error().statement() > unit.section().sent().size()) {
            session.keeps(false);
            prepared = false;
            outcome = attempt(unit, frame, expected, failedBefore, aside, false, RunListener.SILENT);
        }
        if (outcome instanceof Outcome.Failed failed
                && failed.error().said().sqlState().equals(Messages.BOOKKEEPING_GONE)
                && frame.begins) {
            listener.notice(RUN_AGAIN);
            return attempt(unit, frame, expected, failedBefore, true, prepared, RunListener.SILENT);
        }
        return outcome;
    }

    /** Whether the text of a section lets expect that it drops the domain's tracking table. */
    public static boolean mayDropBookkeeping(Unit unit) {
        String sql =
                unit.text().substring(unit.section().start(), unit.section().end());
        return sql.contains(unit.domain().table()) || DROPS.matcher(sql).find();
    }

    /** Commits what {@link Frame#FIRST} opened; null where the commit came back, else what went wrong. */
    public @Nullable Outcome commit() {
        try {
            session.run("COMMIT");
            return null;
        } catch (SQLException e) {
            ServerMessage said = Wire.said(e);
            return said == null || SqlFailure.lost(e)
                    ? new Outcome.Lost(e.getMessage())
                    : new Outcome.Failed(new SqlError(said, -1, Integer.MAX_VALUE));
        }
    }

    private Outcome attempt(
            Unit unit,
            Frame frame,
            History.Version expected,
            boolean failedBefore,
            boolean keepBookkeeping,
            boolean prepared,
            RunListener listener) {
        Domain domain = unit.domain();
        if (frame.begins) {
            touches.clear();
        }
        touches.addAll(unit.section().touches());
        String guard = GuardText.guards(domain) ? GuardText.after(unit, touches, frame.begins, prepared) : "";
        boolean prepares = prepared && !session.keeps();
        String before = (frame.begins ? Messages.begin() : "")
                + messages.before(unit, expected, prepares ? GuardText.prepare() : "")
                + (keepBookkeeping ? Messages.setAside(domain) : "");
        int statementsBefore = (frame.begins ? 1 : 0)
                + Messages.statementsBefore(unit)
                + (prepares ? GuardText.STATEMENTS_PREPARING : 0)
                + (keepBookkeeping ? Messages.STATEMENTS_ASIDE : 0);
        // What is recorded of data files is known when they have been read.
        Supplier<String> after = () -> (keepBookkeeping
                        ? messages.broughtBack(unit, failedBefore, guard)
                        : messages.after(unit, failedBefore, guard))
                + (frame.commits ? "COMMIT;" : "");
        Trace trace = new Trace(unit, statementsBefore, listener);
        cancellation.running(session);
        try {
            send(unit, before, after, trace);
            session.keeps(session.keeps() || prepares);
            return trace.done();
        } catch (SQLException e) {
            return outcome(unit, e, trace);
        } finally {
            cancellation.running(null);
        }
    }

    private void send(Unit unit, String before, Supplier<String> after, Trace trace) throws SQLException {
        List<Part> parts = unit.parts();
        String pending = before;
        for (Part part : parts) {
            if (part instanceof Part.Sql sql) {
                // Two runs of SQL never follow each other: the text before this one is ours.
                trace.sending(pending, sql);
                pending = pending + sql.text() + "\n;\n";
            } else {
                if (!pending.isEmpty()) {
                    session.wire().send(pending, trace);
                    pending = "";
                }
                trace.sending("", part);
                copy(unit, part, trace);
            }
        }
        session.wire().send(pending + after.get(), trace);
    }

    private void copy(Unit unit, Part part, Trace trace) throws SQLException {
        if (part instanceof Part.CopyIn copy) {
            session.wire().copyIn(copy.text(), unit.data(copy), trace);
        } else if (part instanceof Part.CopyFile copy) {
            try (InputStream data = unit.copied().open(copy)) {
                trace.copied(session.wire().copyIn(copy.text(), data, trace));
            } catch (IOException e) {
                throw new SQLException(e.getMessage(), Wire.UNREAD, e);
            }
        }
    }

    private Outcome outcome(Unit unit, SQLException e, Trace trace) {
        boolean unread = Wire.UNREAD.equals(e.getSQLState());
        ServerMessage said = Wire.said(e);
        if ((said == null && !unread) || SqlFailure.lost(e)) {
            return new Outcome.Lost(e.getMessage());
        }
        try {
            session.wire().rollback();
            if (!session.alive()) {
                // FATAL comes with many SQLSTATEs: an idle or transaction limit, an administrator.
                return new Outcome.Lost(e.getMessage());
            }
        } catch (SQLException onRollback) {
            return new Outcome.Lost(onRollback.getMessage());
        }
        if (said == null) {
            return trace.unread(String.valueOf(e.getMessage()));
        }
        if (said.sqlState().equals("23505")
                && trace.atEnd()
                && Wire.onTable(e, unit.domain().table())) {
            // A person has recorded this file while it ran.
            return new Outcome.Moved();
        }
        return switch (said.sqlState()) {
            case Messages.LOCKED -> new Outcome.Locked();
            case Messages.MOVED -> new Outcome.Moved();
            case GuardText.VIOLATION -> new Outcome.Beyond(GuardText.violations(said));
            default -> new Outcome.Failed(trace.error(e, said));
        };
    }
}
