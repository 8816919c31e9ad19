package dev.bailiwick.engine.session;

import dev.bailiwick.db.run.StatementActivity;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what one of several runs at the same time does, and tells it when that one has ended: their lines don't mix. */
final class BufferedEvents implements RunEvents {
    private final List<Consumer<RunEvents>> buffered = new ArrayList<>();

    /** Tells all of it. */
    void replay(RunEvents events) {
        buffered.forEach(one -> one.accept(events));
    }

    @Override
    public void domainStarts(Domain domain, List<Step> planned) {
        buffered.add(events -> events.domainStarts(domain, planned));
    }

    @Override
    public void started(Domain domain, String filename, Direction direction) {
        buffered.add(events -> events.started(domain, filename, direction));
    }

    @Override
    public void notice(ServerMessage message) {
        buffered.add(events -> events.notice(message));
    }

    @Override
    public void loading(double share, long rows) {}

    @Override
    public void done(Step step) {
        buffered.add(events -> events.done(step));
    }

    @Override
    public void waiting(Domain domain, String holder) {
        buffered.add(events -> events.waiting(domain, holder));
    }

    @Override
    public void busy(StatementActivity activity) {}

    @Override
    public void note(String text) {
        buffered.add(events -> events.note(text));
    }
}
