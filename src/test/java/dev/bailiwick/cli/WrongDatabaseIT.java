package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import dev.bailiwick.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a database gets that can't be reached, can't be written, or belongs to somebody else. */
@Timeout(60)
class WrongDatabaseIT {
    private static final String A = "20251205000001_a.sql";
    private static final String B = "20251205000002_b.sql";
    private static final String A_UP = "CREATE TABLE inventory.a (x int);";
    private static final String TABLE = "inventory.schema_migrations";

    @TempDir
    Path folder;

    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    private Cli cli = Cli.in(Path.of(""));

    @BeforeEach
    void project() {
        cli = Cli.in(folder).on(database).migration("inventory", A, A_UP, "DROP TABLE inventory.a;");
    }

    private Said run(String... arguments) {
        return Said.of(cli.run(arguments));
    }

    private Said migrate() {
        return run("migrate");
    }

    private void second() {
        cli.migration("inventory", B, "ALTER TABLE inventory.a ADD y int;", "ALTER TABLE inventory.a DROP y;");
    }

    private String role(String what) {
        String role = database.createRole(what);
        database.execute("GRANT CONNECT ON DATABASE " + database.name() + " TO " + role);
        cli.on(database.url(role));
        return role;
    }

    private String columns() {
        return database.query("SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute"
                + " WHERE attrelid = to_regclass('inventory.a') AND attnum > 0");
    }

    private String applied() {
        return database.query("SELECT string_agg(filename, ',' ORDER BY id) FROM " + TABLE + " WHERE success");
    }

    // ---- privileges

