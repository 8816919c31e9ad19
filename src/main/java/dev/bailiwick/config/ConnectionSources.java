package dev.bailiwick.config;

import dev.bailiwick.model.domain.Secret;
import dev.bailiwick.model.failure.BailiwickException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The places where somebody may have said which database is meant, in the order in which they count. */
final class ConnectionSources {

    /**
     * A source that says something.
     *
     * @param label what the user calls it
     * @param libpq whether it is libpq's variables
     * @param reading what it says; gets the list of warnings to add to
     */
    record Source(String label, boolean libpq, Function<List<String>, Conninfo> reading) {}

    /** Variables that belong together; the host makes the group count. */
    private record Group(String host, String port, String name, String user, String password, boolean imageDefaults) {}

    private static final List<Group> GROUPS = List.of(
            new Group("DATABASE_HOST", "DATABASE_PORT", "DATABASE_NAME", "DATABASE_USER", "DATABASE_PASSWORD", false),
            new Group("POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD", true),
            new Group(
                    "SUPABASE_DB_HOST",
                    "SUPABASE_DB_PORT",
                    "SUPABASE_DB_NAME",
                    "SUPABASE_DB_USER",
                    "SUPABASE_DB_PASSWORD",
                    true));

    private static final List<String> OF_LIBPQ = List.of("PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE", "PGPORT");

    /** What would be looked at, for a person who has set none of it. */
    static final String NAMES = "DATABASE_URL, DATABASE_HOST, POSTGRES_HOST, SUPABASE_DB_HOST, PGHOST, PGHOSTADDR,"
            + " PGSERVICE, PGDATABASE, PGPORT, DATABASE_CONTAINER";

    private final Variables variables;
    private final Docker docker;

    ConnectionSources(Variables variables, Docker docker) {
        this.variables = variables;
        this.docker = docker;
    }

    /**
     * Those that say something, the one that wins first; nothing of them is read yet.
     *
     * @param url value of {@code --url}, or null where it wasn't given
     */
    List<Source> found(@Nullable String url) {
        List<Source> found = new ArrayList<>();
        if (url != null) {
            found.add(new Source("--url", false, warnings -> ConnectionUrl.parse(url, "--url", warnings)));
        }
        String variable = variables.get("DATABASE_URL");
        if (variable != null) {
            String label = variables.label("DATABASE_URL");
            found.add(new Source(label, false, warnings -> ConnectionUrl.parse(variable, label, warnings)));
        }
        for (Group group : GROUPS) {
            if (variables.get(group.host()) != null) {
                String label = group.host() + " …" + variables.origin(group.host());
                found.add(new Source(label, false, warnings -> grouped(group)));
            }
        }
        OF_LIBPQ.stream()
                .filter(name -> variables.get(name) != null)
                .findFirst()
                .ifPresent(name -> found.add(new Source(libpqLabel(name), true, warnings -> service())));
        String container = variables.get("DATABASE_CONTAINER");
        if (container != null) {
            String label = "DATABASE_CONTAINER=" + container + variables.origin("DATABASE_CONTAINER");
            found.add(new Source(
                    label,
                    false,
                    warnings -> Container.inspect(
                            container,
                            variables.label("DATABASE_CONTAINER"),
                            variables.get("DOCKER_HOST"),
                            docker,
                            warnings)));
        }
        return found;
    }

    private String libpqLabel(String name) {
        String value = name.equals("PGSERVICE") ? "=" + variables.get(name) : "";
        return name + value + variables.origin(name);
    }

    private Conninfo grouped(Group group) {
        Conninfo conninfo = new Conninfo();
        offer(conninfo, "host", group.host());
        offer(conninfo, "port", group.port());
        offer(conninfo, "dbname", group.name());
        offer(conninfo, "user", group.user());
        offer(conninfo, "password", group.password());
        if (group.imageDefaults()) {
            conninfo.offer("user", "postgres", group.user());
        }
        return conninfo;
    }

    /** The service alone: libpq's other variables are added later, after what the service says. */
    private Conninfo service() {
        Conninfo conninfo = new Conninfo();
        offer(conninfo, "service", "PGSERVICE");
        return conninfo;
    }

    private void offer(Conninfo conninfo, String name, String variable) {
        conninfo.offer(name, variables.get(variable), variables.label(variable));
    }

    /** Every password that the variables hold, whether it is used or not. */
    static List<Secret> passwords(Variables variables) {
        List<Secret> passwords = new ArrayList<>();
        Stream.concat(GROUPS.stream().map(Group::password), Stream.of("PGPASSWORD"))
                .map(variables::get)
                .forEach(value -> {
                    if (value != null) {
                        passwords.add(new Secret(value));
                    }
                });
        String url = variables.get("DATABASE_URL");
        if (url != null) {
            try {
                String password = ConnectionUrl.parse(url, "DATABASE_URL", new ArrayList<>())
                        .get("password");
                if (password != null) {
                    passwords.add(new Secret(password));
                }
            } catch (BailiwickException e) {
                // Malformed: whoever needs it will say so, and what is said shows nothing of it.
                return passwords;
            }
        }
        return passwords;
    }
}
