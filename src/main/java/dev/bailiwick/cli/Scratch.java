package dev.bailiwick.cli;

import dev.bailiwick.db.Connector;
import dev.bailiwick.db.RunSettings;
import dev.bailiwick.db.ScratchDatabases;
import dev.bailiwick.engine.Quiet;
import dev.bailiwick.engine.Site;
import dev.bailiwick.files.Project;
import dev.bailiwick.server.ScratchServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The project on a throw-away server, in one empty database after the other. */
final class Scratch implements AutoCloseable {
    private final Root root;
    private final RunSettings settings;
    private final Project project;
    private final ScratchServer server;
    private final ScratchDatabases databases;

    /** @param version the major version of PostgreSQL */
    Scratch(Root root, RunSettings settings, int version) {
        this.root = root;
        this.settings = settings;
        this.project = root.project();
        this.server = ScratchServer.start(root.folder(), version, archives(root), root.progress()::note);
        this.databases = new ScratchDatabases(Database.server(server.address()));
    }

    /** Where the archives of other versions lie; null where nothing says so. */
    private static @Nullable Path archives(Root root) {
        String folder = root.surroundings().environment().get("BAILIWICK_POSTGRES");
        return folder == null || folder.isBlank() ? null : root.typed(folder);
    }

    /** At an empty database; the one before is gone, with all roles that were made in it. */
    Site fresh() {
        return new Site(
                project,
                new Connector(databases.next(), root.cancellation()),
                settings,
                root.cancellation(),
                new Quiet());
    }

    @Override
    public void close() {
        server.close();
    }
}
