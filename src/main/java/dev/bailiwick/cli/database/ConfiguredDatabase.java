package dev.bailiwick.cli.database;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.domain.Secret;
import dev.bailiwick.server.Address;
import dev.bailiwick.server.ServerUse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database that is meant; where none is configured, the embedded one, started for as long as it is needed. */
final class ConfiguredDatabase implements AutoCloseable {
    private final ConnectionTarget.Server target;
    private final @Nullable ServerUse lease;

    private ConfiguredDatabase(ConnectionTarget.Server target, @Nullable ServerUse lease) {
        this.target = target;
        this.lease = lease;
    }

    static ConfiguredDatabase open(BailiwickCommand root, ResolvedConnection found) {
        if (found.target() instanceof ConnectionTarget.Server server) {
            return new ConfiguredDatabase(server, null);
        }
        ServerUse lease = DbCommand.server(root).use();
        return new ConfiguredDatabase(server(lease.address()), lease);
    }

    /** A server of our own. */
    static ConnectionTarget.Server server(Address address) {
        return new ConnectionTarget.Server(
                "embedded",
                List.of(new ConnectionTarget.Address(address.host(), address.port())),
                address.database(),
                address.user(),
                new Secret(address.password()),
                Map.of("sslmode", "disable"));
    }

    ConnectionTarget.Server target() {
        return target;
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
