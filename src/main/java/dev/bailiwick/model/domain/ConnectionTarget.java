package dev.bailiwick.model.domain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the database is, and what said so. */
public sealed interface ConnectionTarget {

    /** What won, as the user knows it: {@code --url}, {@code DATABASE_URL in .env}, {@code PGSERVICE=stock}. */
    String source();

    /** The target in one line for people, without its password. */
    String masked();

    /** The PostgreSQL in {@code .bailiwick/}, which is started when it is needed and has no address before. */
    record Embedded() implements ConnectionTarget {

        @Override
        public String source() {
            return "embedded";
        }

        @Override
        public String masked() {
            return "the embedded PostgreSQL in .bailiwick/";
        }
    }

    /**
     * A server that is running somewhere.
     *
     * @param source what won
     * @param addresses where to try, in this order; at least one
     * @param database name of the database
     * @param user role that logs in
     * @param password its password, or null where none was found: the server may not ask for one
     * @param properties everything else under pgjdbc's property names, such as {@code sslmode} or
     *     {@code connectTimeout}; never user, password, host, port or database
     */
    record Server(
            String source,
            List<Address> addresses,
            String database,
            String user,
            @Nullable Secret password,
            Map<String, String> properties)
            implements ConnectionTarget {

        public Server {
            addresses = List.copyOf(addresses);
            properties = Map.copyOf(properties);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("a server has at least one address");
            }
        }

        @Override
        public String masked() {
            String login = password == null ? user : user + ":" + password;
            String parameters = new TreeMap<>(properties)
                    .entrySet().stream()
                            .map(p -> p.getKey() + "=" + (isSecret(p.getKey()) ? "****" : p.getValue()))
                            .collect(Collectors.joining("&"));
            return "postgresql://" + login + "@"
                    + addresses.stream().map(Address::toString).collect(Collectors.joining(","))
                    + "/" + database + (parameters.isEmpty() ? "" : "?" + parameters);
        }

        @Override
        public String toString() {
            return masked() + " (" + source + ")";
        }

        private static boolean isSecret(String property) {
            return property.toLowerCase(Locale.ROOT).contains("password");
        }
    }

    /**
     * One place to knock.
     *
     * @param host name or IP address, IPv6 without brackets
     * @param port 1 to 65535
     */
    record Address(String host, int port) {

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
