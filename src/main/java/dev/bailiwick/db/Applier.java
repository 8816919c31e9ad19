package dev.bailiwick.db;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.ServerMessage;
import dev.bailiwick.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
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

    /** What a rule on the tracking table makes of the query that records: nothing else of ours can say it. */
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

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

    /** Schemas of the domains that it has come through. */
    private final Set<String> judged = new TreeSet<>();

    /** Whether every unit runs with the history put aside, not only those whose text lets expect that they drop it. */
    private boolean alwaysAside;

    public Applier(Session session, RunSettings settings, Cancellation cancellation) {
        this.session = session;
        this.cancellation = cancellation;
        this.messages = new Messages(session.info(), settings);
    }

    /** Where a unit stands in its transaction. */
    public enum Frame {
        /** It has one of its own. */
        WHOLE(true, true, true, true),
        /** It opens one that goes on. */
        FIRST(true, false, true, true),
        /** It goes on in one that is open, and leaves it open. */
        MIDDLE(false, false, true, true),
        /** It opens one whose units the guard judges together, behind the last of their domain. */
        FIRST_OF_JUDGED(true, false, true, false),
        /** The same in one that is open: the first of another domain. */
        NEXT_DOMAIN(false, false, true, false),
        /** It is judged with a later one. */
        JUDGED_LATER(false, false, false, false),
        /** Behind it, the guard judges it and those of its domain before it. */
        LAST_OF_JUDGED(false, false, false, true);

        private final boolean begins;
        private final boolean commits;

        /** Whether the guard begins to look before it. */
        private final boolean opens;

        /** Whether the guard judges behind it. */
        private final boolean judges;

        Frame(boolean begins, boolean commits, boolean opens, boolean judges) {
            this.begins = begins;
            this.commits = commits;
            this.opens = opens;
            this.judges = judges;
        }
    }

    /**
     * Runs and records one unit.
     *
     * @param expected the history's version that the unit was planned from
     * @param failedBefore whether a failed row of the same file is in the history and has to go
     */
    public Outcome apply(Unit unit, Frame frame, History.Version expected, boolean failedBefore, RunListener listener) {
        boolean aside = alwaysAside || mayDropBookkeeping(unit);
        boolean keeps = frame == Frame.WHOLE && !session.info().pooled();
        Outcome outcome = attempt(unit, frame, expected, failedBefore, aside, keeps, listener);
        if (keeps && outcome instanceof Outcome.Failed failed && deallocated(unit, failed)) {
            keeps = false;
            outcome = attempt(unit, frame, expected, failedBefore, aside, false, RunListener.SILENT);
        }
        if (outcome instanceof Outcome.Failed failed
                && failed.error().said().sqlState().equals(Messages.BOOKKEEPING_GONE)
                && frame.begins) {
            listener.notice(RUN_AGAIN);
            return attempt(unit, frame, expected, failedBefore, true, keeps, RunListener.SILENT);
        }
        return outcome;
    }

    /** From now on every unit runs with the history put aside. */
    public void putAlwaysAside() {
        alwaysAside = true;
    }

    /** Whether an error says that a section has dropped the domain's tables, which had not been put aside. */
    public static boolean bookkeepingGone(SqlError error) {
        return error.said().sqlState().equals(Messages.BOOKKEEPING_GONE);
    }

    /** Ends the open transaction without a trace; the session goes on. */
    public void rollback() {
        try {
            session.wire().rollback();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Whether the section, or the one before it, has deallocated what the session kept; then it keeps nothing. */
    private boolean deallocated(Unit unit, Outcome.Failed failed) {
        SqlError error = failed.error();
        boolean ours = error.behind(unit) || error.statement() == 0;
        boolean gone = ours && error.said().sqlState().equals(Kept.DEALLOCATED);
        if (gone) {
            session.kept().clear();
        }
        return gone;
    }

    /** What was recorded of a unit, and what the server said while it ran. */
    public record Ran(Unit unit, Outcome.Done done, List<ServerMessage> notices) {
        public Ran {
            notices = List.copyOf(notices);
        }
    }

    /**
     * What became of a group.
     *
     * @param ran the units at its beginning that are applied
     * @param stop what became of the next one; null where all ran, or where it is to be asked again by itself
     * @param said what the server said while the next one ran, before it stopped
     * @param readable where nothing ran because the server can't read one of the units: how many come before it; else 0
     */
    public record Grouped(List<Ran> ran, @Nullable Outcome stop, List<ServerMessage> said, int readable) {
        public Grouped {
            said = List.copyOf(said);
            ran = List.copyOf(ran);
        }
    }

    /** Whether a unit can share a message with others: one text that leaves history and session as they are. */
    public static boolean groups(Unit unit) {
        return unit.section().transaction()
                && unit.direction() != Direction.SEED
                && unit.parts().size() <= 1
                && unit.parts().stream().allMatch(Part.Sql.class::isInstance)
                && !mayDropBookkeeping(unit);
    }

    /**
     * Runs and records units of one domain in one message, each in a transaction of its own. The server goes on to the next
     * where one has come to its end, and stops at the first that fails.
     *
     * <p>Only the last commit waits for the disk: when this returns, everything that it says ran is durable. What was lost with
     * the connection has to be looked up; then none is said to have run.
     *
     * @param expected the history's version that the first was planned from
     * @param failed names of failed rows in the history
     * @param begins hears which unit is next
     */
    public Grouped group(List<Unit> units, History.Version expected, Set<String> failed, Consumer<Unit> begins) {
        boolean keeps = !session.info().pooled();
        Set<String> kept = new HashSet<>(session.kept());
        GroupTrace trace = new GroupTrace(units, begins);
        StringBuilder message = new StringBuilder();
        int length = 0;
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            touches.clear();
            touches.addAll(unit.section().touches());
            String moved = i == 0
                    ? Messages.moved(unit, expected)
                    : Messages.movedBehind(unit, units.get(i - 1), expected, kept(keeps, false));
            boolean first = kept.add(RecordQuery.name(unit));
            Around around =
                    around(unit, Frame.WHOLE, moved, failed.contains(unit.filename()), false, kept(keeps, first));
            Trace one = trace.add(unit, length, around.statementsBefore());
            int begun = message.length();
            message.append(around.before());
            for (Part part : unit.parts()) {
                one.sending(length + message.codePointCount(begun, message.length()), part);
                message.append(part.text()).append("\n;\n");
            }
            message.append(around.after().get()).append(Messages.FORGET);
            message.append(i < units.size() - 1 ? Messages.COMMIT_AND_GO_ON : "COMMIT;");
            length += message.codePointCount(begun, message.length());
        }
        cancellation.running(session);
        try {
            session.wire().send(message.toString(), trace);
            keep(keeps, kept);
            return new Grouped(trace.ran(), null, List.of(), 0);
        } catch (SQLException e) {
            return stopped(units, e, trace);
        } finally {
            cancellation.running(null);
        }
    }

    private Grouped stopped(List<Unit> units, SQLException e, GroupTrace trace) {
        if (!trace.begun() && Wire.said(e) != null && !SqlFailure.lost(e)) {
            // It was read to its end, or not at all.
            int before = Wire.position(e) > 0 ? trace.before(Wire.position(e)) : 1;
            if (before > 0) {
                return new Grouped(List.of(), null, List.of(), before);
            }
        }
        int at = trace.ran().size();
        if (at == units.size()) {
            // All commits came back, and then the connection was gone: nobody has waited for the disk yet.
            return new Grouped(List.of(), new Outcome.Lost(e.getMessage()), List.of(), 0);
        }
        Outcome stop = outcome(units.get(at), e, trace.current());
        if (stop instanceof Outcome.Lost) {
            return new Grouped(List.of(), stop, List.of(), 0);
        }
        if (stop instanceof Outcome.Failed failed) {
            String state = failed.error().said().sqlState();
            if (deallocated(units.get(at), failed) || state.equals(Messages.BOOKKEEPING_GONE)) {
                stop = null;
            }
        }
        if (at > 0) {
            try {
                session.run(Messages.DURABLE);
            } catch (SQLException lost) {
                return new Grouped(List.of(), new Outcome.Lost(lost.getMessage()), List.of(), 0);
            }
        }
        return new Grouped(trace.ran(), stop, stop == null ? List.of() : trace.said(), 0);
    }

    /** Whether the text of a section lets expect that it drops the domain's tracking table. */
    public static boolean mayDropBookkeeping(Unit unit) {
        Text text = unit.text();
        int start = unit.section().start();
        int end = unit.section().end();
        int named = text.indexOf(unit.domain().table(), start);
        return (named >= 0 && named < end)
                || DROPS.matcher(text).region(start, end).find();
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
            boolean keeps,
            RunListener listener) {
        if (frame.begins) {
            touches.clear();
            judged.clear();
        }
        touches.addAll(unit.section().touches());
        // What units of another domain have done in this transaction is no business of this one's guard.
        judged.stream()
                .filter(schema -> !schema.equals(unit.domain().schema()))
                .forEach(touches::add);
        judged.add(unit.domain().schema());
        String kept = RecordQuery.name(unit);
        boolean first = !session.kept().contains(kept);
        Around around =
                around(unit, frame, Messages.moved(unit, expected), failedBefore, keepBookkeeping, kept(keeps, first));
        Trace trace = new Trace(unit, around.statementsBefore(), listener);
        cancellation.running(session);
        try {
            String forget = frame.judges ? Messages.FORGET : Messages.FORGET_BUT_CURSORS;
            send(unit, around, forget + (frame.commits ? "COMMIT;" : ""), trace);
            keep(keeps, Set.of(kept));
            return trace.done();
        } catch (UncheckedIOException e) {
            return outcome(unit, new SQLException(e.getMessage(), Wire.UNREAD, e), trace);
        } catch (SQLException e) {
            return outcome(unit, e, trace);
        } finally {
            cancellation.running(null);
        }
    }

    /** The text before a section with how many statements it holds, and the one behind it up to what records it. */
    private record Around(String before, int statementsBefore, Supplier<String> after) {}

    private Around around(
            Unit unit, Frame frame, String moved, boolean failedBefore, boolean keepBookkeeping, Kept kept) {
        Domain domain = unit.domain();
        boolean guards = GuardText.guards(domain);
        String guard = guards && frame.judges ? GuardText.judged(unit, touches, frame.begins, kept) : "";
        String before = (frame.begins ? Messages.begin() : "")
                + messages.before(unit, moved, frame.begins, frame.opens)
                + (keepBookkeeping ? Messages.setAside(domain) : "");
        int statementsBefore = (frame.begins ? 1 : 0)
                + Messages.statementsBefore(unit, frame.opens)
                + (keepBookkeeping ? Messages.STATEMENTS_ASIDE : 0);
        // What is recorded of data files is known when they have been read.
        Supplier<String> after = () -> messages.after(unit, failedBefore, guard, keepBookkeeping, kept);
        return new Around(before, statementsBefore, after);
    }

    private static Kept kept(boolean keeps, boolean first) {
        return !keeps ? Kept.NEVER : first ? Kept.FIRST : Kept.AGAIN;
    }

    private void keep(boolean keeps, Set<String> kept) {
        if (keeps) {
            session.kept().addAll(kept);
        }
    }

    private void send(Unit unit, Around around, String end, Trace trace) throws SQLException {
        String pending = around.before();
        boolean ours = true;
        for (Part part : unit.parts()) {
            if (!pending.isEmpty() && !(ours && part instanceof Part.Sql)) {
                session.wire().send(pending, trace);
                pending = "";
            }
            trace.sending(pending.codePointCount(0, pending.length()), part);
            if (part instanceof Part.Sql sql) {
                pending = pending + sql.text() + "\n;\n";
                ours = false;
            } else {
                copy(unit, part, trace);
            }
        }
        if (unit.large()) {
            if (!pending.isEmpty()) {
                session.wire().send(pending, trace);
            }
            session.wire().send(around.after().get(), trace);
            keepSource(unit);
            session.wire().send(Records.sourceIsKept(unit) + end, trace);
        } else {
            session.wire().send(pending + around.after().get() + end, trace);
        }
    }

    /** Completes the row of a unit whose text is too long to stand in a message with others. */
    private void keepSource(Unit unit) throws SQLException {
        Text source = unit.source();
        if (unit.direction() == Direction.UP && source != null) {
            try (PreparedStatement row = session.connection()
                    .prepareStatement("UPDATE " + TrackingTables.table(unit.domain())
                            + " SET source = pg_catalog.convert_from(?, 'UTF8') WHERE filename = ?")) {
                row.setBinaryStream(1, source.utf8(0, source.length()), source.bytes());
                row.setString(2, unit.filename());
                row.executeUpdate();
            } catch (SQLException e) {
                String unread = Wire.unread(e);
                throw unread == null ? e : new SQLException(unread, Wire.UNREAD, e);
            }
        }
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
        if (said.sqlState().equals(FEATURE_NOT_SUPPORTED) && trace.behindDeferred()) {
            return new Outcome.Failed(trace.error(e, Records.ruled(unit, said)));
        }
        return switch (said.sqlState()) {
            case Messages.LOCKED -> new Outcome.Locked();
            case Messages.MOVED -> new Outcome.Moved();
            case GuardText.VIOLATION -> new Outcome.Beyond(GuardText.violations(said));
            default -> new Outcome.Failed(trace.error(e, said));
        };
    }
}
