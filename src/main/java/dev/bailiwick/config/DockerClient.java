package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The {@code docker} command found on the PATH, asked as a process of its own.
 *
 * @param command name or path of the program
 * @param patience how long one question may take
 */
record DockerClient(String command, Duration patience) implements Docker {

    @Override
    public Answer run(List<String> arguments, Map<String, String> environment) {
        List<String> line = new ArrayList<>();
        line.add(command);
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> output = reading(process.getInputStream());
            CompletableFuture<String> errors = reading(process.getErrorStream());
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw BailiwickException.usage(
                        "docker did not answer within " + patience.toSeconds() + " seconds", "docker info");
            }
            return new Answer(process.exitValue(), output.join(), errors.join());
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "DATABASE_CONTAINER needs the docker command, and there is none on the PATH",
                    "install the docker client, or set DATABASE_URL instead of DATABASE_CONTAINER");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BailiwickException.usage("interrupted while waiting for docker", "docker info");
        }
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                DockerClient::beside);
    }

    /** A thread of its own: the common pool has one thread on a small machine, and docker writes to both pipes. */
    private static void beside(Runnable work) {
        Thread thread = new Thread(work, "docker");
        thread.setDaemon(true);
        thread.start();
    }
}
