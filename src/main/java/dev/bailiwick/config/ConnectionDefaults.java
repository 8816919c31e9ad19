package dev.bailiwick.config;

import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.domain.ConnectionTarget.Address;
import dev.bailiwick.model.domain.Secret;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a source leaves open, as libpq does: its service, libpq's variables, {@code .pgpass}, the defaults.
 *
 * <p>A source that won is never given another one's place: PGHOST, PGHOSTADDR, PGPORT, PGDATABASE and PGSERVICE count
 * only where libpq's variables are the source. The rest (PGUSER, PGPASSWORD, PGSSLMODE …) fills gaps of every source.
 */
final class ConnectionDefaults {

    private static final Set<String> OF_THE_PLACE = Set.of("host", "hostaddr", "port", "dbname", "service");
    private static final int DEFAULT_PORT = 5432;

    private final Conninfo conninfo;
    private final Variables variables;
    private final Environment surroundings;
    private final List<String> warnings;

    ConnectionDefaults(Conninfo conninfo, Variables variables, Environment surroundings, List<String> warnings) {
        this.conninfo = conninfo;
        this.variables = variables;
        this.surroundings = surroundings;
        this.warnings = warnings;
    }

    /**
     * The server to connect to.
     *
     * @param source label of what won
     * @param libpq whether libpq's variables are the source
     */
    ConnectionTarget.Server server(String source, boolean libpq) {
        service();
        ConnectionParameters.VARIABLES.forEach((variable, name) -> {
            if (libpq || !OF_THE_PLACE.contains(name)) {
                conninfo.offer(name, variables.get(variable), variables.label(variable));
            }
        });
        List<Address> addresses = addresses();
        String user = orElse("user", surroundings.operatingSystemUser());
        String database = orElse("dbname", user);
        String password = conninfo.get("password");
        if (password == null) {
            password = filed(addresses, database, user);
        }
        return new ConnectionTarget.Server(
                source, addresses, database, user, password == null ? null : new Secret(password), properties());
    }

    private String orElse(String name, String fallback) {
        String value = conninfo.get(name);
        return value == null ? fallback : value;
    }

    private void service() {
        String service = conninfo.get("service");
        if (service == null) {
            return;
        }
        conninfo.offer("servicefile", variables.get("PGSERVICEFILE"), variables.label("PGSERVICEFILE"));
        String named = conninfo.get("servicefile");
        Path file = named == null ? surroundings.serviceFile() : Path.of(named);
        ServiceFile.offer(conninfo, service, file, named != null, variables.get("PGSYSCONFDIR"));
    }

