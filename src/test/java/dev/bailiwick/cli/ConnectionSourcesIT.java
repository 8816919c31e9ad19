package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.cli.console.Screen;
import dev.bailiwick.config.Docker;
import dev.bailiwick.config.Environment;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to say which database is meant really leads there, and shows no password. */
class ConnectionSourcesIT {
    private static final TestDatabase DATABASE = TestDatabase.empty();
    private static final String WRONG = "postgresql://nobody:geheimer-name@127.0.0.1:1/nowhere";
    private static String role = "";

    @TempDir
    Path folder;

    private Cli cli = Cli.in(Path.of(""));

    @BeforeAll
    static void makeRole() {
        role = DATABASE.createRole("sources");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void project() throws IOException {
        cli = Cli.in(folder);
        Files.createDirectories(folder.resolve("sql/public"));
    }

    private void group(String prefix, String name) {
        cli.with(prefix + "_HOST", DATABASE.host())
                .with(prefix + "_PORT", String.valueOf(DATABASE.port()))
                .with(prefix + "_" + name, DATABASE.name())
                .with(prefix + "_USER", role)
                .with(prefix + "_PASSWORD", role);
    }

    private Said leadsThere(String source) {
        return check(Said.of(cli.run("connection")), source);
    }

    private Said check(Said said, String source) {
        return said.succeeds(
                        "source: " + source, "role: " + role + " in database " + DATABASE.name(), "server: PostgreSQL")
                .neverSays(":" + role + "@", "geheimer-name");
    }

    @Test
    void urlOfEitherKind() {
        String url = DATABASE.url(role);
        check(Said.of(cli.run("connection", "--url", url)), "--url");
        String jdbc = "jdbc:postgresql://" + DATABASE.host() + ":" + DATABASE.port() + "/" + DATABASE.name() + "?user="
                + role + "&password=" + role;
        Said said = Said.of(cli.run("connection", "--url", jdbc)).succeeds("source: --url");
        assertThat(said.text()).doesNotContain("password=" + role);
        cli.on(WRONG);
        check(Said.of(cli.run("connection", "--url", url)), "--url").succeeds("also set: DATABASE_URL (passed over)");
        Said.of(cli.run("connection", "--url", "")).fails(2, "--url is empty");
        Said.of(cli.run("connection", "--url", "mysql://u:geheimer-name@h/d"))
                .fails(2)
                .neverSays("geheimer-name");
    }

    @Test
    void databaseUrl() {
        cli.on(DATABASE.url(role)).with("PGHOST", "nosuch.invalid");
        leadsThere("DATABASE_URL").succeeds("also set: PGHOST (passed over)");
    }

    @Test
    void groupsOfVariables() {
        group("SUPABASE_DB", "NAME");
        leadsThere("SUPABASE_DB_HOST …");
        group("POSTGRES", "DB");
        leadsThere("POSTGRES_HOST …");
        group("DATABASE", "NAME");
        leadsThere("DATABASE_HOST …").succeeds("also set: POSTGRES_HOST …", "also set: SUPABASE_DB_HOST …");
    }

    @Test
    void variablesOfLibpq() {
        cli.with("PGHOST", DATABASE.host())
                .with("PGPORT", String.valueOf(DATABASE.port()))
                .with("PGDATABASE", DATABASE.name())
                .with("PGUSER", role)
                .with("PGPASSWORD", role);
        leadsThere("PGHOST");
    }

    @Test
    void aServiceAndAPasswordFile() throws IOException {
        cli.file(
                        ".pg_service.conf",
                        "[other]\nhost=nosuch.invalid\n[hospital]\nhost=" + DATABASE.host() + "\nport="
                                + DATABASE.port() + "\ndbname=" + DATABASE.name() + "\nuser=" + role + "\n")
                .file(".pgpass", "*:*:" + DATABASE.name() + ":" + role + ":" + role + "\n")
                .with("PGSERVICE", "hospital");
        Path passwords = folder.resolve(".pgpass");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Said.of(cli.run("connection")).text())
                .containsOnlyOnce("is ignored: group or others have access to it; type chmod 0600");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        leadsThere("PGSERVICE=hospital").neverSays("is ignored");
        cli.with("PGSERVICE", "hospitl");
        Said.of(cli.run("connection")).fails(2, "there is no service [hospitl]");
    }

