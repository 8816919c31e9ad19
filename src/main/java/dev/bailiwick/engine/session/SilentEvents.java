package dev.bailiwick.engine.session;

import dev.bailiwick.db.run.StatementActivity;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.List;

/** Hears a run whose single steps nobody wants to see. */
public final class SilentEvents implements RunEvents {
    @Override
    public void domainStarts(Domain domain, List<Step> planned) {}

    @Override
    public void started(Domain domain, String filename, Direction direction) {}

    @Override
    public void notice(ServerMessage message) {}

    @Override
    public void loading(double share, long rows) {}

    @Override
    public void done(Step step) {}

    @Override
    public void waiting(Domain domain, String holder) {}

    @Override
    public void busy(StatementActivity activity) {}

    @Override
    public void note(String text) {}
}
