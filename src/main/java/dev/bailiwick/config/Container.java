package dev.bailiwick.config;

import dev.bailiwick.model.BailiwickException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
            + "network {{.HostConfig.NetworkMode}}{{println}}"
            + "{{range (index .NetworkSettings.Ports \"5432/tcp\")}}port {{.HostPort}} {{.HostIp}}{{println}}{{end}}"
            + "{{range .Config.Env}}env {{urlquery .}}{{println}}{{end}}";

    private final String name;
    private final String where;
    private final String engine;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Binding> bindings = new ArrayList<>();
    private boolean running;

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
        Docker.Answer answer = docker.run(
                List.of("inspect", "--type", "container", "--format", FORMAT, "--", name),
                dockerHost == null ? Map.of() : Map.of("DOCKER_HOST", dockerHost));
        if (answer.exit() != 0) {
            throw unanswered(name, where, answer);
        }
        Container container = new Container(name, where, engineHost(dockerHost));
        answer.output().lines().forEach(container::fact);
        return container.conninfo(warnings);
    }

    private static BailiwickException unanswered(String name, String where, Docker.Answer answer) {
        String errors = answer.errors().strip();
        if (errors.toLowerCase(Locale.ROOT).contains("no such")) {
            return BailiwickException.usage(where + ": there is no container " + name, "docker ps -a");
        }
        String first = errors.lines().findFirst().orElse("no reason given");
        return BailiwickException.usage(where + ": docker can't be asked: " + first, "docker info");
    }

    private void fact(String line) {
        String[] words = line.split(" ", -1);
        String value = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "running" -> running = value.equals("true");
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
        if (!running) {
            throw BailiwickException.usage(
                    where + ": the container " + name + " is not running", "docker start " + name);
        }
        Binding binding = bindings.stream()
                .min(Comparator.comparingInt(Binding::preference))
                .orElseThrow(() -> BailiwickException.usage(
                        where + ": the container " + name + " doesn't publish its port 5432",
                        "start it with: docker run -p 5432:5432 …"));
        String user = environment.getOrDefault("POSTGRES_USER", "postgres");
        String password = environment.getOrDefault("POSTGRES_PASSWORD", "");
        if (password.isEmpty() && environment.containsKey("POSTGRES_PASSWORD_FILE")) {
            warnings.add(where + ": the password of " + name
                    + " is in a file within the container (POSTGRES_PASSWORD_FILE); it is taken from PGPASSWORD or"
                    + " .pgpass instead");
        }
        Conninfo conninfo = new Conninfo();
        conninfo.offer("host", reachable(binding.host()), where);
        conninfo.offer("port", binding.port(), where);
        conninfo.offer("user", user.isEmpty() ? "postgres" : user, where);
        conninfo.offer("password", password, where);
        conninfo.offer("dbname", environment.getOrDefault("POSTGRES_DB", ""), where);
        return conninfo;
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
