package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.integrity.HistoryWatch;
import dev.bailiwick.db.integrity.WorkAtCommit;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Part;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs sections in transactions: section, tracking row and log entry stand or fall together.
 *
 * <p>Where a section holds no COPY data, all of it is one message: begin, lock the domain, check the history, the
 * section, record, commit.
 */
public final class SectionRunner {
    private final Session session;
    private final RunMessages messages;
    private final AnswerReader answers;
    private final Cancellation cancellation;
    private final PipelinedSections pipelined;
    private final WatchedHistories histories;

    public SectionRunner(Session session, RunSettings settings, Cancellation cancellation) {
        this.session = session;
        this.answers = new AnswerReader(session);
        this.cancellation = cancellation;
        this.messages = new RunMessages(session.info(), settings);
        this.histories = new WatchedHistories(session);
        this.pipelined = new PipelinedSections(session, messages, cancellation);
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

    /** How closely the history is looked at while a unit runs. */
    public enum Look {
        /** Once, before it is written: at locks, triggers and rules. */
        SHORT,
        /** The same, without the queries that the session keeps prepared. */
        UNPREPARED,
        /** As a whole, and behind each statement of the section. */
        WATCHED
    }

    /**
     * Runs and records one unit, once.
     *
     * @param expected the history's version that the unit was planned from
     * @param failedBefore whether a failed row of the same file is in the history and has to go
     */
    public SectionResult apply(
            SectionRun unit,
            Frame frame,
            Look look,
            History.Version expected,
            boolean failedBefore,
            RunListener listener) {
        if (look == Look.WATCHED) {
            return watched(unit, frame, expected, failedBefore, listener);
        }
        boolean keeps =
                look == Look.SHORT && frame == Frame.WHOLE && !session.info().pooled();
        return attempt(unit, frame, expected, failedBefore, keeps, listener);
    }

    /** Sets the sequences of history and log right; null where that is done, else what came of it. */
    public @Nullable SectionResult sequencesAhead(Domain domain) {
        cancellation.running(session);
        try {
            session.run(RunMessages.begin() + RunMessages.lock(domain) + HistoryWatch.sequencesAhead(domain));
            return null;
        } catch (SQLException e) {
            ServerMessage said = SimpleQueryChannel.said(e);
            if (said == null || SqlFailure.lost(e)) {
                return new SectionResult.Lost(SqlFailure.words(e));
            }
            try {
                session.wire().rollback();
            } catch (SQLException onRollback) {
                return new SectionResult.Lost(SqlFailure.words(onRollback));
            }
            return said.sqlState().equals(RunMessages.LOCKED)
                    ? new SectionResult.Locked()
                    : new SectionResult.SequenceBehind(said.message());
        } finally {
            cancellation.running(null);
        }
    }

    /** Several sections in one message. */
    public PipelinedSections pipelined() {
        return pipelined;
    }

    /** Ends the open transaction without a trace; the session goes on. */
    public void rollback() {
        try {
            session.wire().rollback();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** What was recorded of a unit, and what the server said while it ran. */
    public record Ran(SectionRun unit, SectionResult.Done done, List<ServerMessage> notices) {
        public Ran {
            notices = List.copyOf(notices);
        }
    }

    /**
     * Commits what {@link Frame#FIRST} opened, after making sure that each history is what was written; null where the commit
     * came back, else what went wrong.
     */
    public @Nullable SectionResult commit(SectionRun last) {
        SectionAnswers trace = new SectionAnswers(last, 0, RunListener.SILENT);
        cancellation.running(session);
        try {
            session.run(WorkAtCommit.message());
            histories.requireRecorded();
            session.run("COMMIT");
            return null;
        } catch (SQLException e) {
            SectionResult outcome = answers.outcome(last, e, trace, Look.WATCHED, histories.current());
            return outcome instanceof SectionResult.Failed failed
                    ? new SectionResult.Failed(new SqlError(failed.error().said(), -1, Integer.MAX_VALUE))
                    : outcome;
        } finally {
            cancellation.running(null);
            histories.clear();
        }
    }

    private SectionResult attempt(
            SectionRun unit,
            Frame frame,
            History.Version expected,
            boolean failedBefore,
            boolean keeps,
            RunListener listener) {
        if (frame.begins) {
            histories.clear();
        }
        String kept = RecordDoneQuery.name(unit);
        boolean first = !session.kept().contains(kept);
        Around around =
                around(unit, frame, RunMessages.stale(unit, expected), failedBefore, PreparedQueries.of(keeps, first));
        SectionAnswers trace = new SectionAnswers(unit, around.statementsBefore(), listener);
        return answered(unit, trace, keeps ? Look.SHORT : Look.UNPREPARED, () -> {
            String before = around.locking() + around.setting();
            if (frame != Frame.WHOLE && !histories.include(unit.domain())) {
                session.wire().send(around.locking(), trace);
                histories.of(unit.domain());
                before = around.setting();
            }
            send(unit, channel(unit, frame, trace), before, around.after(), end(frame), trace);
            if (frame != Frame.WHOLE) {
                histories.of(unit.domain()).recorded(unit);
            }
            keep(keeps, Set.of(kept));
        });
    }

    /** Runs a unit statement by statement, and makes sure behind each step that the history is what it has to be. */
    private SectionResult watched(
            SectionRun unit, Frame frame, History.Version expected, boolean failedBefore, RunListener listener) {
        if (frame.begins) {
            histories.clear();
        }
        SectionRun each = unit.byStatement();
        Around around = around(unit, frame, RunMessages.stale(unit, expected), failedBefore, PreparedQueries.NEVER);
        SectionAnswers trace = new SectionAnswers(each, around.statementsBefore(), listener);
        return answered(each, trace, Look.WATCHED, () -> {
            SectionChannel channel = channel(each, frame, trace);
            session.wire().send(around.locking(), trace);
            HistoryWatch watching = histories.of(unit.domain());
            session.run(WorkAtCommit.message());
            watching.requireRecorded(true);
            session.run(SavedHistory.save(unit.domain()));
            watching.sectionBegins();
            session.wire().send(around.setting(), trace);
            for (Part part : each.parts()) {
                channel.send(part);
                watching.ran(part.start());
            }
            session.wire().send(RunMessages.closing(), trace);
            session.wire().send(RunMessages.judging(unit, guard(unit, frame, PreparedQueries.NEVER)), trace);
            if (!each.parts().isEmpty()) {
                // What its deferred triggers have done stands behind its last statement.
                watching.ran(each.parts().get(each.parts().size() - 1).start());
            }
            boolean there = watching.there();
            session.wire().send(RunMessages.restoring(unit), trace);
            watching.requireUnchanged(there);
            session.wire().send(messages.recording(unit, failedBefore), trace);
            if (unit.large()) {
                channel.keepSource();
            }
            watching.recorded(unit);
            session.run(WorkAtCommit.message());
            watching.requireRecorded(true);
            session.wire().send(end(frame), trace);
        });
    }

    private static String end(Frame frame) {
        return (frame.judges ? RunMessages.FORGET : RunMessages.FORGET_BUT_CURSORS) + (frame.commits ? "COMMIT;" : "");
    }

    /** What is sent to the server. */
    private interface Sending {
        void send() throws SQLException;
    }

    /** What came of what was sent. */
    private SectionResult answered(SectionRun unit, SectionAnswers trace, Look look, Sending sending) {
        cancellation.running(session);
        try {
            sending.send();
            return trace.done();
        } catch (UncheckedIOException e) {
            return answers.outcome(
                    unit,
                    new SQLException(e.getMessage(), SimpleQueryChannel.UNREAD, e),
                    trace,
                    look,
                    histories.current());
        } catch (SQLException e) {
            return answers.outcome(unit, e, trace, look, histories.current());
        } finally {
            cancellation.running(null);
        }
    }

    /** The text before a section with how many statements it holds, and the one behind it up to what records it. */
    private record Around(String locking, String setting, int statementsBefore, Supplier<String> after) {}

    private Around around(SectionRun unit, Frame frame, String stale, boolean failedBefore, PreparedQueries kept) {
        String locking = (frame.begins ? RunMessages.begin() : "") + RunMessages.locking(unit, stale);
        int statementsBefore = (frame.begins ? 1 : 0) + RunMessages.statementsBefore(unit, frame.opens);
        // What is recorded of data files is known when they have been read.
        Supplier<String> after = () ->
                messages.after(unit, failedBefore, guard(unit, frame, kept), frame.judges, frame == Frame.WHOLE, kept);
        return new Around(locking, messages.setting(unit, frame.begins, frame.opens), statementsBefore, after);
    }

    private String guard(SectionRun unit, Frame frame, PreparedQueries kept) {
        return frame.judges && GuardSql.guards(unit.domain()) ? GuardSql.judged(unit, frame.begins, kept) : "";
    }

    private void keep(boolean keeps, Set<String> kept) {
        if (keeps) {
            session.kept().addAll(kept);
        }
    }

    private SectionChannel channel(SectionRun unit, Frame frame, SectionAnswers trace) {
        return new SectionChannel(session, unit, trace, () -> guard(unit, frame, PreparedQueries.NEVER));
    }

    private void send(
            SectionRun unit,
            SectionChannel channel,
            String before,
            Supplier<String> after,
            String end,
            SectionAnswers trace)
            throws SQLException {
        if (unit.large()) {
            channel.send(before, () -> "");
            session.wire().send(after.get(), trace);
            channel.keepSource();
            session.wire().send(HistoryStatements.sourceIsKept(unit) + end, trace);
        } else {
            channel.send(before, () -> after.get() + end);
        }
    }
}
