package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.bailiwick.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody gets who has configured nothing. */
@Timeout(90)
class EmbeddedCommandsIT {
    private static final String A = "20251205000001_a.sql";

    @TempDir
    static Path folder;

    private static Cli cli = Cli.in(Path.of(""));

    @BeforeAll
    static void project() {
        cli = Cli.in(folder).migration("inventory", A, "CREATE TABLE a ();", "DROP TABLE a;");
        // Before the server has been made once: nothing that only looks makes it.
        Said.of(cli.run("validate")).succeeds("no database is configured");
        Said.of(cli.run("db", "status")).succeeds("running: no", "not made yet");
        Said.of(cli.run("db", "stop")).succeeds("it was not running");
        Said.of(cli.run("db", "url")).fails(2, "the embedded PostgreSQL is not running", "bailiwick db start");
        assertThat(folder.resolve(".bailiwick/data")).doesNotExist();
        Said.of(cli.run("migrate")).succeeds(A);
    }

    @AfterAll
    static void stop() {
        cli.run("db", "stop");
    }

    private static Said run(String... arguments) {
        return Said.of(cli.run(arguments));
    }

    @Test
    void aCommandLeavesNoServerBehind() {
        run("status").succeeds("inventory", A);
        run("db", "status").succeeds("running: no");
        run("migrate", "nosuch").fails(2, "there is no domain nosuch");
        run("db", "status").succeeds("running: no");
        run("connection").succeeds("source: embedded");
        run("db", "status").succeeds("running: no");
    }

    @Test
    void aStartedServerStaysUntilItIsStopped() throws Exception {
        run("db", "start").succeeds("running on 127.0.0.1:", "bailiwick db stop");
        try {
            run("status").succeeds(A);
            run("db", "start").succeeds("running on 127.0.0.1:");
            run("db", "status").succeeds("running: yes");
            String url = cli.run("db", "url").out().strip();
            assertThat(url).matches("postgresql://bailiwick:[0-9a-f]{48}@127.0.0.1:\\d+/bailiwick");
            String password = url.replaceAll(".*:([0-9a-f]{48})@.*", "$1");
            try (Connection connection = DriverManager.getConnection(
                    "jdbc:postgresql://" + url.replaceFirst(".*@", ""), "bailiwick", password)) {
                assertThat(connection.isValid(5)).isTrue();
            }
            run("connection", "-v").succeeds("embedded").neverSays(password);
            Said.of(cli.run("migrate", "-v", "--url", url.replace(password, "falsch")))
                    .fails(6, "the server refused the password of role bailiwick", "28P01");
            Said.of(cli.run("migrate", "-v", "--url", url.replace(":" + password, "")))
                    .fails(6, "the server asks for a password and there is none", "~/.pgpass");
        } finally {
            run("db", "stop").succeeds("stopped");
        }
        run("db", "status").succeeds("running: no");
        run("db", "stop").succeeds("it was not running");
    }

    @Test
    void twoCommandsAtOnceShareIt() throws Exception {
        CompletableFuture<Said> one = CompletableFuture.supplyAsync(() -> run("status"));
        CompletableFuture<Said> two = CompletableFuture.supplyAsync(() -> run("migrate"));
        one.get(60, TimeUnit.SECONDS).succeeds(A);
        two.get(60, TimeUnit.SECONDS).succeeds("nothing to do");
        run("db", "status").succeeds("running: no");
    }

    @Test
    void aFileInItsPlaceIsNamed(@TempDir Path other) {
        Cli wrong = Cli.in(other).file(".bailiwick", "x").migration("inventory", A, "SELECT 1;", "SELECT 1;");
        Said.of(wrong.run("migrate")).fails(2, ".bailiwick is not a folder", "DATABASE_URL");
    }

    @Test
    void aFolderThatMayNotBeWrittenIsNamed(@TempDir Path other) throws IOException {
        Cli wrong = Cli.in(other).migration("inventory", A, "SELECT 1;", "SELECT 1;");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(other), "root may write everywhere");
            Said.of(wrong.run("migrate")).fails(2, "the embedded PostgreSQL can't be put into", "permission denied");
        } finally {
            Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aStandbyIsReadAndNotWritten() throws IOException {
        Path signal = folder.resolve(".bailiwick/data/standby.signal");
        Path second = folder.resolve("sql/inventory/20251205000009_later.sql");
        Files.createFile(signal);
        Files.writeString(second, "-- migrate:up\nCREATE TABLE later ();\n");
        try {
            run("status").succeeds("1 applied, 1 pending");
            run("migrate").fails(3, "the server is a standby: it can only be read", "target_session_attrs=read-write");
            run("rollback", "inventory").fails(3, "the server is a standby");
        } finally {
            Files.delete(signal);
            Files.delete(second);
        }
    }
}
