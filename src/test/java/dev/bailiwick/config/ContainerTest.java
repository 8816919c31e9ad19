package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerTest {

    private Path folder;
    private Machine machine;

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary;
        machine = new Machine(temporary).env("DATABASE_CONTAINER=box");
    }

    private Machine answering(String output) {
        return machine.docker((arguments, variables) -> new Docker.Answer(0, output.replace(';', '\n'), ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            running true;network bridge;port 49153 0.0.0.0;port 49153 ::;env POSTGRES_USER%3Du;env POSTGRES_PASSWORD%3Dp+q%0A%3D;env POSTGRES_DB%3Dd | postgresql://u:p q~=@127.0.0.1:49153/d
            running true;port 5555 ::;port 6666 127.0.0.1    | postgresql://postgres@127.0.0.1:6666/postgres
            running true;port 5555 10.1.2.3;port 6666 0.0.0.0 | postgresql://postgres@127.0.0.1:6666/postgres
            running true;port 5555 ::;port 6666 10.1.2.3     | postgresql://postgres@10.1.2.3:6666/postgres
            running true;port 5555 ::                        | postgresql://postgres@[::1]:5555/postgres
            running true;port 5555                           | postgresql://postgres@127.0.0.1:5555/postgres
            running true;network host                        | postgresql://postgres@127.0.0.1:5432/postgres
            running true;port 1 127.0.0.1;env POSTGRES_USER%3Du | postgresql://u@127.0.0.1:1/u
            running true;port 1 127.0.0.1;env POSTGRES_USER%3D;env POSTGRES_DB%3D | postgresql://postgres@127.0.0.1:1/postgres
            """)
    void theContainerSaysWhereItIs(String output, String expected) {
        assertThat(answering(output).line()).isEqualTo(expected.replace('~', '\n'));
        assertThat(machine.resolve().target().source()).isEqualTo("DATABASE_CONTAINER=box");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://10.0.0.9:2375, 10.0.0.9",
        "ssh://me@build:22, build",
        "unix:///run/docker.sock, 127.0.0.1",
        "tcp://:x, 127.0.0.1"
    })
    void anEngineElsewherePublishesElsewhere(String engine, String host) {
        answering("running true;port 1 0.0.0.0").env("DOCKER_HOST=" + engine);
        assertThat(machine.line()).isEqualTo("postgresql://postgres@" + host + ":1/postgres");
    }

    @Test
    void theClientIsAskedForThisContainerAtThisEngine() {
        List<List<String>> asked = new ArrayList<>();
        List<Map<String, String>> with = new ArrayList<>();
        machine.file(".env", "DOCKER_HOST=unix:///x").docker((arguments, variables) -> {
            asked.add(arguments);
            with.add(variables);
            return new Docker.Answer(0, "running true\nport 1 127.0.0.1\n", "");
        });
        machine.resolve();
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0))
                .startsWith("inspect", "--type", "container", "--format")
                .endsWith("--", "box");
        assertThat(with).containsExactly(Map.of("DOCKER_HOST", "unix:///x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | running false;status exited;port 1 127.0.0.1 |  | the container box is not running | docker start box~or, where it does not stay up: docker logs box
            0 | running true;status paused;port 1 127.0.0.1 |  | the container box is paused | docker unpause box
            0 | running true;status restarting;port 1 127.0.0.1 |  | the container box starts again and again | docker logs box
            0 | running true;network none  |  | the container box doesn't publish its port 5432 | start it with its port published: docker run -p 127.0.0.1:5432:5432 …
            0 | running true;address 172.17.0.2;network bridge |  | the container box doesn't publish its port 5432 | start it with its port published: docker run -p 127.0.0.1:5432:5432 …~or, from the engine's own machine on Linux: DATABASE_URL=postgresql://USER:PASSWORD@172.17.0.2:5432/DATABASE
            0 | running true;port 1 127.0.0.1;env POSTGRES_USER_FILE%3D%2Fu |  | the user or database of box is named in a file within the container (POSTGRES_USER_FILE, POSTGRES_DB_FILE) | set DATABASE_URL=postgresql://USER@127.0.0.1:1/DATABASE instead
            1 |  | Error: No such container: box  | there is no container box | docker ps -a
            1 |  | Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running? | docker can't be asked: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running? | docker info
            """)
    void whatIsWrongWithItIsSaid(int exit, String output, String errors, String complaint, String next) {
        String said = output == null ? "" : output.replace(';', '\n');
        machine.docker((arguments, variables) -> arguments.get(0).equals("ps")
                ? new Docker.Answer(0, "", "")
                : new Docker.Answer(exit, said, errors == null ? "" : errors));
        List<String> expected = new ArrayList<>(List.of("DATABASE_CONTAINER: " + complaint));
        expected.addAll(List.of(next.split("~")));
        assertThat(Machine.complaint(() -> machine.resolve())).isEqualTo(expected);
    }

    /** An engine with these containers running, written {@code name service}; only the first can be inspected. */
    private void running(String... containers) {
        String first = containers[0].split(" ")[0];
        machine.docker((arguments, variables) -> arguments.get(0).equals("ps")
                ? new Docker.Answer(0, String.join("\n", containers) + "\n", "")
                : arguments.get(arguments.size() - 1).equals(first)
                        ? new Docker.Answer(0, "running true\nport 7 127.0.0.1\n", "")
                        : new Docker.Answer(1, "", "Error: No such container"));
    }

    @Test
    void aServiceOfComposeIsANameToo() {
        running("shop-box-1 box", "shop-web-1 web");
        assertThat(machine.line()).isEqualTo("postgresql://postgres@127.0.0.1:7/postgres");
        running("shop-box-1 box", "lab-box-1 box");
        assertThat(Machine.complaint(() -> machine.resolve()))
                .containsExactly(
                        "DATABASE_CONTAINER: 2 containers run the service box",
                        "name one of them: shop-box-1, lab-box-1");
    }

    @Test
    void aSlipIsMetWithTheNearestName() {
        running("bxo ", "web ");
        assertThat(Machine.complaint(() -> machine.resolve()))
                .containsExactly(
                        "DATABASE_CONTAINER: there is no container box",
                        "did you mean bxo?",
                        "running: bxo, web",
                        "docker ps -a");
    }

    @Test
    void aPasswordThatIsInAFileIsTakenFromElsewhere() {
        answering("running true;port 1 127.0.0.1;env POSTGRES_PASSWORD_FILE%3D%2Frun%2Fsecrets%2Fpw")
                .env("PGPASSWORD=p");
        assertThat(machine.line()).isEqualTo("postgresql://postgres:p@127.0.0.1:1/postgres");
        assertThat(machine.resolve().warnings())
                .containsExactly("DATABASE_CONTAINER: the password of box is in a file within the container"
                        + " (POSTGRES_PASSWORD_FILE); it is taken from PGPASSWORD or .pgpass instead");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theClientIsAProcess() throws Exception {
        Path script = script("""
                [ "$1" = inspect ] && [ "$6" = -- ] && [ "$7" = box ] || exit 9
                [ "$DOCKER_HOST" = unix:///y ] || exit 8
                echo 'running true'
                echo 'port 7 127.0.0.1'
                i=0; while [ $i -lt 5000 ]; do echo "env X$i%3D0123456789"; i=$((i+1)); done
                """);
        machine.env("DOCKER_HOST=unix:///y").docker(new DockerClient(script.toString(), Duration.ofSeconds(20)));
        assertThat(machine.line()).isEqualTo("postgresql://postgres@127.0.0.1:7/postgres");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aClientThatHangsIsGivenUp() throws Exception {
        machine.docker(new DockerClient(script("exec sleep 30").toString(), Duration.ofSeconds(1)));
        assertThat(Machine.complaint(() -> machine.resolve()))
                .containsExactly("docker did not answer within 1 seconds", "docker info");
    }

    @Test
    void withoutAClientThereIsNoContainer() {
        machine.docker(new DockerClient(folder.resolve("docker").toString(), Duration.ofSeconds(1)));
        assertThat(Machine.complaint(() -> machine.resolve()))
                .containsExactly(
                        "DATABASE_CONTAINER needs the docker command, and there is none on the PATH",
                        "install the docker client, or set DATABASE_URL instead of DATABASE_CONTAINER");
    }

    private Path script(String body) throws Exception {
        Path script = Files.writeString(folder.resolve("docker"), "#!/bin/sh\n" + body);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