    @Test
    void filesOfTheProject() {
        cli.file(".env", "DATABASE_URL=" + WRONG + "\n")
                .file(".env.local", "DATABASE_URL=" + DATABASE.url(role) + "\n");
        leadsThere("DATABASE_URL in .env.local");
        cli.with("APP_ENV", "production");
        Said.of(cli.run("migrate")).fails(6, "from DATABASE_URL in .env)").neverSays("geheimer-name", ".env.local");
        cli.file(".env", "DATABASE_URL=" + DATABASE.url(role) + "\n")
                .file(".env.local", "DATABASE_URL=" + WRONG + "\n");
        leadsThere("DATABASE_URL in .env");
        cli.on(DATABASE.url(role)).file(".env", "DATABASE_URL=" + WRONG + "\n");
        leadsThere("DATABASE_URL");
    }

    @Test
    void productionNeedsADatabaseThatIsSaid() {
        cli.with("APP_ENV", "production");
        for (String command : List.of("migrate", "status", "connection")) {
            Said.of(cli.run(command))
                    .fails(2, "APP_ENV is production, and nothing says which database is meant", "DATABASE_URL");
        }
        assertThat(folder.resolve(".bailiwick")).doesNotExist();
    }

    @Test
    void aContainer() {
        Docker docker = (words, more) -> new Docker.Answer(
                0,
                "running true\nnetwork bridge\nport " + DATABASE.port() + " " + DATABASE.host() + "\nenv "
                        + encoded("POSTGRES_USER=" + role) + "\nenv " + encoded("POSTGRES_PASSWORD=" + role) + "\nenv "
                        + encoded("POSTGRES_DB=" + DATABASE.name()) + "\n",
                "");
        check(withDocker(docker), "DATABASE_CONTAINER=pg");
        withDocker((words, more) -> new Docker.Answer(1, "", "Error: No such container: pg"))
                .fails(2, "there is no container pg", "docker ps -a");
        withDocker((words, more) -> new Docker.Answer(0, "running false\n", ""))
                .fails(2, "the container pg is not running", "docker start pg");
        withDocker((words, more) -> new Docker.Answer(0, "running true\nnetwork bridge\n", ""))
                .fails(2, "doesn't publish its port 5432");
    }

    private Said withDocker(Docker docker) {
        Environment surroundings = new Environment(
                Map.of("DATABASE_CONTAINER", "pg"), "tester", folder.resolve("x"), folder.resolve("y"), docker);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = new Program(print, print, surroundings, folder, Screen.pipe(), new Cancellation()).run("connection");
        return Said.of(new Cli.Result(exit, out.toString(StandardCharsets.UTF_8), ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void noFailingCallShowsAPassword() {
        for (String url : List.of(
                WRONG,
                "jdbc:postgresql://127.0.0.1:1/nowhere?user=nobody&password=geheimer-name",
                "postgresql://nobody:geheimer-name@127.0.0.1:notaport/x",
                "postgresql://nobody:geheimer-name/x@127.0.0.1:1/x",
                "postgresql://nobody:geheimer-name@127.0.0.1:1/x?sslmode=never",
                "postgresql://nobody:geheimer-name@[::1/x",
                "nonsense:geheimer-name@host")) {
            for (String more : List.of("-v", "--json", "--quiet")) {
                Said said = Said.of(cli.run("migrate", more, "--url", url));
                assertThat(said.exit()).as(said.text()).isIn(2, 6);
                said.neverSays("geheimer-name", "Exception");
                cli.on(url);
                Said.of(cli.run("connection", more)).neverSays("geheimer-name", "Exception");
            }
        }
    }
}
