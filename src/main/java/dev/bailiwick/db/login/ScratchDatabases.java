package dev.bailiwick.db.login;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.ConnectionTarget;
import java.sql.SQLException;
import java.util.List;

/** Makes empty databases, one after the other, on a server that is thrown away. */
public final class ScratchDatabases {
    private final ConnectionTarget.Server server;
    private int made;

    /** @param server with a database that others are made from, and a superuser */
    public ScratchDatabases(ConnectionTarget.Server server) {
        this.server = server;
    }

    /** Makes an empty database, and drops the one before it with all roles that were made since the server began. */
    public ConnectionTarget.Server next() {
        try (Session session = new Connector(server).open()) {
            if (made > 0) {
                session.run("DROP DATABASE " + Quote.identifier(name()) + " WITH (FORCE)");
                List<String> roles = session.query(
                        "SELECT rolname FROM pg_roles WHERE oid >= 16384 ORDER BY 1", row -> row.getString(1));
                for (String role : roles) {
                    session.run("DROP ROLE " + Quote.identifier(role));
                }
            }
            made++;
            session.run("CREATE DATABASE " + Quote.identifier(name()));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
        return new ConnectionTarget.Server(
                server.source(), server.addresses(), name(), server.user(), server.password(), server.properties());
    }

    private String name() {
        return "scratch_" + made;
    }
}