    @Test
    void noCreateOnTheDatabase() {
        String role = role("plain");
        migrate()
                .fails(
                        3,
                        "role " + role + " may not create schema inventory",
                        "42501",
                        "nothing was run",
                        "as the database's owner: GRANT CREATE ON DATABASE \"" + database.name() + "\" TO \"" + role
                                + "\";");
        assertThat(database.query("SELECT to_regnamespace('inventory')")).isEmpty();
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);
        migrate().succeeds(A);
    }

    @Test
    void noUsageOfTheSchema() {
        migrate().succeeds(A);
        second();
        String role = role("plain");
        for (String command : new String[] {"migrate", "status", "validate"}) {
            run(command)
                    .fails(
                            3,
                            "role " + role + " may not use schema inventory",
                            "as the schema's owner: GRANT USAGE ON SCHEMA \"inventory\" TO \"" + role + "\";");
        }
        assertThat(columns()).isEqualTo("x");
    }

    @Test
    void noCreateInTheSchema() {
        database.execute("CREATE SCHEMA inventory");
        String role = role("plain");
        database.execute("GRANT USAGE ON SCHEMA inventory TO " + role);
        migrate()
                .fails(
                        3,
                        "role " + role + " may not create tables in schema inventory",
                        "as the schema's owner: GRANT USAGE, CREATE ON SCHEMA \"inventory\" TO \"" + role + "\";");
        assertThat(database.query("SELECT to_regclass('" + TABLE + "')")).isEmpty();
        database.execute("GRANT CREATE ON SCHEMA inventory TO " + role);
        migrate().succeeds(A);
    }

    @Test
    void noSelectOnTheTrackingTable() {
        migrate().succeeds(A);
        second();
        String role = role("plain");
        database.execute("GRANT USAGE, CREATE ON SCHEMA inventory TO " + role);
        for (String command : new String[] {"migrate", "status", "validate"}) {
            run(command)
                    .fails(
                            3,
                            "role " + role + " may not read " + TABLE,
                            "GRANT SELECT ON \"inventory\".\"schema_migrations\","
                                    + " \"inventory\".\"schema_migrations_log\" TO \"" + role + "\";");
        }
    }

    @Test
    void noInsertIntoTheTrackingTable() {
        migrate().succeeds(A);
        second();
        String role = role("plain");
        database.execute("GRANT USAGE, CREATE ON SCHEMA inventory TO " + role + ";GRANT SELECT ON " + TABLE + ", "
                + TABLE + "_log TO " + role);
        run("status").succeeds(A);
        run("migrate", "--dry-run").succeeds(B);
        for (String line : new String[] {
            "migrate",
            "rollback inventory",
            "redo inventory",
            "mark inventory " + B + " --applied",
            "mark inventory " + A + " --pending"
        }) {
            run(line.split(" "))
                    .fails(
                            3,
                            "role " + role + " may not keep the history of domain inventory",
                            "INSERT on",
                            "GRANT SELECT, INSERT, UPDATE, DELETE ON \"inventory\".\"schema_migrations\"");
        }
        assertThat(applied()).isEqualTo(A);
        assertThat(columns()).isEqualTo("x");
        database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + TABLE + ", " + TABLE + "_log TO " + role);
        cli.migration("inventory", B, "CREATE TABLE inventory.b ();", "DROP TABLE inventory.b;");
        migrate().succeeds(B);
    }

    @Test
    void notTheOwnerOfWhatIsAltered() {
        migrate().succeeds(A);
        second();
        String role = role("plain");
        database.execute("GRANT USAGE, CREATE ON SCHEMA inventory TO " + role
                + ";GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA inventory TO " + role);
        migrate()
                .fails(
                        4,
                        "sql/inventory/" + B + " failed",
                        "ERROR 42501: must be owner of table a",
                        "rolled back: nothing of it stands",
                        "name it as role= in sql/inventory/domain.properties");
        assertThat(columns()).isEqualTo("x");
        assertThat(applied()).isEqualTo(A);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lock_timeout=99999999999999s | 2 | invalid value for parameter \"lock_timeout\"",
            })
    void settingsThatTheServerRefusesAreNotTheFilesFault(String property, int exit, String said) {
        cli.file("sql/inventory/domain.properties", property + "\n");
        migrate()
                .fails(
                        exit,
                        "sql/inventory/" + A + " was not begun: its settings were refused",
                        said,
                        "nothing of it stands",
                        "sql/inventory/domain.properties")
                .neverSays("mend sql/inventory/" + A);
        assertThat(database.query("SELECT count(*) FROM " + TABLE)).isEqualTo("0");
        cli.file("sql/inventory/domain.properties", "");
        migrate().succeeds(A);
    }

    // ---- the way in

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aPortWhereNobodyListens() throws IOException {
        int port = closedPort();
        for (String line : new String[] {"migrate", "status", "validate", "connection", "rollback inventory"}) {
            cli.on("postgresql://owner:geheimer-name@127.0.0.1:" + port + "/hospital");
            run(line.split(" "))
                    .fails(
                            6,
                            "nobody listens at 127.0.0.1:" + port,
                            "tried postgresql://owner:****@127.0.0.1:" + port + "/hospital (from DATABASE_URL)",
                            "check that PostgreSQL runs there, and host and port in DATABASE_URL")
                    .neverSays("geheimer-name");
        }
    }

    @Test
    void anUnknownHost() {
        cli.on("postgresql://owner:geheimer-name@nosuch.invalid/hospital");
        migrate()
                .fails(6, "the host nosuch.invalid", "is unknown", "check the host name in DATABASE_URL")
                .neverSays("geheimer-name");
    }

    @Test
    void somethingElseListens() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> {
                try (var socket = web.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            cli.on("postgresql://owner:geheimer-name@127.0.0.1:" + web.getLocalPort() + "/hospital?sslmode=disable");
            migrate().fails(6, "127.0.0.1:" + web.getLocalPort()).neverSays("geheimer-name");
            answer.cancel(true);
        }
    }

    @Test
    void nobodyAnswersInTime() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            cli.on("postgresql://owner:geheimer-name@127.0.0.1:" + deaf.getLocalPort()
                    + "/hospital?connect_timeout=1&sslmode=disable");
            migrate()
                    .fails(6, "127.0.0.1:" + deaf.getLocalPort(), "connect_timeout")
                    .neverSays("geheimer-name");
        }
    }

    @Test
    void aDatabaseThatIsNotThere() {
        database.name();
        cli.on(TestServer.get().url("bwt_nosuch"));
        migrate().fails(6, "there is no database bwt_nosuch", "3D000", "createdb");
    }

    @Test
    void aRoleThatMayNotLogIn() {
        String role = role("plain");
        database.execute("ALTER ROLE " + role + " NOLOGIN");
        migrate().fails(6, "the server refused the login of role " + role, "28000", "is not permitted to log in");
    }

    @Test
    void aRoleThatIsNotThere() {
        database.name();
        cli.on("postgresql://bwt_nobody:geheimer-name@" + database.host() + ":" + database.port() + "/"
                + database.name());
        migrate().fails(6, "the server refused the", "bwt_nobody").neverSays("geheimer-name");
    }

    @Test
    void noConnectOnTheDatabase() {
        String role = database.createRole("plain");
        database.execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM public");
        cli.on(database.url(role));
        migrate()
                .fails(
                        6,
                        "role " + role + " may not connect to database " + database.name(),
                        "GRANT CONNECT ON DATABASE \"" + database.name() + "\" TO \"" + role + "\";");
    }

    @Test
    void allConnectionsOfARoleAreUsed() throws SQLException {
        String role = role("plain");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role + ";ALTER ROLE " + role
                + " CONNECTION LIMIT 1");
        try (Connection other = database.connect(role)) {
            assertThat(other.isValid(5)).isTrue();
            migrate().fails(6, "too many connections for role", "53300", "CONNECTION LIMIT", "nothing was run");
        }
        migrate().succeeds(A);
    }

    @Test
    void tlsThatTheServerDoesNotSpeak() {
        assumeTrue(database.query("SHOW ssl").equals("off"), "the test server speaks TLS");
        cli.on(database.url() + "?sslmode=require");
        migrate().fails(6, "TLS", "sslmode", "DATABASE_URL", "nothing was run");
    }

    @Test
    void wrongAndMissingPasswords() {
        String role = role("plain");
        String at = "@" + database.host() + ":" + database.port() + "/" + database.name();
        cli.on("postgresql://" + role + ":falsches-wort" + at);
        Cli.Result wrong = cli.run("migrate", "-v");
        assumeTrue(wrong.exit() == 6, "the test server asks for no passwords");
        Said.of(wrong)
                .fails(
                        6,
                        "the server refused the password of role " + role,
                        "28P01",
                        "check the password in DATABASE_URL")
                .neverSays("falsches-wort");
        cli.on("postgresql://" + role + at);
        migrate().fails(6, "the server asks for a password and there is none", "DATABASE_URL, PGPASSWORD or ~/.pgpass");
    }

    // ---- what may not be written

    @Test
    void aRoleThatMayOnlyRead() {
        migrate().succeeds(A);
        second();
        database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        run("status").succeeds(A);
        for (String line : new String[] {
            "migrate",
            "rollback inventory",
            "redo inventory",
            "mark inventory " + B + " --applied",
            "mark inventory " + A + " --pending"
        }) {
            run(line.split(" ")).fails(3, "default_transaction_read_only is on", "nothing was run");
        }
        assertThat(run("migrate", "--dry-run").exit()).isZero();
    }

    // ---- other tools

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version varchar(255) PRIMARY KEY | dbmate or Rails",
                "version bigint PRIMARY KEY, dirty boolean NOT NULL | golang-migrate",
                "version bigint PRIMARY KEY, inserted_at timestamp | Ecto",
                "id serial, name text, applied_at timestamp | node-pg-migrate",
                "installed_rank int, version text, description text, type text, script text, checksum int,"
                        + " installed_by text, installed_on timestamp, execution_time int, success boolean | Flyway",
                "id serial, what text | another tool",
            })
    void theTableOfAnotherTool(String columns, String owner) {
        database.execute("CREATE SCHEMA inventory; CREATE TABLE " + TABLE + " (" + columns + ")");
        String before = database.query("SELECT count(*) FROM pg_class");
        for (String line :
                new String[] {"migrate", "status", "validate", "rollback inventory", "mark inventory x --pending"}) {
            run(line.split(" "))
                    .fails(
                            3,
                            "table " + TABLE + " is not Bailiwick's: it seems to belong to " + owner,
                            "that table was not touched",
                            "echo 'table=bailiwick_migrations' >> sql/inventory/domain.properties");
        }
        assertThat(database.query("SELECT count(*) FROM pg_class")).isEqualTo(before);
        cli.file("sql/inventory/domain.properties", "table=bailiwick_migrations\n");
        migrate().succeeds(A);
        assertThat(database.query("SELECT filename FROM inventory.bailiwick_migrations"))
                .isEqualTo(A);
    }

    @Test
    void theTrackingTableIsAView() {
        migrate().succeeds(A);
        database.execute(
                "ALTER TABLE " + TABLE + " RENAME TO kept; CREATE VIEW " + TABLE + " AS SELECT * FROM inventory.kept");
        for (String line : new String[] {"migrate", "status", "rollback inventory", "mark inventory x --pending"}) {
            run(line.split(" ")).fails(3, TABLE + " is a view, and not a table of Bailiwick's", "was not touched");
        }
    }

    // ---- rows of a person

    private String md5(String name) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5")
                        .digest(java.nio.file.Files.readAllBytes(folder.resolve("sql/inventory/" + name))));
    }

    @Test
    void rowsInsertedByHandCountAsApplied() throws Exception {
        migrate().succeeds(A);
        second();
        cli.migration("inventory", "20251205000003_c.sql", "CREATE TABLE inventory.c ();", "DROP TABLE inventory.c;");
        database.execute("INSERT INTO " + TABLE + " (filename, checksum, execution_time_ms, success) VALUES ('" + B
                + "', 'MANUAL', 0, true), ('20251205000003_c.sql', '" + md5("20251205000003_c.sql") + "', 12, true)");
        migrate().succeeds("nothing to do");
        run("status").succeeds("marked", "applied");
        run("validate").succeeds();
        assertThat(columns()).isEqualTo("x");
        run("rollback", "inventory").succeeds("applied later, and left as it is: 20251205000003_c.sql, " + B);
        assertThat(applied()).isEqualTo(B + ",20251205000003_c.sql");
    }

    @Test
    void aWrongMd5InsertedByHandIsAnEdit() {
        migrate().succeeds(A);
        second();
        database.execute("INSERT INTO " + TABLE + " (filename, checksum, execution_time_ms, success) VALUES ('" + B
                + "', md5('x'), 0, true)");
        migrate()
                .fails(
                        3,
                        "sql/inventory/" + B + " was edited after it was applied",
                        "checksum 9dd4e461268c8034f5c8564e155c67a6");
    }

    @Test
    void aSlipInANameInsertedByHandIsNamed() {
        migrate().succeeds(A);
        second();
        database.execute("INSERT INTO " + TABLE + " (filename, checksum, execution_time_ms, success) VALUES"
                + " ('20251205000002_b', 'MANUAL', 0, true)");
        migrate()
                .fails(
                        3,
                        "the history of inventory has a row named '20251205000002_b'",
                        "writes the name otherwise than the file: " + B,
                        "bailiwick mark inventory " + B + " --applied");
    }

    @Test
    void aHistoryThatIsNewerThanTheFiles() throws IOException {
        migrate().succeeds(A);
        second();
        migrate().succeeds(B);
        java.nio.file.Files.delete(folder.resolve("sql/inventory/" + B));
        run("migrate", "inventory", "--newer-history", "refuse")
                .fails(
                        3,
                        "sql/inventory/" + B + " is applied, and the file is missing",
                        "as if an older release were deployed",
                        "deploy the newer files",
                        "bailiwick rollback inventory --to " + A);
        migrate().succeeds("the history of inventory has 1 newer file, " + B);
        run("status").succeeds("newer");
        run("rollback", "inventory", "--to", A).succeeds("its down section comes from the history");
        assertThat(columns()).isEqualTo("x,........pg.dropped.2........");
        migrate().succeeds("nothing to do");
    }

    // ---- gone in mid-command

    @Test
    void theSessionIsEndedInMidCommand() throws Exception {
        migrate().succeeds(A);
        cli.migration("inventory", B, "ALTER TABLE inventory.a ADD y int;\nSELECT pg_sleep(30);", "SELECT 1;");
        CompletableFuture<Said> run = CompletableFuture.supplyAsync(this::migrate);
        waitForSleep();
        database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'bailiwick%'"
                + " AND datname = current_database()");
        run.get(40, TimeUnit.SECONDS)
                .fails(
                        6,
                        "the connection was lost while sql/inventory/" + B + " ran",
                        "looked up afterwards: nothing of it stands",
                        "bailiwick status inventory");
        assertThat(columns()).isEqualTo("x");
        assertThat(applied()).isEqualTo(A);
    }

    @Test
    void theDatabaseIsGoneInMidCommand() throws Exception {
        migrate().succeeds(A);
        cli.migration("inventory", B, "SELECT pg_sleep(30);", "SELECT 1;");
        String name = database.name();
        CompletableFuture<Said> run = CompletableFuture.supplyAsync(this::migrate);
        waitForSleep();
        try (Connection admin = TestServer.get().connect("postgres");
                var statement = admin.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
        run.get(15, TimeUnit.SECONDS)
                .fails(
                        6,
                        "the connection was lost while sql/inventory/" + B + " ran",
                        "could not be asked",
                        "there is no database " + name);
    }

    @Test
    void aServerBefore14IsRefused() throws Exception {
        String version = database.query("SHOW server_version_num");
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> old = CompletableFuture.runAsync(() -> passOn(socket, version, "130022"));
            Said.of(cli.run("migrate", "--url", database.urlAt(socket.getLocalPort()) + "?sslmode=disable"))
                    .fails(2, "14 is the oldest that Bailiwick supports", "upgrade the server");
            old.get(10, TimeUnit.SECONDS);
        }
        assertThat(database.query("SELECT to_regnamespace('inventory') IS NULL"))
                .isEqualTo("t");
    }

    /** Hands one connection on to the server, and changes the version number that it answers with. */
    private void passOn(ServerSocket socket, String version, String instead) {
        try (Socket client = socket.accept();
                Socket server = new Socket(database.host(), database.port())) {
            CompletableFuture<Void> up = CompletableFuture.runAsync(() -> {
                try {
                    client.getInputStream().transferTo(server.getOutputStream());
                    server.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            byte[] buffer = new byte[65536];
            for (int n = server.getInputStream().read(buffer);
                    n >= 0;
                    n = server.getInputStream().read(buffer)) {
                String answer = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).replace(version, instead);
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
            up.exceptionally(e -> null).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitForSleep() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (database.query("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'bailiwick%' AND"
                            + " datname = current_database() AND wait_event = 'PgSleep'")
                    .equals("1")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the migration never began");
    }
}
