package dev.bailiwick.engine;

import dev.bailiwick.model.Activity;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ServerMessage;
import dev.bailiwick.model.Step;
import java.util.List;

/** Hears a run whose single steps nobody wants to see. */
public final class Quiet implements Events {
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
    public void busy(Activity activity) {}

    @Override
    public void note(String text) {}
}
