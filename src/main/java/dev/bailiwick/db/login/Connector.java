package dev.bailiwick.db.login;

import dev.bailiwick.db.session.AnswerLimit;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/** Logs in: one place for the driver's properties and for what a refused login means. */
public final class Connector {
    private static final String CONNECT_TIMEOUT = "connectTimeout";
    private static final String LOGIN_TIMEOUT = "loginTimeout";
    private static final double SHORTEST_S = 0.5;

    /** It is the driver's, or the greeting's, to say that there is no answer; this is for what both overlook. */
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final ConnectionTarget.Server target;
    private final Cancellation cancellation;

    /** For logins that nobody can ask to end. */
    public Connector(ConnectionTarget.Server target) {
        this(target, new Cancellation());
    }

    /** @param cancellation ends a login, and a query of our own, that the server doesn't answer */
    public Connector(ConnectionTarget.Server target, Cancellation cancellation) {
        this.target = target;
        this.cancellation = cancellation;
    }

    /**
     * Opens a session.
     *
     * @throws BailiwickException exit 6 where nobody answers or the login is refused, exit 2 where the server can't be
     *     used
     */
    public Session open() {
        Properties properties = properties();
        try {
            return greeted(properties, seconds(properties));
        } catch (SQLException e) {
            throw refused(e);
        } catch (SqlFailure e) {
            if (e.lost()) {
                throw refused(e.sqlException());
            }
            throw e;
        }
    }

    private BailiwickException refused(SQLException e) {
        return new BailiwickException(
                ExitCode.UNREACHABLE, new LoginRefusal(target, e).explained().why(), e);
    }

    /** Logs in, and asks what every session asks first, for which the server has as long once more. */
    private Session greeted(Properties properties, Duration most) throws SQLException {
        return Session.greet(connect(properties), cancellation, most);
    }

    private static Duration seconds(Properties properties) {
        double seconds = Double.parseDouble(properties.getProperty(LOGIN_TIMEOUT));
        return seconds > 0 ? Duration.ofMillis((long) (seconds * 1000)) : FOR_EVER;
    }

    /**
     * Tries once, and leaves again.
     *
     * @param most how long that may take, whatever connect_timeout says
     * @throws BailiwickException exit 2 where a server answers that can't be used
     */
    public LoginAttempt attempt(Duration most) {
        Properties properties = properties();
        properties.setProperty(LOGIN_TIMEOUT, Double.toString(Math.max(SHORTEST_S, most.toMillis() / 1000.0)));
        // Each host gets its share: the next one is reached where nothing comes back from the first.
        long share = most.toSeconds() / target.addresses().size();
        properties.setProperty(CONNECT_TIMEOUT, Long.toString(Math.max(1, share)));
        try (Session session = greeted(properties, seconds(properties))) {
            return new LoginAttempt.Taken(session.info());
        } catch (SQLException e) {
            return new LoginRefusal(target, e).explained();
        } catch (SqlFailure e) {
            if (e.lost()) {
                return new LoginRefusal(target, e.sqlException()).explained();
            }
            throw e;
        }
    }

    private PgConnection connect(Properties properties) throws SQLException {
        Thread thread = Thread.currentThread();
        Connection connection;
        try {
            // The driver waits in this thread for one that logs in, and takes an interruption for the end of it.
            connection = AnswerLimit.within(
                    FOR_EVER, cancellation, thread::interrupt, limit -> new Driver().connect(url(), properties));
        } catch (BailiwickException e) {
            Thread.interrupted();
            throw e;
        }
        if (connection == null) {
            throw new IllegalStateException("the driver does not know its own URL");
        }
        return connection.unwrap(PgConnection.class);
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
        properties.setProperty(CONNECT_TIMEOUT, "10");
        properties.setProperty("tcpKeepAlive", "true");
        // Saves the round trip in which the driver would ask for the version; we refuse old servers ourselves.
        properties.setProperty("assumeMinServerVersion", "9.0");
        properties.setProperty("socketFactory", DrainingSocketFactory.class.getName());
        properties.putAll(target.properties());
        // The driver's connectTimeout ends with the TCP handshake: after it, a server that says nothing would be
        // waited
        // for without end. libpq's connect_timeout covers the whole login of each host, and so does this.
        int seconds = Integer.parseInt(properties.getProperty(CONNECT_TIMEOUT));
        properties.putIfAbsent(
                LOGIN_TIMEOUT, Integer.toString(seconds * target.addresses().size()));
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
}
