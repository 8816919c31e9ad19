package dev.bailiwick.config;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the machine tells us: everything outside the project that has a say in where the database is.
 *
 * @param environment the process's environment
 * @param operatingSystemUser name of the login, which libpq takes for the role where nobody names one
 * @param passwordFile where {@code .pgpass} is unless PGPASSFILE says otherwise; it need not exist
 * @param serviceFile where {@code .pg_service.conf} is unless PGSERVICEFILE says otherwise; it need not exist
 * @param docker the docker client
 * @param clock says which time new files are named after
 */
public record Environment(
        Map<String, String> environment,
        String operatingSystemUser,
        Path passwordFile,
        Path serviceFile,
        Docker docker,
        Clock clock) {

    private static final Duration DOCKER_PATIENCE = Duration.ofSeconds(15);

    public Environment {
        environment = Map.copyOf(environment);
    }

    /** With this machine's clock. */
    public Environment(
            Map<String, String> environment,
            String operatingSystemUser,
            Path passwordFile,
            Path serviceFile,
            Docker docker) {
        this(environment, operatingSystemUser, passwordFile, serviceFile, docker, Clock.systemUTC());
    }

    /** This machine and this process. */
    public static Environment real() {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(System.getProperty("user.home", ""));
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        @Nullable String roaming = environment.get("APPDATA");
        // Manual, libpq-pgpass and libpq-pgservice: on Windows both are in %APPDATA%\postgresql.
        Path folder = windows && roaming != null ? Path.of(roaming, "postgresql") : home;
        return new Environment(
                environment,
                System.getProperty("user.name", "postgres"),
                folder.resolve(windows ? "pgpass.conf" : ".pgpass"),
                folder.resolve(".pg_service.conf"),
                new DockerClient("docker", DOCKER_PATIENCE));
    }

    /** Never the environment's values: passwords are among them. */
    @Override
    public String toString() {
        return "Surroundings of " + operatingSystemUser;
    }
}
