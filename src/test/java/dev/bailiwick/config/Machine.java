package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A made-up machine: the user ann, her home folder, a project and an environment, nothing of the real one. */
final class Machine {

    final Path home;
    final Path project;
    private final Map<String, String> environment = new HashMap<>();
    private Docker docker = (arguments, variables) -> {
        throw new AssertionError("nobody asked for docker");
    };

    Machine(Path folder) {
        home = folder.resolve("home");
        project = folder.resolve("project");
        try {
            Files.createDirectories(home);
            Files.createDirectories(project);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets variables, written {@code NAME=value}. */
    Machine env(String... pairs) {
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return this;
    }

    Machine file(String name, String... lines) {
        write(project.resolve(name), lines);
        return this;
    }

    Machine homeFile(String name, String permissions, String... lines) {
        Path file = home.resolve(name);
        write(file, lines);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    Machine docker(Docker client) {
        docker = client;
        return this;
    }

    Variables variables() {
        return Variables.read(project, environment);
    }

    ResolvedConnection resolve(@Nullable String url) {
        Environment surroundings =
                new Environment(environment, "ann", home.resolve(".pgpass"), home.resolve(".pg_service.conf"), docker);
        return ConnectionResolver.resolve(url, variables(), surroundings);
    }

    ResolvedConnection resolve() {
        return resolve(null);
    }

    /** The target in one line, the password readable. */
    String line(@Nullable String url) {
        return line(resolve(url).target());
    }

    String line() {
        return line((String) null);
    }

    static String line(ConnectionTarget target) {
        if (target instanceof ConnectionTarget.Server server && server.password() != null) {
            return target.masked()
                    .replaceFirst(
                            "\\*{4}", Matcher.quoteReplacement(server.password().reveal()));
        }
        return target.masked();
    }

    /** What went wrong, with exit code 2: the sentence, then what to do. */
    static List<String> complaint(ThrowingCallable call) {
        BailiwickException exception = catchThrowableOfType(BailiwickException.class, call);
        assertThat(exception).isNotNull();
        assertThat(exception.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(exception.failures()).hasSize(1);
        Failure failure = exception.failures().get(0);
        String where = failure.where() == null
                ? ""
                : failure.where() + " | " + failure.where().lineText() + " | ";
        List<String> all = new ArrayList<>(List.of(where + failure.what()));
        all.addAll(failure.next());
        return all;
    }

    private static void write(Path file, String... lines) {
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
