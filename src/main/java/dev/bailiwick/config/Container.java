package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running Docker container with PostgreSQL in it: its published port and its {@code POSTGRES_…} settings.
 *
 * <p>The defaults are those of the official image: user {@code postgres}, a database of the user's name.
 */
final class Container {

    /** One fact per line; urlquery keeps an environment variable with line ends on one line. */
    private static final String FORMAT = "running {{.State.Running}}{{println}}"
            + "status {{.State.Status}}{{println}}"
            + "{{range .NetworkSettings.Networks}}address {{.IPAddress}}{{println}}{{end}}"
            + "network {{.HostConfig.NetworkMode}}{{println}}"
            + "{{range (index .NetworkSettings.Ports \"5432/tcp\")}}port {{.HostPort}} {{.HostIp}}{{println}}{{end}}"
            + "{{range .Config.Env}}env {{urlquery .}}{{println}}{{end}}";

    private final String name;
    private final String where;
    private final String engine;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Binding> bindings = new ArrayList<>();
    private boolean running;
    private String status = "";
    private String address = "";

    /** A published port; an empty address is every address. */
    private record Binding(String host, String port) {

        /** IPv4 before IPv6, what this machine can certainly reach before a certain interface's address. */
        int preference() {
            if (host.indexOf(':') >= 0) {
                return 2;
            }
            return host.isEmpty() || host.equals("0.0.0.0") || host.startsWith("127.") ? 0 : 1;
        }
    }

    private Container(String name, String where, String engine) {
        this.name = name;
        this.where = where;
        this.engine = engine;
    }

    /**
     * Asks the docker engine.
     *
     * @param where label of DATABASE_CONTAINER, for messages
     * @param dockerHost value of DOCKER_HOST, or null for the local engine
     */
    static Conninfo inspect(
            String name, String where, @Nullable String dockerHost, Docker docker, List<String> warnings) {
        Map<String, String> environment = dockerHost == null ? Map.of() : Map.of("DOCKER_HOST", dockerHost);
        Docker.Answer answer = inspected(name, docker, environment);
        String found = name;
        if (answer.exit() != 0) {
            found = new RunningContainers(name, where, docker, environment).meant(answer);
            answer = inspected(found, docker, environment);
        }
        if (answer.exit() != 0) {
            throw RunningContainers.unanswered(where, answer);
        }
        Container container = new Container(found, where, engineHost(dockerHost));
        answer.output().lines().forEach(container::fact);
        return container.conninfo(warnings);
    }

    private static Docker.Answer inspected(String name, Docker docker, Map<String, String> environment) {
        return docker.run(List.of("inspect", "--type", "container", "--format", FORMAT, "--", name), environment);
    }

    private void fact(String line) {
        String[] words = line.split(" ", -1);
        String value = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "running" -> running = value.equals("true");
            case "status" -> status = value;
            case "address" -> address = address.isEmpty() ? value : address;
            case "network" -> {
                if (value.equals("host")) {
                    bindings.add(new Binding("", "5432"));
                }
            }
            case "port" -> bindings.add(new Binding(words.length > 2 ? words[2] : "", value));
            case "env" -> {
                String variable = URLDecoder.decode(value, StandardCharsets.UTF_8);
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    environment.put(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
            default -> {}
        }
    }

    private Conninfo conninfo(List<String> warnings) {
        refuseUnlessItRuns();
        Binding binding = bindings.stream()
                .min(Comparator.comparingInt(Binding::preference))
                .orElseThrow(this::unpublished);
        String user = environment.getOrDefault("POSTGRES_USER", "");
        String password = environment.getOrDefault("POSTGRES_PASSWORD", "");
        if (password.isEmpty() && environment.containsKey("POSTGRES_PASSWORD_FILE")) {
            warnings.add(where + ": the password of " + name
                    + " is in a file within the container (POSTGRES_PASSWORD_FILE); it is taken from PGPASSWORD or"
                    + " .pgpass instead");
        }
        boolean filedUser = user.isEmpty() && environment.containsKey("POSTGRES_USER_FILE");
        if (filedUser || environment.containsKey("POSTGRES_DB_FILE")) {
            throw BailiwickException.usage(
                    where + ": the user or database of " + name
                            + " is named in a file within the container (POSTGRES_USER_FILE, POSTGRES_DB_FILE)",
                    "set DATABASE_URL=postgresql://USER@" + reachable(binding.host()) + ":" + binding.port()
                            + "/DATABASE" + " instead");
        }
        Conninfo conninfo = new Conninfo();
        conninfo.offer("host", reachable(binding.host()), where);
        conninfo.offer("port", binding.port(), where);
        conninfo.offer("user", user.isEmpty() ? "postgres" : user, where);
        conninfo.offer("password", password, where);
        conninfo.offer("dbname", environment.getOrDefault("POSTGRES_DB", ""), where);
        return conninfo;
    }

    private void refuseUnlessItRuns() {
        String container = where + ": the container " + name;
        switch (status) {
            case "paused" -> throw BailiwickException.usage(container + " is paused", "docker unpause " + name);
            case "restarting" ->
                throw BailiwickException.usage(container + " starts again and again", "docker logs " + name);
            default -> {
                if (!running) {
                    throw BailiwickException.usage(
                            container + " is not running",
                            "docker start " + name,
                            "or, where it does not stay up: docker logs " + name);
                }
            }
        }
    }

    private BailiwickException unpublished() {
        String publish = "start it with its port published: docker run -p 127.0.0.1:5432:5432 …";
        String what = where + ": the container " + name + " doesn't publish its port 5432";
        // On Linux the engine's own machine reaches it; Docker Desktop's and a rootless engine's don't: not guessed.
        return address.isEmpty()
                ? BailiwickException.usage(what, publish)
                : BailiwickException.usage(
                        what,
                        publish,
                        "or, from the engine's own machine on Linux: DATABASE_URL=postgresql://USER:PASSWORD@" + address
                                + ":5432/DATABASE");
    }

    private String reachable(String host) {
        return switch (host) {
            case "", "0.0.0.0" -> engine;
            case "::" -> engine.equals("127.0.0.1") ? "::1" : engine;
            default -> host;
        };
    }

    /** The machine whose ports are published: ours, or the one that DOCKER_HOST names. */
    private static String engineHost(@Nullable String dockerHost) {
        if (dockerHost == null || !dockerHost.matches("(?:tcp|ssh|https?)://.+")) {
            return "127.0.0.1";
        }
        try {
            @Nullable String host = URI.create(dockerHost).getHost();
            return host == null ? "127.0.0.1" : host.replaceAll("[\\[\\]]", "");
        } catch (IllegalArgumentException e) {
            return "127.0.0.1";
        }
    }
}
