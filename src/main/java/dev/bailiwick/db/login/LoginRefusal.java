package dev.bailiwick.db.login;

import dev.bailiwick.db.login.LoginAttempt.Outlook;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ServerMessage;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what an error at login means, what mends it, and whether time may. */
final class LoginRefusal {
    private final ConnectionTarget.Server target;
    private final SQLException error;
    private final @Nullable ServerMessage said;

    LoginRefusal(ConnectionTarget.Server target, SQLException error) {
        this.target = target;
        this.error = error;
        this.said = SimpleQueryChannel.said(error);
    }

    LoginAttempt.Refused explained() {
        return switch (error.getSQLState() == null ? "" : error.getSQLState()) {
            case "28P01" ->
                refused(
                        Outlook.MAY_PASS,
                        "the server refused the password of role " + target.user(),
                        "check the password in " + target.source());
            case "28000" ->
                refused(
                        Outlook.MAY_PASS,
                        "the server refused the login of role " + target.user(),
                        "check pg_hba.conf, the role's LOGIN right, and whether the server asks for TLS (sslmode=require)");
            case "3D000" ->
                refused(Outlook.MAY_PASS, "there is no database " + target.database(), "createdb " + target.database());
            case "53300" ->
                refused(
                        Outlook.PASSES,
                        "the server has no connection left",
                        "try again when others have ended",
                        "or raise what is used up: max_connections, or the CONNECTION LIMIT of the role or database");
            case "42501" ->
                refused(
                        Outlook.MAY_PASS,
                        "role " + target.user() + " may not connect to database " + target.database(),
                        "as the database's owner: GRANT CONNECT ON DATABASE " + Quote.identifier(target.database())
                                + " TO " + Quote.identifier(target.user()) + ";");
            case "57P03" ->
                refused(Outlook.PASSES, "the server is starting up or shutting down", "try again in a moment");
            default ->
                said == null ? unsaid() : refused(outlook(), "the server refused the login", "bailiwick connection");
        };
    }

    /** What the server, or a pooler in front of it, says of itself passes: out of resources, shutting down, in trouble. */
    private Outlook outlook() {
        String state = String.valueOf(error.getSQLState());
        return state.startsWith("53") || state.startsWith("57") || state.startsWith("08")
                ? Outlook.PASSES
                : Outlook.MAY_PASS;
    }

    /** The server said nothing: what the driver or the network noticed. */
    private LoginAttempt.Refused unsaid() {
        String reason = error.getMessage() == null ? error.toString() : error.getMessage();
        Throwable root = root();
        if (root instanceof java.net.UnknownHostException) {
            return refused(
                    Outlook.PASSES, "the host " + hosts() + " is unknown", "check the host name in " + target.source());
        }
        if (root instanceof java.net.ConnectException) {
            return refused(
                    Outlook.PASSES,
                    "nobody listens at " + hosts(),
                    "check that PostgreSQL runs there, and host and port in " + target.source());
        }
        if (root instanceof java.net.SocketTimeoutException || reason.contains("attempt timed out")) {
            return refused(
                    Outlook.PASSES,
                    "no answer from " + hosts() + " in time",
                    "check the network and the firewall, or raise connect_timeout in the URL");
        }
        if (root instanceof java.io.EOFException || root instanceof java.net.SocketException) {
            return refused(
                    Outlook.PASSES,
                    hosts() + " hung up in the middle of the login",
                    "check that it is PostgreSQL that listens there; where it is only starting: bailiwick wait");
        }
        if (root instanceof GeneralSecurityException) {
            return untrusted("no authority that is trusted has signed the server's certificate: "
                    + String.valueOf(root.getMessage()));
        }
        if (reason.contains("hostnameverifier")) {
            return untrusted("the server's certificate is for another host name");
        }
        if (reason.contains("SSL")) {
            return refused(
                    Outlook.MAY_PASS,
                    "TLS with " + hosts() + " failed: " + reason,
                    "check sslmode and sslrootcert in " + target.source(),
                    "or what answers there is no PostgreSQL: check host and port");
        }
        if (reason.contains("password")) {
            return refused(
                    Outlook.STAYS,
                    "the server asks for a password and there is none",
                    "put it into " + target.source() + ", PGPASSWORD or ~/.pgpass");
        }
        return refused(Outlook.PASSES, "connecting to " + hosts() + " failed: " + reason, "bailiwick connection");
    }

    private LoginAttempt.Refused untrusted(String why) {
        return refused(
                Outlook.STAYS,
                "TLS with " + hosts() + " failed: " + why,
                "check sslmode and sslrootcert in " + target.source()
                        + ", and the host name: it may be another's server");
    }

    private Throwable root() {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private String hosts() {
        return target.addresses().stream()
                .map(ConnectionTarget.Address::toString)
                .collect(Collectors.joining(", "));
    }

    private LoginAttempt.Refused refused(Outlook outlook, String what, String... next) {
        String state = "nothing was run; tried " + target.masked() + " (from " + target.source() + ")";
        return new LoginAttempt.Refused(new Failure(what, null, said, state, List.of(next)), outlook);
    }
}
