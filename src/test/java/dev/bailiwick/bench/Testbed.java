package dev.bailiwick.bench;

import dev.bailiwick.server.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Where it is measured: a server of its own as it comes, fsync and all, and a folder. */
final class Testbed {
    private final Path folder;
    private final Address server;

    Testbed(Path folder, Address server) {
        this.folder = folder;
        this.server = server;
    }

    Path folder() {
        return folder;
    }

    Address server() {
        return server;
    }

    String url(String database) {
        return url(database, server.port());
    }

    String url(String database, int port) {
        return "postgresql://" + server.user() + ":" + server.password() + "@127.0.0.1:" + port + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database + "?preferQueryMode=simple",
                server.user(),
                server.password());
    }

    /** An empty database of that name, whatever was there. */
    void empty(String database) {
        copy(database, "template1");
    }

    /** A copy of another database, whatever was there; of its settings none. */
    void copy(String database, String template) {
        execute("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        execute("postgres", "CREATE DATABASE " + database + " TEMPLATE " + template);
    }

    /** What one run has written must not be written to the disk in the next one's time. */
    void settle() {
        execute("postgres", "CHECKPOINT");
    }

    void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    String query(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends the benchmark where a run has not done what it was to do. */
    void require(String database, String sql, String expected) {
        String found = query(database, sql);
        if (!found.equals(expected)) {
            throw new IllegalStateException(database + ": " + sql + " is " + found + ", and not " + expected);
        }
    }

    /** An empty folder, whatever an earlier run has left there. */
    Path folder(String path) {
        Path made = folder.resolve(path);
        try {
            if (Files.exists(made)) {
                try (Stream<Path> old = Files.walk(made)) {
                    for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bailiwick as it is delivered. */
    Command bailiwick(Path project, String url, String... arguments) {
        return bailiwick(project, Map.of("DATABASE_URL", url), arguments);
    }

    Command bailiwick(Path project, Map<String, String> environment, String... arguments) {
        Path launcher = Path.of("target/bailiwick/bin/bailiwick").toAbsolutePath();
        return new Command(
                project,
                environment,
                Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                        .toList());
    }
}
