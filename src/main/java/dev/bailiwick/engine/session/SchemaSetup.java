package dev.bailiwick.engine.session;

import dev.bailiwick.db.history.TrackingTableCheck;
import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.util.List;

/** Creates a domain's schema and tracking table, or says why they can't be created. */
public final class SchemaSetup {
    private final ProjectSession projectSession;
    private final Domain domain;

    private SchemaSetup(ProjectSession projectSession, Domain domain) {
        this.projectSession = projectSession;
        this.domain = domain;
    }

    /** Creates what is missing; waits for another runner. */
    public static void of(ProjectSession projectSession, Domain domain) {
        RunnerWait waiting = new RunnerWait(projectSession, domain);
        Session session = projectSession.session();
        try {
            while (!new HistoryWriter(session, projectSession.settings()).found(domain)) {
                waiting.once();
            }
            if (session.info().eventTriggers()) {
                // One may have made something else of the tables than what was asked for.
                new TrackingTableCheck(session).presence(List.of(domain));
            }
        } catch (SqlFailure e) {
            throw new SchemaSetup(projectSession, domain).refused(e);
        }
    }

    private BailiwickException refused(SqlFailure e) {
        if (e.lost()) {
            return new BailiwickException(
                    ExitCode.UNREACHABLE,
                    Failure.of(
                                    "the connection was lost while the tracking table of domain " + domain.name()
                                            + " was created: " + e.getMessage(),
                                    ShellCommand.of("bailiwick", "status", domain.name()),
                                    "then, if it is still wanted: the same command")
                            .withState("the table may be there or not; no file was run"),
                    e);
        }
        String role = projectSession.session().info().role();
        if (!e.sqlState().equals("42501")) {
            return new BailiwickException(
                    ExitCode.ROLLED_BACK,
                    new Failure(
                            "the tracking table of domain " + domain.name() + " could not be created: "
                                    + e.getMessage(),
                            null,
                            null,
                            "rolled back: nothing was run",
                            List.of("bailiwick status " + domain.name())),
                    e);
        }
        boolean hasSchema = new TrackingTableCheck(projectSession.session())
                .presence(List.of(domain))
                .getOrDefault(domain, TrackingTableCheck.Presence.NONE)
                .hasSchema();
        String grant = hasSchema
                ? "GRANT USAGE, CREATE ON SCHEMA \"" + domain.schema() + "\" TO \"" + role + "\";"
                : "GRANT CREATE ON DATABASE \""
                        + projectSession.session().info().database() + "\" TO \"" + role + "\";";
        return new BailiwickException(
                ExitCode.REFUSED,
                new Failure(
                        "role " + role + " may not create " + (hasSchema ? "tables in schema " : "schema ")
                                + domain.schema(),
                        null,
                        e.said(),
                        "nothing was run",
                        List.of("as " + (hasSchema ? "the schema's" : "the database's") + " owner: " + grant)),
                e);
    }
}
