package dev.bailiwick.testing;

import dev.bailiwick.server.Address;
import dev.bailiwick.server.EmbeddedServer;
import dev.bailiwick.server.ScratchServer;
import dev.bailiwick.server.ServerUse;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL that the tests of this JVM run on: one of the version {@code -Dbailiwick.postgres}, else {@code TEST_DATABASE_URL} (a role that may create databases and
 * roles), else a container where a Docker engine answers, else the embedded one in target/test-server.
 *
 * @param kind what it is, for people
 */
public record TestServer(
        String kind, String host, int port, String user, String password, String database, int majorVersion) {

    /** All databases and roles that tests make are called so. */
    static final String PREFIX = "bwt_";

    private static final String CONTAINER_IMAGE = "postgres:18";
    private static final long LEFT_OVER_SECONDS = 2 * 3600;

    /** The one of this JVM, started at the first call. */
    public static TestServer get() {
        return Holder.SERVER;
    }

    private static final class Holder {
        static final TestServer SERVER = choose();
    }

    private static TestServer choose() {
        String url = System.getenv("TEST_DATABASE_URL");
        String major = System.getProperty("bailiwick.postgres");
        TestServer server;
        if (major != null) {
            server = ofVersion(Integer.parseInt(major));
        } else if (url != null && !url.isBlank()) {
            server = ofUrl(url);
        } else if (dockerAnswers()) {
            server = container();
        } else {
            server = embedded();
        }
        TestServer known = server.asked();
        System.out.println("Tests run on: " + known.kind() + ", PostgreSQL " + known.majorVersion());
        known.dropLeftOvers();
        return known;
    }

    private static TestServer ofUrl(String url) {
        URI uri = URI.create(url.replaceFirst("^jdbc:", ""));
        String[] login =
                (uri.getRawUserInfo() == null ? System.getProperty("user.name") : uri.getRawUserInfo()).split(":", 2);
        return new TestServer(
                "TEST_DATABASE_URL (" + uri.getHost() + ":" + uri.getPort() + ")",
                uri.getHost(),
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                URLDecoder.decode(login[0], StandardCharsets.UTF_8),
                login.length > 1 ? URLDecoder.decode(login[1], StandardCharsets.UTF_8) : "",
                uri.getPath().length() > 1 ? uri.getPath().substring(1) : "postgres",
                0);
    }

    /** Looks for a socket before Testcontainers does, which takes its time and complains at length. */
    private static boolean dockerAnswers() {
        String host = System.getenv("DOCKER_HOST");
        boolean tcp = host != null && host.startsWith("tcp:");
        Path socket = Path.of(host != null && host.startsWith("unix://") ? host.substring(7) : "/var/run/docker.sock");
        return (tcp || Files.exists(socket))
                && org.testcontainers.DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // lives as long as the JVM, and Testcontainers removes it then
    private static TestServer container() {
        PostgreSQLContainer container = new PostgreSQLContainer(CONTAINER_IMAGE);
        container.start();
        return new TestServer(
                "container " + CONTAINER_IMAGE,
                container.getHost(),
                container.getFirstMappedPort(),
                container.getUsername(),
                container.getPassword(),
                container.getDatabaseName(),
                0);
    }

    @SuppressWarnings("MustBeClosed") // given back at the end of the JVM
    private static TestServer embedded() {
        Path project = Path.of("target", "test-server");
        try {
            Files.createDirectories(project);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        ServerUse lease = EmbeddedServer.in(project, System.out::println).use();
        Address address = lease.address();
        TestServer server = new TestServer(
                "embedded (" + project + ")",
                address.host(),
                address.port(),
                address.user(),
                address.password(),
                address.database(),
                0);
        // nobody needs these data after a power cut
        server.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()");
        return server;
    }

    /** A throw-away one of another version, whose programs {@code make postgres} has fetched. */
    @SuppressWarnings("resource") // gone with this JVM
    private static TestServer ofVersion(int major) {
        Path project = Path.of("target", "test-server");
        try {
            Files.createDirectories(project);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Address address = ScratchServer.start(project, major, Path.of("target", "postgres"), System.out::println)
                .address();
        return new TestServer(
                "throw-away",
                address.host(),
                address.port(),
                address.user(),
                address.password(),
                address.database(),
                0);
    }

    private TestServer asked() {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version_num")) {
            row.next();
            return new TestServer(kind, host, port, user, password, database, row.getInt(1) / 10_000);
        } catch (SQLException e) {
            throw new IllegalStateException("the test server " + kind + " does not answer: " + e.getMessage(), e);
        }
    }

    /** What killed test runs left behind; the name holds the second it was made in. */
    private void dropLeftOvers() {
        long old = System.currentTimeMillis() / 1000 - LEFT_OVER_SECONDS;
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            List<String> drops = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("""
                    SELECT 'DATABASE', datname FROM pg_database WHERE starts_with(datname, 'bwt_')
                    UNION ALL
                    SELECT 'ROLE', rolname FROM pg_roles WHERE starts_with(rolname, 'bwt_')
                    """)) {
                while (rows.next()) {
                    String[] words = rows.getString(2).split("_");
                    if (words.length > 1 && words[1].matches("[0-9]{10}") && Long.parseLong(words[1]) < old) {
                        drops.add("DROP " + rows.getString(1) + " IF EXISTS \"" + rows.getString(2) + "\"");
                    }
                }
            }
            for (String drop : drops) {
                try {
                    statement.execute(drop);
                } catch (SQLException e) {
                    // somebody looks at it
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that sends SQL as it is, as the server's administrator. */
    @SuppressWarnings("MustBeClosed")
    public Connection connect(String toDatabase) throws SQLException {
        return connect(host, port, toDatabase, user, password);
    }

    static Connection connect(String host, int port, String database, String user, String password)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("ApplicationName", "test");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database), properties);
    }

    /** {@code postgresql://user:password@host:port/database} as the administrator. */
    public String url(String toDatabase) {
        return url(host, port, toDatabase, user, password);
    }

    static String url(String host, int port, String database, String user, String password) {
        String login = password.isEmpty() ? encoded(user) : encoded(user) + ":" + encoded(password);
        return "postgresql://" + login + "@" + host + ":" + port + "/" + encoded(database);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Statements one by one in the maintenance database, each in its own transaction. */
    void execute(String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements) + ": " + e.getMessage(), e);
        }
    }
}
