package dev.bailiwick.config;

import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which database is meant.
 *
 * <p>The first that says something wins: {@code --url}, DATABASE_URL, DATABASE_HOST …, POSTGRES_HOST …, SUPABASE_DB_HOST …,
 * libpq's PGHOST … and PGSERVICE, DATABASE_CONTAINER, the embedded server. That order counts for the variables as they
 * are after the environment, {@code .env.local} and {@code .env} were put together: DATABASE_URL in {@code .env} stands
 * before PGHOST in the environment.
 */
public final class ConnectionResolver {

    private ConnectionResolver() {}

    /**
     * The connection, complete with everything that the source left open.
     *
     * @param url value of {@code --url}, or null where it wasn't given; an empty one is an error, because a shell variable
     *     that is unset must not lead to another database
     * @throws BailiwickException (exit code 2) where what was said can't be understood; never holds a password
     */
    public static ResolvedConnection resolve(@Nullable String url, Variables variables, Environment surroundings) {
        if (url != null && url.isBlank()) {
            throw BailiwickException.usage(
                    "--url is empty", "give it a value, or leave it out to take the database from the variables");
        }
        List<String> warnings = new ArrayList<>(variables.warnings());
        List<ConnectionSources.Source> found = new ConnectionSources(variables, surroundings.docker()).found(url);
        if (found.isEmpty()) {
            return new ResolvedConnection(embedded(variables), List.of(), warnings, variables.notes());
        }
        ConnectionSources.Source winner = found.get(0);
        Conninfo conninfo = winner.reading().apply(warnings);
        ConnectionTarget target =
                new ConnectionDefaults(conninfo, variables, surroundings, warnings).server(winner.label(), winner.libpq());
        List<String> passedOver = found.subList(1, found.size()).stream()
                .map(ConnectionSources.Source::label)
                .toList();
        return new ResolvedConnection(target, passedOver, warnings, variables.notes());
    }

    private static ConnectionTarget embedded(Variables variables) {
        if (variables.production()) {
            throw new BailiwickException(
                    ExitCode.USAGE,
                    Failure.of(
                                    variables.label("APP_ENV")
                                            + " is production, and nothing says which database is meant",
                                    "set one of " + ConnectionSources.NAMES,
                                    "or give --url postgresql://user:password@host:5432/database")
                            .withState("The embedded PostgreSQL is never used in production; nothing was run"));
        }
        return new ConnectionTarget.Embedded();
    }
}
