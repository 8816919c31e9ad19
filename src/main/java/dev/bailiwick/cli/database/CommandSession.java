package dev.bailiwick.cli.database;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.ChangedDatabase;
import dev.bailiwick.cli.invocation.Progress;
import dev.bailiwick.config.ConnectionResolver;
import dev.bailiwick.config.Masking;
import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.config.Variables;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.files.project.LastUse;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.render.Terminal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command's session, with the embedded server started for as long as it is needed where nothing else is configured. */
public final class CommandSession implements AutoCloseable {
    private final ProjectSession projectSession;
    private final Progress progress;
    private final ConfiguredDatabase database;
    private final ChangedDatabase named;
    private final LastUse lastUse;
    private final boolean changes;
    private final Set<String> migrated = new LinkedHashSet<>();

    private CommandSession(
            ProjectSession projectSession,
            Progress progress,
            ConfiguredDatabase database,
            ChangedDatabase named,
            LastUse lastUse,
            boolean changes) {
        this.projectSession = projectSession;
        this.progress = progress;
        this.database = database;
        this.named = named;
        this.lastUse = lastUse;
        this.changes = changes;
    }

    /** The place of a command that looks. */
    public static CommandSession open(BailiwickCommand root, RunSettings settings) {
        return open(root, settings, false);
    }

    /** The place of a command that changes something, or says what it would change: its first line names the database. */
    public static CommandSession changing(BailiwickCommand root, RunSettings settings) {
        return open(root, settings, true);
    }

    private static CommandSession open(BailiwickCommand root, RunSettings settings, boolean changes) {
        // The files first: a wrong folder should not start a server.
        Project project = root.projectOfDatabase();
        ResolvedConnection found = resolve(root);
        Progress progress = root.progress();
        LastUse lastUse = new LastUse(root.folder(), ChangedDatabase.key(found.target()));
        if (changes && !root.json() && !root.quiet()) {
            root.console().error(ChangedDatabase.line(found.target(), lastUse));
        }
        ConfiguredDatabase database = ConfiguredDatabase.open(root, found);
        if (root.verbose()) {
            progress.note("database: " + database.target().masked() + " (from "
                    + database.target().source() + ")");
            found.passedOver().forEach(source -> progress.note("also set, and passed over: " + source));
        }
        ProjectSession projectSession = new ProjectSession(
                project,
                new Connector(database.target(), root.cancellation()),
                settings,
                root.cancellation(),
                progress);
        projectSession.begin();
        ChangedDatabase named = new ChangedDatabase(database.target());
        if (changes) {
            root.named(named, projectSession::loggedIn);
        }
        return new CommandSession(projectSession, progress, database, named, lastUse, changes);
    }

    /** Which database is meant; its password is masked from here on. */
    public static ResolvedConnection resolve(BailiwickCommand root) {
        return root.connection(() -> lookUp(root));
    }

    private static ResolvedConnection lookUp(BailiwickCommand root) {
        Variables variables = Variables.read(root.folder(), root.surroundings().environment());
        ResolvedConnection found = ConnectionResolver.resolve(root.url(), variables, root.surroundings());
        root.console().mask(Masking.of(variables, found.target()));
        found.warnings().forEach(warning -> root.console().error("warning: " + Terminal.line(warning)));
        return found;
    }

    public ProjectSession projectSession() {
        return projectSession;
    }

    public ChangedDatabase named() {
        return named;
    }

    /** When a run from here last applied nothing in a domain, as far as is remembered; null where the last one has. */
    @Nullable
    public Instant appliedNothing(String domain) {
        return lastUse.appliedNothing(domain);
    }

    /** This is a run that applies what is pending in these domains; none stands for all. */
    public void migrates(List<String> domains) {
        migrated.addAll(
                domains.isEmpty()
                        ? projectSession.domains().stream().map(Domain::name).toList()
                        : domains);
    }

    /** What a run from here did is remembered for the next one. */
    private void remember() {
        for (String domain : migrated) {
            boolean applied = progress.steps().stream()
                    .anyMatch(step -> step.domain().equals(domain) && step.direction() == Direction.UP);
            lastUse.ran(domain, applied, Instant.now());
        }
        progress.steps().stream()
                .filter(step -> step.direction() != Direction.SEED)
                .map(Step::domain)
                .distinct()
                .forEach(domain -> lastUse.ran(domain, true, Instant.now()));
        if (changes && !named.embedded() && projectSession.loggedIn() != null) {
            lastUse.usedWith(named.words());
        }
        if (!lastUse.keep() && !migrated.isEmpty()) {
            progress.verbose("what this run did can't be written into .bailiwick/: a later rollback won't know of it");
        }
    }

    /** For programs that log in by themselves. */
    public ConnectionTarget.Server target() {
        return database.target();
    }

    @Override
    public void close() {
        remember();
        progress.close();
        try {
            projectSession.close();
        } finally {
            database.close();
        }
    }
}
