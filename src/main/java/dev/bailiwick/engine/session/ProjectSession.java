package dev.bailiwick.engine.session;

import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.login.PoolerCheck;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.plan.DomainRequirements;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a command works: files here, a database there. Logs in when first asked for a session. */
public final class ProjectSession implements AutoCloseable {
    private final Project project;
    private final Connector connector;
    private final RunSettings settings;
    private final Cancellation cancellation;
    private final RunEvents events;
    private @Nullable CompletableFuture<Session> login;
    private @Nullable Session session;
    private @Nullable Boolean keepsSessions;

    public ProjectSession(
            Project project, Connector connector, RunSettings settings, Cancellation cancellation, RunEvents events) {
        this.project = project;
        this.connector = connector;
        this.settings = settings;
        this.cancellation = cancellation;
        this.events = events;
    }

    /** The same place for a part of a run that goes on beside others: with a session of its own, and its own listener. */
    ProjectSession beside(RunEvents others) {
        return new ProjectSession(project, connector, settings, cancellation.beside(), others);
    }

    public Project project() {
        return project;
    }

    public Connector connector() {
        return connector;
    }

    public RunSettings settings() {
        return settings;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    public RunEvents events() {
        return events;
    }

    /** Begins to log in: it goes on beside what is done until the session is asked for. */
    public void begin() {
        login = beside("login", connector::open);
    }

    /** Begins something that goes on beside what the caller does until it is {@link #joined}. */
    public static <T> CompletableFuture<T> beside(String name, Supplier<T> what) {
        return CompletableFuture.supplyAsync(what, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** What came of it, or the exception that it ended with. */
    public static <T> T joined(CompletableFuture<T> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    /** The run's own session. */
    public Session session() {
        if (session == null) {
            session = login == null ? connector.open() : joined(login);
        }
        return session;
    }

    /** The project's domains. */
    public List<Domain> domains() {
        return project.domains();
    }

    /** The domains that were typed, or all, in the order of a run. */
    public static List<Domain> domains(Project project, List<String> names) {
        return DomainRequirements.of(project.domains()).order(project.domains(names));
    }

    /** What the login has found out; null where nobody has logged in yet. */
    public @Nullable ServerInfo loggedIn() {
        if (session != null) {
            return session.info();
        }
        return login != null && login.isDone() && !login.isCompletedExceptionally()
                ? login.join().info()
                : null;
    }

    /** Whether a pooler stands between that gives a session away between two transactions; asked once. */
    public boolean transactionPooled() {
        if (!session().info().pooled()) {
            return false;
        }
        if (keepsSessions == null) {
            keepsSessions = PoolerCheck.keepsSessions(connector, session());
        }
        return !keepsSessions;
    }

    /** Gives up a session that broke; the next call of {@link #session} logs in again. */
    public void forgetSession() {
        close();
        session = null;
        login = null;
    }

    @Override
    public void close() {
        if (login != null) {
            // Whether or not somebody has asked for it, or is about to.
            CompletableFuture<Void> unused = login.thenAccept(Session::close);
        } else if (session != null) {
            session.close();
        }
    }
}
