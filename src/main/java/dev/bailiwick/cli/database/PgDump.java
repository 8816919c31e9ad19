package dev.bailiwick.cli.database;

import dev.bailiwick.engine.adopt.AdoptDump;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pg_dump on the PATH. */
public final class PgDump implements AdoptDump.Dump {
    private final ConnectionTarget.Server target;

    public PgDump(ConnectionTarget.Server target) {
        this.target = target;
    }

    @Override
    public String of(String schema, List<String> without) {
        List<String> command =
                new ArrayList<>(List.of("pg_dump", "--schema-only", "--no-owner", "--schema=" + quoted(schema)));
        without.forEach(name -> command.add("--exclude-table=" + quoted(schema) + "." + quoted(name)));
        try {
            Path said = Files.createTempFile("bailiwick", ".pg_dump");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
                environment(builder.environment());
                Process process = start(builder);
                process.getOutputStream().close();
                String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw refused(Files.readString(said).strip());
                }
                return dump;
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("interrupted");
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of("there is no pg_dump on the PATH", "apt-get install postgresql-client")
                            .withState("nothing was changed"),
                    e);
        }
    }

    private static BailiwickException refused(String said) {
        return new BailiwickException(
                ExitCode.REFUSED,
                Failure.of(
                                "pg_dump did not dump the schema",
                                said.contains("version mismatch")
                                        ? "put a pg_dump first on the PATH that is as new as the server"
                                        : "mend what it says, then the same command again")
                        .withDetails(said.lines().toList())
                        .withState("nothing was changed"));
    }

    private void environment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("PGHOST", joined(ConnectionTarget.Address::host));
        environment.put("PGPORT", joined(address -> Integer.toString(address.port())));
        environment.put("PGDATABASE", target.database());
        environment.put("PGUSER", target.user());
        environment.put("PGCLIENTENCODING", "UTF8");
        if (target.password() != null) {
            environment.put("PGPASSWORD", target.password().reveal());
        }
        for (String name : List.of("sslmode", "sslrootcert")) {
            String value = target.properties().get(name);
            if (value != null) {
                environment.put("PG" + name.toUpperCase(Locale.ROOT), value);
            }
        }
    }

    private String joined(Function<ConnectionTarget.Address, String> part) {
        return target.addresses().stream().map(part).collect(Collectors.joining(","));
    }

    /** A pattern of pg_dump that means this name alone. */
    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
