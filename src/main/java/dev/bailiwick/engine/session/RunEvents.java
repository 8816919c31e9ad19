package dev.bailiwick.engine.session;

import dev.bailiwick.db.run.StatementActivity;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.List;

/** Hears what a run does, as it happens. Every method but {@link #busy} is called by the thread that runs. */
public interface RunEvents {

    /** These steps of a domain are about to run. */
    void domainStarts(Domain domain, List<Step> planned);

    /** This one is being sent. */
    void started(Domain domain, String filename, Direction direction);

    /** The server sent a notice while it ran. */
    void notice(ServerMessage message);

    /**
     * A data file of the present one is being read.
     *
     * @param share of its bytes, from 0 to 1
     * @param rows about how many: its lines
     */
    void loading(double share, long rows);

    /** Its commit came back. */
    void done(Step step);

    /** Another runner has the domain. */
    void waiting(Domain domain, String holder);

    /** What the present one is at, while it takes long: for whom it waits, how far it is. Called by another thread. */
    void busy(StatementActivity activity);

    /** Something that a person should know. */
    void note(String text);
}
