package dev.bailiwick.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of a test's own, cloned from a template, gone with its roles at the end.
 *
 * <pre>{@code
 * @RegisterExtension
 * final TestDatabase db = TestDatabase.perTest();
 * }</pre>
 *
 * <p>It is made at its first use. In a field that is not static every test method has another one.
 */
public final class TestDatabase implements AutoCloseable, AfterEachCallback {
    private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String EMPTY = "empty";

    private final String template;
    private final Consumer<TestDatabase> fill;
    private final List<String> roles = new ArrayList<>();
    private @Nullable String name;

    private TestDatabase(String template, Consumer<TestDatabase> fill) {
        this.template = template;
        this.fill = fill;
    }

    /** A new empty database: UTF8, C.UTF-8, whatever the server's defaults are. To be closed. */
    public static TestDatabase empty() {
        return perTest();
    }

    /** The same for a field with {@code @RegisterExtension}, which closes it after each test. */
    public static TestDatabase perTest() {
        return new TestDatabase(EMPTY, db -> {});
    }

    /**
     * A clone of a template.
     *
     * @param templateName the same name means the same template in this JVM
     * @param fill makes the template out of an empty database, once per JVM; must close its connections
     */
    public static TestDatabase from(String templateName, Consumer<TestDatabase> fill) {
        return new TestDatabase(templateName, fill);
    }

    public String host() {
        return TestServer.get().host();
    }

    public int port() {
        return TestServer.get().port();
    }

    public String user() {
        return TestServer.get().user();
    }

    public String password() {
        return TestServer.get().password();
    }

    /** The database's name; the first call makes the database. */
    public synchronized String name() {
        if (name == null) {
            String source = TEMPLATES.computeIfAbsent(template, t -> makeTemplate());
            String clone = newName();
            TestServer.get().execute("CREATE DATABASE " + clone + " TEMPLATE " + source);
            name = clone;
        }
        return name;
    }

    private String makeTemplate() {
        String templateName = newName() + "_t";
        String locale = TestServer.get().majorVersion() >= 17
                ? "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
                : "LOCALE 'C'";
        TestServer.get().execute("CREATE DATABASE " + templateName + " TEMPLATE template0 ENCODING 'UTF8' " + locale);
        TestDatabase database = new TestDatabase(template, fill);
        database.name = templateName;
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
        fill.accept(database);
        return templateName;
    }

    private static String newName() {
        return TestServer.PREFIX + System.currentTimeMillis() / 1000 + "_"
                + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    }

    /** {@code postgresql://user:password@host:port/database}, as the server's administrator. */
    public String url() {
        return TestServer.get().url(name());
    }

    /** The same for a role of {@link #createRole}. */
    public String url(String role) {
        return TestServer.url(host(), port(), name(), role, role);
    }

    /** The same through something else that listens, such as a {@link CutProxy}. */
    public String urlAt(int otherPort) {
        return TestServer.url("127.0.0.1", otherPort, name(), user(), password());
    }

    /** A connection as the administrator, to be closed; it sends SQL as it is. */
    public Connection connect() throws SQLException {
        return TestServer.get().connect(name());
    }

    /** A connection as a role of {@link #createRole}. */
    public Connection connect(String role) throws SQLException {
        return TestServer.connect(host(), port(), name(), role, role);
    }

    /** Runs SQL, any number of statements in one message. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Rows as lines, columns joined with {@code |}, nulls as nothing; as {@code psql -At} prints them. */
    public String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return lines(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    static String lines(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<String> fields = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                String field = rows.getString(i);
                fields.add(field == null ? "" : field);
            }
            lines.add(String.join("|", fields));
        }
        return String.join("\n", lines);
    }

    /**
     * A role that may log in, its password the same as its name; gone with the database.
     *
     * @param what the end of its name, such as {@code owner}
     * @param options such as {@code CREATEDB}
     * @return its name
     */
    public String createRole(String what, String... options) {
        String role = name() + "_" + what;
        TestServer.get().execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + role + "' " + String.join(" ", options));
        roles.add(role);
        return role;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    /** Drops the database, whoever is still in it, and the roles made here. */
    @Override
    public synchronized void close() {
        if (name == null) {
            return;
        }
        List<String> drops = new ArrayList<>();
        drops.add("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        roles.forEach(role -> drops.add("DROP OWNED BY " + role));
        roles.forEach(role -> drops.add("DROP ROLE IF EXISTS " + role));
        TestServer.get().execute(drops.toArray(String[]::new));
        roles.clear();
        name = null;
    }
}
