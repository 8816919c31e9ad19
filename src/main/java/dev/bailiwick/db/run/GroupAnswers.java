package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.model.failure.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Follows the answers to several units in one message: which one is at work, what is recorded of those before it. */
final class GroupAnswers implements SimpleQueryChannel.Listener {
    private final List<SectionRun> units;
    private final Consumer<SectionRun> begins;
    private final List<Integer> starts = new ArrayList<>();
    private final List<SectionAnswers> traces = new ArrayList<>();
    private final List<List<ServerMessage>> notices = new ArrayList<>();
    private final List<SectionRunner.Ran> ran = new ArrayList<>();
    private boolean begun;

    GroupAnswers(List<SectionRun> units, Consumer<SectionRun> begins) {
        this.units = units;
        this.begins = begins;
    }

    /** The next unit of the message, behind so many characters (code points), which opens with so many statements of ours. */
    SectionAnswers add(SectionRun unit, int start, int ownBefore) {
        starts.add(start);
        List<ServerMessage> said = new ArrayList<>();
        SectionAnswers trace = new SectionAnswers(unit, ownBefore, said::add);
        notices.add(said);
        traces.add(trace);
        return trace;
    }

    /** Whether the server has begun to run anything: it reads a message to its end before. */
    boolean begun() {
        return begun;
    }

    /** How many units stand before the one that a position (code points from 1) of the message lies in. */
    int before(int position) {
        return (int) starts.stream().filter(start -> start < position).count() - 1;
    }

    /** The units whose commit came back, in order. */
    List<SectionRunner.Ran> ran() {
        return ran;
    }

    /** The unit that is at work. */
    SectionAnswers current() {
        return traces.get(ran.size());
    }

    /** What the server said while it ran. */
    List<ServerMessage> said() {
        return notices.get(ran.size());
    }

    @Override
    public void statementDone() {
        begun = true;
        current().statementDone();
    }

    @Override
    public void statementDone(String tag) {
        boolean committed = tag.equals("COMMIT") && current().recorded();
        statementDone();
        if (committed) {
            int at = ran.size();
            ran.add(new SectionRunner.Ran(units.get(at), traces.get(at).done(), notices.get(at)));
        }
    }

    @Override
    public void notice(ServerMessage message) {
        SectionAnswers trace = current();
        boolean before = trace.recorded();
        trace.notice(message);
        if (!before && trace.recorded() && ran.size() + 1 < units.size()) {
            // the server sends this at once, and what it did before with it
            begins.accept(units.get(ran.size() + 1));
        }
    }
}
