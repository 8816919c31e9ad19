package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A password is found nowhere: not in what is said, not in files, not in the database, not in the process list. */
@Timeout(120)
class PasswordsStayHiddenIT {
    private static final String PASSWORD = "Gx7'q\"w\\Z:@/%$ä-geheim";
    private static final String ENCODED = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);

    /** What would be left of it in any spelling. */
    private static final List<String> TRACES = List.of("Gx7", "geheim", "%2Fq", "wZ:", "%24%C3");

    private static final List<String> COMMANDS = List.of(
            "migrate --dry-run --sql",
            "migrate",
            "migrate -v",
            "status -v",
            "connection",
            "validate",
            "lint",
            "rehearse",
            "drift",
            "verify",
            "seed",
            "setup",
            "redo shop",
            "mark shop 001_a.sql --pending",
            "mark shop 001_a.sql --applied",
            "repair shop --yes",
            "baseline shop --to 001_a.sql",
            "adopt shop --from flyway",
            "rollback shop --all",
            "reset shop",
            "wait --timeout 1s",
            "new shop create_b",
            "seal",
            "domain hr",
            "db status",
            "version",
            "nonsense");

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of(""));
    private String role = "";

    @BeforeEach
    void project() {
        role = db.createRole("secretive");
        db.execute("ALTER ROLE " + role + " PASSWORD '" + PASSWORD.replace("'", "''") + "';" + "GRANT ALL ON DATABASE "
                + db.name() + " TO " + role);
        cli = Cli.in(folder)
                .migration(
                        "shop",
                        "001_a.sql",
                        "CREATE TABLE a AS SELECT query, application_name FROM pg_stat_activity"
                                + " WHERE datname = current_database();",
                        "DROP TABLE a;");
    }

    @AfterEach
    void nothingInFilesOrTables() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().matches("\\.env|\\.pgpass"))
                    .toList()) {
                hidden(file.toString(), Files.readString(file));
            }
        }
        hidden(
                "pg_stat_activity",
                db.query("SELECT query, application_name FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()"));
        for (String table : db.query("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
                .lines()
                .toList()) {
            hidden(table, db.query("SELECT * FROM " + table));
        }
    }

    private static void hidden(String where, String text) {
        assertThat(TRACES).as(where + ":\n" + text).noneMatch(text::contains);
    }

    private String url(String password, int port, String more) {
        return "postgresql://" + role + ":" + password + "@" + db.host() + ":" + port + "/" + db.name() + more;
    }

    private void all() {
        for (String command : COMMANDS) {
            for (String json : Proof.isLong() ? List.of("--no-color", "--json") : List.of("--no-color")) {
                Cli.Result result = cli.run((command + " " + json).split(" "));
                hidden(command, result.out() + result.err());
                assertThat(result.exit())
                        .as(command + "\n" + result.transcript())
                        .isNotEqualTo(1);
            }
        }
    }

    @Test
    void theRightPassword() {
        cli.on(url(ENCODED.replace("+", "%20"), db.port(), ""));
        assertThat(cli.run("migrate").exit()).isZero();
        assertThat(db.query("SELECT count(*) > 0 FROM shop.a")).isEqualTo("t");
        all();
    }

    @Test
    void sqlThatFailsAndSaysThePassword() {
        cli.on(url(ENCODED, db.port(), ""));
        cli.migration("shop", "002_b.sql", "ALTER ROLE nobody_here PASSWORD 'Gx7-geheim';", "SELECT 1;");
        for (String command : List.of("migrate", "migrate --json", "status", "status --json", "rehearse", "lint")) {
            Cli.Result result = cli.run(command.split(" "));
            hidden(command, result.out() + result.err());
        }
        // The file and the copy of it that the history keeps hold what their author wrote.
        db.execute("UPDATE shop.schema_migrations SET source = NULL");
        cli.migration("shop", "002_b.sql", "", "");
    }

    static List<String> parameters() {
        return Proof.isLong()
                ? List.of("", "?sslmode=require", "?sslmode=nonsense", "?nonsense=1", "?password=Gx7-geheim", "&x")
                : List.of("?password=Gx7-geheim");
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void whatDoesNotLeadToTheDatabase(String more) {
        for (String url : List.of(
                url("Gx7-geheim-wrong", db.port(), more),
                url(ENCODED, 1, more),
                url(PASSWORD, db.port(), more),
                url("Gx7-geheim#%zz", db.port(), more),
                "jdbc:" + url(ENCODED, db.port(), more),
                "jdbc:postgresql://" + db.host() + ":1/x?user=" + role + "&password=" + ENCODED + "&" + more)) {
            cli.on(url);
            for (String command :
                    List.of("migrate -v", "connection", "status --json", "wait --timeout 1ms", "db status")) {
                Cli.Result result = cli.run(command.split(" "));
                hidden(url + " " + command, result.out() + result.err());
                Cli.Result typed = cli.run((command + " --url " + url).split(" "));
                hidden(url + " " + command, typed.out() + typed.err());
            }
        }
    }

    @Test
    void anEnvFileThatCannotBeUnderstood() {
        for (String text : List.of(
                "DATABASE_URL='Gx7-geheim",
                "DATABASE_URL \"" + url(ENCODED, db.port(), "") + "\"",
                "DATABASE_PASSWORD: Gx7-geheim",
                "DATABASE_HOST=h\nDATABASE_PORT=Gx7-geheim\nDATABASE_PASSWORD=geheim",
                "Gx7-geheim",
                "DATABASE_PASSWORD=\"a\nGx7-geheim\"x")) {
            cli.file(".env", text + "\n");
            for (String command : List.of("migrate -v", "connection", "status --json", "db status")) {
                Cli.Result result = cli.run(command.split(" "));
                hidden(text + "\n" + command, result.out() + result.err());
            }
        }
        cli.file(".env", "");
    }

    @Test
    void anEnvFileThatEverybodyMayReadIsNamed() throws IOException {
        String note = "everybody on this machine may read .env, and a password is in it: chmod 600 .env";
        for (String text : List.of(
                "DATABASE_URL=" + url(ENCODED.replace("+", "%20"), db.port(), ""),
                "DATABASE_HOST=" + db.host() + "\nDATABASE_PORT=" + db.port() + "\nDATABASE_NAME=" + db.name()
                        + "\nDATABASE_USER=" + role + "\nDATABASE_PASSWORD='Gx7-geheim'")) {
            cli.file(".env", text + "\n");
            Path file = folder.resolve(".env");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(cli.run("connection").err()).contains(note);
            assertThat(cli.run("status").err()).doesNotContain("everybody");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThat(cli.run("connection").err()).doesNotContain("everybody");
        }
        cli.file(".env", "DATABASE_HOST=" + db.host() + "\n");
        assertThat(cli.run("connection").err()).doesNotContain("everybody");
    }

    static List<String> ways() {
        return Proof.isLong() ? List.of("environment", ".env", "PGPASSWORD", ".pgpass") : List.of(".env", ".pgpass");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theProcessListDoesNotShowIt(String way) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc");
        Installed installed = Installed.in(folder);
        String without = "postgresql://" + role + "@" + db.host() + ":" + db.port() + "/" + db.name();
        switch (way) {
            case "environment" ->
                installed = installed.with("DATABASE_URL", url(ENCODED.replace("+", "%20"), db.port(), ""));
            case ".env" -> cli.file(".env", "DATABASE_URL=" + url(ENCODED.replace("+", "%20"), db.port(), "") + "\n");
            case "PGPASSWORD" ->
                installed = installed.with("DATABASE_URL", without).with("PGPASSWORD", PASSWORD);
            default -> {
                String escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:");
                cli.file(".pgpass", "*:*:*:" + role + ":" + escaped + "\n");
                Files.setPosixFilePermissions(folder.resolve(".pgpass"), PosixFilePermissions.fromString("rw-------"));
                installed =
                        installed.with("DATABASE_URL", without).with("BAILIWICK_JAVA_OPTS", "-Duser.home=" + folder);
            }
        }
        cli.migration("shop", "002_b.sql", "SELECT pg_advisory_xact_lock(4711);", "SELECT 1;");
        try (Connection holder = db.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
            Process process = installed.start(
                    folder.resolve("out.txt"), folder.resolve("err.txt"), Installed.words("migrate", "-v"));
            try {
                while (process.isAlive() && !waits()) {
                    Thread.sleep(20);
                }
                assertThat(waits())
                        .as(Files.readString(folder.resolve("err.txt")))
                        .isTrue();
                hidden("process list", Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")));
                assertThat(process.descendants()).isEmpty();
            } finally {
                statement.execute("SELECT pg_advisory_unlock(4711)");
                assertThat(process.waitFor())
                        .as(Files.readString(folder.resolve("err.txt")))
                        .isZero();
            }
        }
    }

    private boolean waits() {
        return db.query(
                        "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database AND datname = current_database()"
                                + " WHERE locktype = 'advisory' AND NOT granted")
                .equals("1");
    }
}
