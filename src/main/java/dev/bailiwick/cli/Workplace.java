package dev.bailiwick.cli;

import dev.bailiwick.config.ConnectionResolver;
import dev.bailiwick.config.Masking;
import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.config.Variables;
import dev.bailiwick.db.Connector;
import dev.bailiwick.db.RunSettings;
import dev.bailiwick.engine.Site;
import dev.bailiwick.files.Project;
import dev.bailiwick.model.ConnectionTarget;
import dev.bailiwick.render.Terminal;

/** A command's site, with the embedded server started for as long as it is needed where nothing else is configured. */
final class Workplace implements AutoCloseable {
    private final Site site;
    private final Progress progress;
    private final Database database;

    private Workplace(Site site, Progress progress, Database database) {
        this.site = site;
        this.progress = progress;
        this.database = database;
    }

    static Workplace open(Root root, RunSettings settings) {
        // The files first: a wrong folder should not start a server.
        Project project = root.projectOfDatabase();
        ResolvedConnection found = resolve(root);
        Progress progress = root.progress();
        Database database = Database.open(root, found);
        if (root.verbose()) {
            progress.note("database: " + database.target().masked() + " (from "
                    + database.target().source() + ")");
            found.passedOver().forEach(source -> progress.note("also set, and passed over: " + source));
        }
        Site site = new Site(project, new Connector(database.target(), root.cancellation()), settings, root.cancellation(), progress);
        site.begin();
        return new Workplace(site, progress, database);
    }

    /** Which database is meant; its password is masked from here on. */
    static ResolvedConnection resolve(Root root) {
        return root.connection(() -> lookUp(root));
    }

    private static ResolvedConnection lookUp(Root root) {
        Variables variables = Variables.read(root.folder(), root.surroundings().environment());
        ResolvedConnection found = ConnectionResolver.resolve(root.url(), variables, root.surroundings());
        root.console().mask(Masking.of(variables, found.target()));
        found.warnings().forEach(warning -> root.console().error("warning: " + Terminal.line(warning)));
        return found;
    }

    Site site() {
        return site;
    }

    /** For programs that log in by themselves. */
    ConnectionTarget.Server target() {
        return database.target();
    }

    @Override
    public void close() {
        progress.close();
        try {
            site.close();
        } finally {
            database.close();
        }
    }
}
