package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.GuardSql;
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
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Part;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations in one transaction that share it to save time, not to stand or fall together: their sections one behind the
 * other, each in a session as it would find it alone; then the guard once, all rows and log entries, and the commit.
 *
 * <p>No error is explained here. Whatever goes wrong rolls all of it back, and the caller runs the files one by one, which shows
 * the error as if there had been no group.
 */
public final class GroupTransaction {
    /** SQLSTATE of an INFO before the first section: what the guard has to know of the time before it. */
    private static final String BEGUN = "BWBEG";

    /** SQLSTATE of an INFO between two sections: the time, in seconds since 1970. */
    private static final String TIME = "BWTIM";

    /** Characters of a message: the server parses it to its end before it runs anything. */
    private static final int LONGEST = 262_144;

    private final Session session;
    private final GroupMessages messages;
    private final Cancellation cancellation;

    public GroupTransaction(Session session, RunSettings settings, Cancellation cancellation) {
        this.session = session;
        this.cancellation = cancellation;
        this.messages = new GroupMessages(session.info(), settings);
    }

    /**
     * What became of a group.
     *
     * @param ran all of it, where its commit came back; else empty
     * @param outcome {@link SectionResult.Done} of the last; else {@link SectionResult.Locked}, {@link SectionResult.StaleHistory}, {@link SectionResult.Lost} or
     *     {@link SectionResult.RolledBack}
     */
    public record Result(List<SectionRunner.Ran> ran, SectionResult outcome) {
        public Result {
            ran = List.copyOf(ran);
        }
    }

    /**
     * Runs units of one domain and one direction, records them and commits.
     *
     * @param expected the history's version that they were planned from
     * @param begins hears which unit is next
     */
    public Result run(List<SectionRun> units, History.Version expected, Consumer<SectionRun> begins) {
        return run(units, expected, begins, "COMMIT;");
    }

    /** The same, but leaves the transaction open, with nothing left to do in it but {@link #commit}. */
    public Result runOpen(List<SectionRun> units, History.Version expected, Consumer<SectionRun> begins) {
        return run(units, expected, begins, "");
    }

    /** Commits what {@link #runOpen} has left open; null where the commit came back. */
    public @Nullable SectionResult commit() {
        cancellation.running(session);
        try {
            session.run("COMMIT");
            return null;
        } catch (SQLException e) {
            ServerMessage said = SimpleQueryChannel.said(e);
            return said == null || SqlFailure.lost(e)
                    ? new SectionResult.Lost(SqlFailure.words(e))
                    : new SectionResult.Failed(new SqlError(said, -1, Integer.MAX_VALUE));
        } finally {
            cancellation.running(null);
        }
    }

    private Result run(List<SectionRun> units, History.Version expected, Consumer<SectionRun> begins, String end) {
        Answers answers = new Answers(units, begins);
        cancellation.running(session);
        // Nothing that a section has prepared reaches the next one.
        session.kept().clear();
        try {
            sendSections(units, expected, answers);
            answers.sectionsEnd();
            session.wire().send(ending(units, answers) + end, answers);
            List<SectionRunner.Ran> ran = answers.ran();
            return new Result(ran, ran.get(ran.size() - 1).done());
        } catch (SQLException e) {
            return new Result(List.of(), rolledBack(e));
        } finally {
            cancellation.running(null);
        }
    }

    private void sendSections(List<SectionRun> units, History.Version expected, Answers answers) throws SQLException {
        SectionRun first = units.get(0);
        StringBuilder message = new StringBuilder(RunMessages.begin())
                .append(RunMessages.locking(first, RunMessages.stale(first, expected)))
                .append(messages.begins(BEGUN, answers.mark()));
        boolean plain = !session.info().eventTriggers();
        for (int i = 0; i < units.size(); i++) {
            SectionRun unit = units.get(i);
            message.append(
                    plain && i > 0 && PlainDdl.is(units.get(i - 1))
                            ? messages.goesOnBehind(units.get(i - 1), unit, TIME, answers.mark())
                            : (i > 0 ? GroupMessages.BETWEEN : "") + messages.goesOn(unit, TIME, answers.mark()));
            if (unit.equals(first) && GuardSql.guards(unit.domain())) {
                message.append(GuardSql.BEFORE);
            }
            for (Part part : unit.parts()) {
                message.append(part.text());
            }
            if (message.length() > LONGEST) {
                message.append("\n;\n").append(GroupMessages.MAY_BE_IDLE);
                session.wire().send(message.toString(), answers);
                message.setLength(0);
            }
        }
        session.wire()
                .send(
                        message.append(GroupMessages.BETWEEN)
                                .append(GroupMessages.time(TIME, answers.mark()))
                                .toString(),
                        answers);
    }

