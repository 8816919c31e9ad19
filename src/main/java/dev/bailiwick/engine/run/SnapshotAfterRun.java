package dev.bailiwick.engine.run;

import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.ShellCommand;
import java.util.Set;

/** Keeps what a run has left in a domain's schema, so that it can be seen later what was changed by hand. */
public final class SnapshotAfterRun {
    /** After these the session can't be relied on. */
    private static final Set<ExitCode> WITHOUT_SESSION = Set.of(ExitCode.UNREACHABLE, ExitCode.INTERRUPTED);

    private SnapshotAfterRun() {}

    /** A part of a run that may end halfway. */
    public interface Run {
        /** Returns whether it has changed anything. */
        boolean done();
    }

    /** Runs something, and describes the domain after it wherever something was done, also where it then failed. */
    public static void around(ProjectSession projectSession, Domain domain, Runnable run, Run changed) {
        try {
            run.run();
        } catch (BailiwickException e) {
            if (changed.done() && !WITHOUT_SESSION.contains(e.exitCode())) {
                after(projectSession, domain);
            }
            throw e;
        }
        if (changed.done()) {
            after(projectSession, domain);
        }
    }

    /** Describes a domain as it stands. What was run stands whatever becomes of this: a failure is only reported. */
    public static void after(ProjectSession projectSession, Domain domain) {
        try {
            // False: another runner has the domain, and describes it at its own end.
            new HistoryWriter(projectSession.session(), projectSession.settings()).describe(domain);
        } catch (SqlFailure e) {
            projectSession
                    .events()
                    .note("what stands in schema " + domain.schema() + " could not be kept for later comparison: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                            + ShellCommand.of("bailiwick", "drift", domain.name(), "--accept") + " tries again)");
        }
    }
}
