package dev.bailiwick.cli.database;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.login.ScratchDatabases;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.SilentEvents;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.server.ScratchServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The project on a throw-away server, in one empty database after the other. */
public final class ScratchProject implements AutoCloseable {
    private final BailiwickCommand root;
    private final RunSettings settings;
    private final Project project;
    private final ScratchServer server;
    private final ScratchDatabases databases;

    /** @param version the major version of PostgreSQL */
    public ScratchProject(BailiwickCommand root, RunSettings settings, int version) {
        this.root = root;
        this.settings = settings;
        this.project = root.project();
        this.server = ScratchServer.start(root.folder(), version, archives(root), root.progress()::note);
        this.databases = new ScratchDatabases(ConfiguredDatabase.server(server.address()));
    }

    /** Where the archives of other versions lie; null where nothing says so. */
    private static @Nullable Path archives(BailiwickCommand root) {
        String folder = root.surroundings().environment().get("BAILIWICK_POSTGRES");
        return folder == null || folder.isBlank() ? null : root.typed(folder);
    }

    /** At an empty database; the one before is gone, with all roles that were made in it. */
    public ProjectSession fresh() {
        return new ProjectSession(
                project,
                new Connector(databases.next(), root.cancellation()),
                settings,
                root.cancellation(),
                new SilentEvents());
    }

    @Override
    public void close() {
        server.close();
    }
}
