package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection URL as pgjdbc reads it: {@code jdbc:postgresql://host:port,host:port/database?user=…&password=…}, or
 * {@code jdbc:postgresql:database}.
 *
 * <p>Its parameters have pgjdbc's names; libpq's are understood, too. Source: "Connecting to the Database" of pgjdbc's
 * documentation, and {@code Driver.parseURL}: a plus sign in a value is a blank.
 */
final class JdbcUrl {

    /** Properties that are part of the target, and libpq's names for them. */
    private static final Map<String, String> OF_THE_TARGET = Map.of(
            "user", "user",
            "password", "password",
            "service", "service",
            "PGHOST", "host",
            "PGPORT", "port",
            "PGDBNAME", "dbname");

    private final String text;
    private final String where;
    private final List<String> warnings;
    private final Conninfo conninfo = new Conninfo();

    JdbcUrl(String text, String where, List<String> warnings) {
        this.text = text;
        this.where = where;
        this.warnings = warnings;
    }

    /** Reads what follows {@code jdbc:postgresql:}. */
    Conninfo parse(int afterScheme) {
        int query = text.indexOf('?', afterScheme);
        String server = text.substring(afterScheme, query < 0 ? text.length() : query);
        if (server.indexOf('@') >= 0) {
            throw BailiwickException.usage(
                    where + " (" + Masking.maskUrl(text) + "): a JDBC URL has no user:password@ in front of the host",
                    "write postgresql://user:password@host/database without jdbc:",
                    "or jdbc:postgresql://host/database?user=…&password=…");
        }
        if (server.startsWith("//")) {
            int slash = server.indexOf('/', 2);
            ConnectionUrl.addresses(server.substring(2, slash < 0 ? server.length() : slash), conninfo, where);
            database(slash < 0 ? "" : server.substring(slash + 1));
        } else {
            database(server.startsWith("/") ? server.substring(1) : server);
        }
        String before = "";
        for (String parameter :
                query < 0 ? new String[0] : text.substring(query + 1).split("&")) {
            if (!parameter.isEmpty()) {
                before = parameter(parameter, before);
            }
        }
        return conninfo;
    }

    private void database(String encoded) {
        conninfo.offer("dbname", ConnectionUrl.decode(encoded, "database name", where), where);
    }

    /** Takes one parameter over, knowing the name of the one before it; says its name. */
    private String parameter(String parameter, String before) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String raw = equals < 0 ? "" : parameter.substring(equals + 1).replace('+', ' ');
        String value = ConnectionUrl.decode(raw, "parameter " + name, where);
        @Nullable String ofTheTarget = OF_THE_TARGET.get(name);
        if (ofTheTarget != null) {
            conninfo.set(ofTheTarget, value, where);
        } else if (ConnectionParameters.PROPERTIES.contains(name) && !name.equals(ConnectionParameters.property(name))) {
            conninfo.property(name, value);
        } else if (ConnectionParameters.KNOWN.containsKey(name)) {
            conninfo.set(name, value, where);
        } else if (before.endsWith("password")) {
            throw ConnectionUrl.unencoded("&", "%26", where);
        } else {
            warnings.add(where + ": pgjdbc has no property " + name + ", so it is ignored"
                    + NearestName.to(name, ConnectionParameters.PROPERTIES)
                            .map(near -> "; the nearest is " + near)
                            .orElse(""));
        }
        return name;
    }
}
