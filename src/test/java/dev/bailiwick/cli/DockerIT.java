package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.cli.console.Screen;
import dev.bailiwick.config.Environment;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.testing.Cli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DATABASE_CONTAINER with a real engine; skipped where none answers or it has no image of PostgreSQL. */
@Timeout(180)
class DockerIT {
    private static String image = "";

    private final List<String> started = new ArrayList<>();
    private final String name = "bwt-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000;

    @TempDir
    Path folder;

    @BeforeAll
    static void engine() {
        String images;
        try {
            images = docker("images", "--filter", "reference=postgres", "--format", "{{.Repository}}:{{.Tag}}");
        } catch (IOException | IllegalStateException e) {
            images = "";
        }
        image = images.lines().sorted().reduce((a, b) -> b).orElse("");
        assumeTrue(!image.isEmpty(), "no Docker engine with an image of PostgreSQL");
    }

    @AfterEach
    void remove() throws IOException {
        for (String container : started) {
            docker("rm", "--force", "--volumes", container);
        }
    }

    private static String docker(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return said;
    }

    private void start(String container, String... options) throws IOException {
        started.add(container);
        List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--name", container));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(image, "postgres", "-c", "fsync=off"));
        docker(arguments.toArray(String[]::new));
    }

    private Said run(String container, String... arguments) {
        return run(Map.of("DATABASE_CONTAINER", container), arguments);
    }

    private Said run(Map<String, String> variables, String... arguments) {
        Map<String, String> environment = new HashMap<>(variables);
        String engine = System.getenv("DOCKER_HOST");
        if (engine != null) {
            environment.putIfAbsent("DOCKER_HOST", engine);
        }
        Environment surroundings = new Environment(
                environment,
                "tester",
                folder.resolve("x"),
                folder.resolve("y"),
                Environment.real().docker());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = new Program(print, print, surroundings, folder, Screen.pipe(), new Cancellation()).run(arguments);
        return Said.of(new Cli.Result(exit, out.toString(StandardCharsets.UTF_8), ""));
    }

    @Test
    void aContainerFromItsFirstSecondToItsEnd() throws IOException {
        Cli.in(folder).migration("public", "1_a.sql", "CREATE TABLE a ();", "DROP TABLE a;");
        start(
                name,
                "-e",
                "POSTGRES_USER=nurse",
                "-e",
                "POSTGRES_PASSWORD=ge heim+%=",
                "-e",
                "POSTGRES_DB=ward",
                "-p",
                "127.0.0.1::5432");
        run(name, "wait").succeeds("ready", "postgresql://nurse:****@127.0.0.1:");
        run(name, "migrate").succeeds("applied 1 migration in public");
        run(name, "connection")
                .succeeds("source: DATABASE_CONTAINER=" + name, "role: nurse in database ward", "public may migrate")
                .neverSays("ge heim");
        run(name.substring(0, name.length() - 1), "connection")
                .fails(2, "there is no container", "did you mean " + name + "?", "docker ps -a");
        docker("pause", name);
        run(name, "wait").fails(2, "is paused", "docker unpause " + name);
        docker("unpause", name);
        docker("stop", "--time", "1", name);
        run(name, "status").fails(2, "is not running", "docker start " + name, "docker logs " + name);
        docker("start", name);
        run(name, "wait").succeeds("ready");
        run(name, "status", "--exit-code").succeeds("1 applied");
    }

    @Test
    void withoutAPasswordOnEveryAddressAndAsAService() throws IOException {
        start(
                name,
                "-e",
                "POSTGRES_HOST_AUTH_METHOD=trust",
                "-p",
                "5432",
                "--label",
                "com.docker.compose.service=" + name + "-service");
        run(name + "-service", "wait").succeeds("ready", "postgresql://postgres@127.0.0.1:");
        run(name, "connection").succeeds("role: postgres in database postgres");
    }

    @Test
    void aPasswordInAFileAndNoPublishedPort() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "geheim");
        start(name, "-e", "POSTGRES_PASSWORD_FILE=/run/pw", "-v", secret + ":/run/pw:ro", "-p", "127.0.0.1::5432");
        run(Map.of("DATABASE_CONTAINER", name, "PGPASSWORD", "geheim"), "wait")
                .succeeds("the password of " + name + " is in a file within the container", "ready");
        run(name, "wait", "--timeout", "5s").fails(6, "the server asks for a password and there is none");
        String hidden = name + "-hidden";
        start(hidden, "-e", "POSTGRES_PASSWORD=geheim");
        run(hidden, "wait").fails(2, "doesn't publish its port 5432", "docker run -p", "from the engine's own machine");
    }

    @Test
    void anEngineThatDoesNotAnswer() {
        assertThat(run(Map.of("DATABASE_CONTAINER", name, "DOCKER_HOST", "unix:///nosuch/docker.sock"), "connection")
                        .fails(2, "docker can't be asked: ", "docker info")
                        .text())
                .contains("DATABASE_CONTAINER");
    }
}
