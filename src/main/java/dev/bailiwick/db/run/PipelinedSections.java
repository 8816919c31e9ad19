package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Part;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs several sections in one message, each in a transaction of its own: the server goes on without waiting for us. */
public final class PipelinedSections {
    private final Session session;
    private final RunMessages messages;
    private final AnswerReader answers;
    private final Cancellation cancellation;

    /** Whether what stands in a section's text is all that it does, so that less has to stand around it. */
    private boolean plain;

    PipelinedSections(Session session, RunMessages messages, Cancellation cancellation) {
        this.session = session;
        this.messages = messages;
        this.answers = new AnswerReader(session);
        this.cancellation = cancellation;
        this.plain = !session.info().pooled() && !session.info().eventTriggers();
    }

    /**
     * What became of units that shared a message.
     *
     * @param ran the units at its beginning that are applied
     * @param stop what became of the next one; null where all ran
     * @param said what the server said while the next one ran, before it stopped
     * @param readable where nothing ran because the server can't read one of the units: how many come before it; else 0
     */
    public record Result(
            List<SectionRunner.Ran> ran, @Nullable SectionResult stop, List<ServerMessage> said, int readable) {
        public Result {
            said = List.copyOf(said);
            ran = List.copyOf(ran);
        }
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
    public Result run(
            List<SectionRun> units, History.Version expected, Set<String> failed, Consumer<SectionRun> begins) {
        boolean keeps = !session.info().pooled();
        Set<String> kept = new HashSet<>(session.kept());
        GroupAnswers trace = new GroupAnswers(units, begins);
        StringBuilder message = new StringBuilder();
        int length = 0;
        for (int i = 0; i < units.size(); i++) {
            SectionRun unit = units.get(i);
            boolean last = i == units.size() - 1;
            String stale = i == 0
                    ? RunMessages.stale(unit, expected)
                    : RunMessages.staleAfter(unit, units.get(i - 1), i, expected, PreparedQueries.of(keeps, false));
            PreparedQueries prepared = PreparedQueries.of(keeps, kept.add(RecordDoneQuery.name(unit)));
            boolean failedBefore = failed.contains(unit.filename());
            boolean plainly = plain(unit);
            boolean looks = GuardSql.guards(unit.domain()) && !(plainly && HomeTables.only(unit));
            SectionAnswers one = trace.add(unit, length, 1 + RunMessages.statementsBefore(unit, !plainly));
            int begun = message.length();
            message.append(RunMessages.begin())
                    .append(RunMessages.locking(unit, stale))
                    .append(plainly ? messages.settingPlain(unit, looks) : messages.setting(unit, true, true));
            for (Part part : unit.parts()) {
                one.sending(length + message.codePointCount(begun, message.length()), part);
                message.append(part.text()).append("\n;\n");
            }
            message.append(
                    plainly
                            ? messages.afterPlain(unit, looks, failedBefore, prepared)
                            : messages.after(
                                    unit,
                                    failedBefore,
                                    looks ? GuardSql.judged(unit, true, prepared) : "",
                                    true,
                                    true,
                                    prepared));
            message.append(plainly && !last ? "" : RunMessages.FORGET)
                    .append(last ? "COMMIT;" : RunMessages.COMMIT_AND_GO_ON);
            length += message.codePointCount(begun, message.length());
        }
        cancellation.running(session);
        try {
            session.wire().send(message.toString(), trace);
            if (keeps) {
                session.kept().addAll(kept);
            }
            return new Result(trace.ran(), null, List.of(), 0);
        } catch (SQLException e) {
            return stopped(units, e, trace);
        } finally {
            cancellation.running(null);
        }
    }

    /** Whether nothing that a unit may do has to be undone in the session, or explained. */
    private boolean plain(SectionRun unit) {
        return plain && unit.domain().guard() != Guard.WARN && PlainDdl.is(unit) && !PlainDdl.refers(unit);
    }

    private Result stopped(List<SectionRun> units, SQLException e, GroupAnswers trace) {
        if (!trace.begun() && SimpleQueryChannel.said(e) != null && !SqlFailure.lost(e)) {
            // It was read to its end, or not at all.
            int before = SimpleQueryChannel.position(e) > 0 ? trace.before(SimpleQueryChannel.position(e)) : 1;
            if (before > 0) {
                return new Result(List.of(), null, List.of(), before);
            }
        }
        int at = trace.ran().size();
        if (at == units.size()) {
            // All commits came back, and then the connection was gone: nobody has waited for the disk yet.
            return new Result(List.of(), new SectionResult.Lost(SqlFailure.words(e)), List.of(), 0);
        }
        SectionRunner.Look look = session.info().pooled() ? SectionRunner.Look.UNPREPARED : SectionRunner.Look.SHORT;
        SectionResult stop = answers.outcome(units.get(at), e, trace.current(), look, null);
        // Once the text has not told all, it is not relied upon any more.
        plain &= !(stop instanceof SectionResult.Unwatched);
        if (stop instanceof SectionResult.Lost) {
            return new Result(List.of(), stop, List.of(), 0);
        }
        if (at > 0) {
            try {
                session.run(RunMessages.DURABLE);
            } catch (SQLException lost) {
                return new Result(List.of(), new SectionResult.Lost(SqlFailure.words(lost)), List.of(), 0);
            }
        }
        return new Result(trace.ran(), stop, trace.said(), 0);
    }
}
