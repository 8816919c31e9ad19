package dev.bailiwick.db;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ConnectionTarget;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.ServerMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/** Logs in: one place for the driver's properties and for what a refused login means. */
public final class Connector {
    private final ConnectionTarget.Server target;

    public Connector(ConnectionTarget.Server target) {
        this.target = target;
    }

    /**
     * Opens a session.
     *
     * @throws BailiwickException exit 6 where nobody answers or the login is refused, exit 2 where the server can't be
     *     used
     */
    public Session open() {
        return Session.greet(connect());
    }

    private PgConnection connect() {
        try {
            Connection connection = new Driver().connect(url(), properties());
            if (connection == null) {
                throw new IllegalStateException("the driver does not know its own URL");
            }
            return connection.unwrap(PgConnection.class);
        } catch (SQLException e) {
            throw new BailiwickException(ExitCode.UNREACHABLE, refusal(e), e);
        }
    }

    private String url() {
        return "jdbc:postgresql://"
                + target.addresses().stream()
                        .map(ConnectionTarget.Address::toString)
                        .collect(Collectors.joining(","))
                + "/";
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "bailiwick");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        // Saves the round trip in which the driver would ask for the version; we refuse old servers ourselves.
        properties.setProperty("assumeMinServerVersion", "9.0");
        properties.putAll(target.properties());
        // The driver's connectTimeout ends with the TCP handshake: behind it, a server that says nothing would be
        // waited
        // for without end. libpq's connect_timeout covers the whole login of each host, and so does this.
        int seconds = Integer.parseInt(properties.getProperty("connectTimeout"));
        properties.putIfAbsent(
                "loginTimeout", Integer.toString(seconds * target.addresses().size()));
        // Statement text goes out as one verbatim message, binds stay real, and no statement is kept on the server:
        // what a pooler in transaction mode needs.
        properties.setProperty("preferQueryMode", "extendedForPrepared");
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("PGDBNAME", target.database());
        properties.setProperty("user", target.user());
        // An empty password, not none: the driver would look into ~/.pgpass by itself, whatever its permissions.
        properties.setProperty(
                "password", target.password() == null ? "" : target.password().reveal());
        return properties;
    }

    private Failure refusal(SQLException e) {
        ServerMessage said = Wire.said(e);
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String at = target.masked() + " (from " + target.source() + ")";
        return switch (state) {
            case "28P01" ->
                failure(
                        "the server refused the password of role " + target.user(),
                        at,
                        said,
                        "check the password in " + target.source());
            case "28000" ->
                failure(
                        "the server refused the login of role " + target.user(),
                        at,
                        said,
                        "check pg_hba.conf, the role's LOGIN right, and whether the server asks for TLS (sslmode=require)");
            case "3D000" ->
                failure("there is no database " + target.database(), at, said, "createdb " + target.database());
            case "53300" ->
                failure(
                        "the server has no connection left",
                        at,
                        said,
                        "try again when others have ended",
                        "or raise what is used up: max_connections, or the CONNECTION LIMIT of the role or database");
            case "42501" ->
                failure(
                        "role " + target.user() + " may not connect to database " + target.database(),
                        at,
                        said,
                        "as the database's owner: GRANT CONNECT ON DATABASE " + Quote.identifier(target.database())
                                + " TO " + Quote.identifier(target.user()) + ";");
            case "57P03" -> failure("the server is starting up or shutting down", at, said, "try again in a moment");
            default -> noAnswer(e, said, at);
        };
    }

    private Failure noAnswer(SQLException e, @Nullable ServerMessage said, String at) {
        if (said != null) {
            return failure("the server refused the login", at, said, "bailiwick connection");
        }
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root instanceof java.net.UnknownHostException) {
            return failure(
                    "the host " + hosts() + " is unknown", at, null, "check the host name in " + target.source());
        }
        if (root instanceof java.net.ConnectException) {
            return failure(
                    "nobody listens at " + hosts(),
                    at,
                    null,
                    "check that PostgreSQL runs there, and host and port in " + target.source());
        }
        if (root instanceof java.net.SocketTimeoutException || reason.contains("attempt timed out")) {
            return failure(
                    "no answer from " + hosts() + " in time",
                    at,
                    null,
                    "check the network and the firewall, or raise connect_timeout in the URL");
        }
        if (reason.contains("SSL")) {
            return failure(
                    "TLS with " + hosts() + " failed: " + reason,
                    at,
                    null,
                    "check sslmode and sslrootcert in " + target.source());
        }
        if (reason.contains("password")) {
            return failure(
                    "the server asks for a password and there is none",
                    at,
                    null,
                    "put it into " + target.source() + ", PGPASSWORD or ~/.pgpass");
        }
        return failure("connecting to " + hosts() + " failed: " + reason, at, null, "bailiwick connection");
    }

    private String hosts() {
        return target.addresses().stream()
                .map(ConnectionTarget.Address::toString)
                .collect(Collectors.joining(", "));
    }

    private static Failure failure(String what, String at, @Nullable ServerMessage said, String... next) {
        return new Failure(what, null, said, "nothing was run; tried " + at, List.of(next));
    }
}
