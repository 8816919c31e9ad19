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
import dev.bailiwick.model.Secret;
import dev.bailiwick.server.Address;
import dev.bailiwick.server.EmbeddedServer;
import dev.bailiwick.server.Lease;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command's site, with the embedded server started for as long as it is needed where nothing else is configured. */
final class Workplace implements AutoCloseable {
    private final Site site;
    private final Progress progress;
    private final @Nullable Lease lease;

    private Workplace(Site site, Progress progress, @Nullable Lease lease) {
        this.site = site;
        this.progress = progress;
        this.lease = lease;
    }

    static Workplace open(Root root, RunSettings settings) {
        // The files first: a wrong folder should not start a server.
        Project project = root.project();
        ResolvedConnection found = resolve(root);
        Progress progress = root.progress();
        Lease lease = null;
        ConnectionTarget.Server target;
        if (found.target() instanceof ConnectionTarget.Server server) {
            target = server;
        } else {
            lease = EmbeddedServer.in(root.folder(), progress::note).use();
            target = embedded(lease.address());
        }
        if (root.verbose()) {
            progress.note("database: " + target.masked() + " (from " + target.source() + ")");
            found.passedOver().forEach(source -> progress.note("also set, and passed over: " + source));
        }
        Site site = new Site(project, new Connector(target), settings, root.cancellation(), progress);
        return new Workplace(site, progress, lease);
    }

    /** Which database is meant; its password is masked from here on. */
    static ResolvedConnection resolve(Root root) {
        return root.connection(() -> lookUp(root));
    }

    private static ResolvedConnection lookUp(Root root) {
        Variables variables = Variables.read(root.folder(), root.surroundings().environment());
        ResolvedConnection found = ConnectionResolver.resolve(root.url(), variables, root.surroundings());
        root.console().mask(Masking.of(variables, found.target()));
        found.warnings().forEach(warning -> root.console().error("warning: " + warning));
        return found;
    }

    static ConnectionTarget.Server embedded(Address address) {
        return new ConnectionTarget.Server(
                "embedded",
                List.of(new ConnectionTarget.Address(address.host(), address.port())),
                address.database(),
                address.user(),
                new Secret(address.password()),
                Map.of("sslmode", "disable"));
    }

    Site site() {
        return site;
    }

    @Override
    public void close() {
        progress.close();
        try {
            site.close();
        } finally {
            if (lease != null) {
                lease.close();
            }
        }
    }
}
