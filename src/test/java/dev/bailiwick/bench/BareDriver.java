package dev.bailiwick.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * The least that a Java program can do: {@code BareDriver JDBC-URL} logs in and asks one query; {@code BareDriver JDBC-URL FOLDER}
 * sends each file of the folder as one message, with a transaction and a row of its own.
 */
final class BareDriver {
    private BareDriver() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            if (arguments.length == 1) {
                statement.execute("SELECT count(*) FROM bench.schema_migrations");
            } else {
                apply(statement, Path.of(arguments[1]));
            }
        }
    }

    private static void apply(Statement statement, Path folder) throws IOException, SQLException {
        statement.execute(Psql.SETUP);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            statement.execute("BEGIN;\n" + Files.readString(file) + "INSERT INTO bench.done VALUES ('"
                    + file.getFileName() + "');\nCOMMIT");
        }
    }
}
