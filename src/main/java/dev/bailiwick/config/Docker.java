package dev.bailiwick.config;

import java.util.List;
import java.util.Map;

/** The docker client, as far as we need it: it answers questions about containers. */
@FunctionalInterface
public interface Docker {

    /**
     * Runs one docker command to its end.
     *
     * @param arguments what follows {@code docker}
     * @param environment variables for the client on top of our own, such as {@code DOCKER_HOST}
     * @throws dev.bailiwick.model.failure.BailiwickException where there is no docker, or it doesn't answer in time
     */
    Answer run(List<String> arguments, Map<String, String> environment);

    /**
     * What the client said.
     *
     * @param exit its exit code
     * @param output its standard output
     * @param errors its standard error
     */
    record Answer(int exit, String output, String errors) {}
}