    /** All behind the sections, when they have come to their end. */
    private String ending(List<SectionRun> units, Answers answers) {
        SectionRun any = units.get(0);
        Domain domain = any.domain();
        String guard = GuardSql.guards(domain)
                ? GuardSql.judged(any.of(domain.guarded(Guard.ON)), true, PreparedQueries.NEVER)
                : "";
        return messages.ends(any, units, answers.times(), answers.begun(), guard);
    }

    private SectionResult rolledBack(SQLException e) {
        ServerMessage said = SimpleQueryChannel.said(e);
        if (said == null || SqlFailure.lost(e)) {
            return new SectionResult.Lost(SqlFailure.words(e));
        }
        SectionResult lost = new AnswerReader(session).rolledBack(e);
        if (lost != null) {
            return lost;
        }
        return switch (said.sqlState()) {
            case RunMessages.LOCKED -> new SectionResult.Locked();
            case RunMessages.STALE -> new SectionResult.StaleHistory();
            default -> new SectionResult.RolledBack();
        };
    }

    /** Hears which unit is at work, when each of them began, what the server says meanwhile, and what was recorded. */
    private static final class Answers implements SimpleQueryChannel.Listener {
        private final List<SectionRun> units;
        private final Consumer<SectionRun> begins;
        private final List<BigDecimal> times = new ArrayList<>();
        private final List<List<ServerMessage>> notices = new ArrayList<>();
        private String begun = "";

        /** How what we say between sections begins. */
        private final String mark = UUID.randomUUID() + " ";

        /** Whether all sections are behind. */
        private boolean ending;

        private History.@Nullable Version version;

        Answers(List<SectionRun> units, Consumer<SectionRun> begins) {
            this.units = units;
            this.begins = begins;
        }

        /** When each unit began, and the last one ended. */
        List<BigDecimal> times() {
            return times;
        }

        String begun() {
            return begun;
        }

        String mark() {
            return mark;
        }

        void sectionsEnd() {
            ending = true;
        }

        @Override
        public void statementDone() {}

        @Override
        public void notice(ServerMessage message) {
            // A section can say whatever it likes, under any SQLSTATE.
            boolean ours = ending || message.message().startsWith(mark);
            switch (ours ? message.sqlState() : "") {
                case BEGUN -> begun = message.message().substring(mark.length());
                case TIME -> {
                    if (times.size() > 0 && times.size() < units.size()) {
                        begins.accept(units.get(times.size()));
                    }
                    times.add(new BigDecimal(message.message().substring(mark.length())));
                    notices.add(new ArrayList<>());
                }
                case RunMessages.RECORDED -> {
                    String[] words = message.message().split(" ");
                    version = new History.Version(Long.parseLong(words[1]), Long.parseLong(words[0]));
                }
                default -> {
                    if (!notices.isEmpty()) {
                        notices.get(notices.size() - 1).add(message);
                    }
                }
            }
        }

        List<SectionRunner.Ran> ran() {
            if (version == null) {
                throw new IllegalStateException("the server did not say what was recorded of a group");
            }
            List<SectionRunner.Ran> ran = new ArrayList<>();
            for (int i = 0; i < units.size(); i++) {
                int took = GroupMessages.milliseconds(times.get(i), times.get(i + 1));
                SectionResult.Done done = new SectionResult.Done(took, version, 0, List.of());
                ran.add(new SectionRunner.Ran(units.get(i), done, notices.get(i)));
            }
            return ran;
        }
    }
}