    private List<Address> addresses() {
        String host = conninfo.get("host");
        String numeric = conninfo.get("hostaddr");
        if (host != null && numeric != null) {
            warnings.add(
                    conninfo.where("hostaddr") + ": hostaddr is ignored, because there is a host, too, and the JDBC"
                            + " driver can't tell the two apart");
        }
        String[] hosts = orElse("host", numeric == null ? "" : numeric).split(",", -1);
        String[] ports = orElse("port", "").split(",", -1);
        if (ports.length != 1 && ports.length != hosts.length) {
            throw BailiwickException.usage(
                    conninfo.where("port") + ": there are " + hosts.length + " hosts and " + ports.length + " ports",
                    "write one port, or one for each host");
        }
        List<Address> addresses = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            addresses.add(new Address(host(hosts[i].strip()), port(ports[ports.length == 1 ? 0 : i].strip())));
        }
        return addresses;
    }

    private String host(String host) {
        if (host.startsWith("/") || host.startsWith("@")) {
            throw BailiwickException.usage(
                    conninfo.where("host") + ": the host " + host
                            + " is the folder of a Unix socket, and Unix sockets are not supported",
                    "use host=localhost instead: the server listens there, too, unless listen_addresses is empty");
        }
        if (host.matches("[^:]*:\\d*")) {
            throw BailiwickException.usage(
                    conninfo.where("host") + ": the host holds a colon", "write the port in its own variable");
        }
        return host.isEmpty() ? "localhost" : host;
    }

    private int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            // What stands there may be a password whose @host is missing, so it is not shown.
            throw BailiwickException.usage(
                    conninfo.where("port") + ": the port is not a number between 1 and 65535",
                    "write a port such as 5432, and %2F for a / in the password of a URL");
        }
        return port;
    }

    private @Nullable String filed(List<Address> addresses, String database, String user) {
        String named = conninfo.get("passfile");
        PasswordFile file = PasswordFile.read(named == null ? surroundings.passwordFile() : Path.of(named), warnings);
        Set<String> found = new LinkedHashSet<>();
        for (Address address : addresses) {
            String password = file.password(address, database, user);
            if (password != null) {
                found.add(password);
            }
        }
        if (found.size() > 1) {
            warnings.add("the password file has different passwords for the hosts; that of the first host is used");
        }
        return found.isEmpty() ? null : found.iterator().next();
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        conninfo.settings().forEach((name, setting) -> {
            if (ConnectionParameters.REFUSED.containsKey(name)) {
                throw BailiwickException.usage(
                        setting.where() + ": the JDBC driver can't honour " + name, ConnectionParameters.REFUSED.get(name));
            }
            if (ConnectionParameters.IGNORED.contains(name)) {
                warnings.add(setting.where() + ": " + name + " is ignored");
            }
        });
        ConnectionParameters.KNOWN.forEach((name, known) -> {
            String value = conninfo.get(name);
            if (value != null && (!name.startsWith("fallback_") || conninfo.get("application_name") == null)) {
                properties.put(known.property(), translated(name, known, value));
            }
        });
        if ("system".equals(properties.get("sslrootcert"))) {
            useSystemRoots(properties);
        } else if ("require".equals(properties.get("sslmode")) && hasRoot(properties)) {
            properties.put("sslmode", "verify-ca");
        }
        properties.putAll(conninfo.properties());
        return properties;
    }

    private String translated(String name, ConnectionParameters.Known known, String value) {
        if (name.equals("connect_timeout")) {
            return seconds(value);
        }
        if (known.values().isEmpty()) {
            return value;
        }
        String translated = known.values().get(value);
        if (translated == null) {
            throw BailiwickException.usage(
                    conninfo.where(name) + ": " + name + " is one of "
                            + String.join(", ", known.values().keySet()) + ", not " + value,
                    name + "=" + NearestName.to(value, known.values().keySet()).orElse("…"));
        }
        return translated;
    }

    /** libpq waits for ever at zero and below; pgjdbc does at zero. */
    private String seconds(String value) {
        if (!value.matches("-?\\d{1,9}")) {
            throw BailiwickException.usage(
                    conninfo.where("connect_timeout") + ": connect_timeout is a number of seconds, not " + value,
                    "connect_timeout=10");
        }
        return Integer.toString(Math.max(0, Integer.parseInt(value)));
    }

    /**
     * Whether there is a file to check the server's certificate with: then libpq's require is its verify-ca (manual,
     * "Client Verification of Server Certificates"), and pgjdbc's would take any certificate.
     */
    private static boolean hasRoot(Map<String, String> properties) {
        String root = properties.get("sslrootcert");
        return root != null && Files.isRegularFile(Path.of(root));
    }

    /** {@code sslrootcert=system} (libpq 16): the roots that the machine trusts, and nothing less than verify-full. */
    private void useSystemRoots(Map<String, String> properties) {
        String mode = properties.getOrDefault("sslmode", "verify-full");
        if (!mode.equals("verify-full")) {
            throw BailiwickException.usage(
                    conninfo.where("sslmode") + ": sslmode=" + mode + " is too weak for sslrootcert=system",
                    "sslmode=verify-full");
        }
        properties.remove("sslrootcert");
        properties.put("sslmode", mode);
        properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
}
