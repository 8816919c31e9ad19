package dev.bailiwick.cli.invocation;

import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.files.project.LastUse;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.render.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which database a command changes: its first line in text, its fields in JSON. */
public final class ChangedDatabase {
    private final ConnectionTarget.Server target;
    private @Nullable ServerInfo info;

    public ChangedDatabase(ConnectionTarget.Server target) {
        this.target = target;
    }

    static boolean embedded(ConnectionTarget.Server target) {
        return target.source().equals("embedded");
    }

    /** What a project remembers it by. */
    public static String key(ConnectionTarget target) {
        return target instanceof ConnectionTarget.Server server && !embedded(server)
                ? addresses(server) + "/" + server.database()
                : "embedded";
    }

    private static String addresses(ConnectionTarget.Server server) {
        return server.addresses().stream()
                .map(ConnectionTarget.Address::toString)
                .collect(Collectors.joining(","));
    }

    /** {@code database shop on db1:5432 (DATABASE_URL)}, before anybody has logged in. */
    static String words(ConnectionTarget target) {
        return Terminal.line(
                target instanceof ConnectionTarget.Server server && !embedded(server)
                        ? "database " + server.database() + " on " + addresses(server) + " (" + server.source() + ")"
                        : "database of the embedded PostgreSQL in .bailiwick/");
    }

    /** The line, loud where the embedded database is perhaps not the one that is meant. */
    public static String line(ConnectionTarget target, LastUse lastUse) {
        String server = lastUse.server();
        return words(target)
                + (target instanceof ConnectionTarget.Embedded && server != null
                        ? "\nWARNING: THIS IS THE EMBEDDED DATABASE, and no other is configured; this project was last used"
                                + " with " + Terminal.line(server)
                        : "");
    }

    public String words() {
        return words(target);
    }

    public boolean embedded() {
        return embedded(target);
    }

    /** What the login has found out. */
    void found(ServerInfo server) {
        info = server;
    }

    /** The fields; what only a login tells is null before it. */
    Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        List<ConnectionTarget.Address> addresses = target.addresses();
        ServerInfo server = info;
        facts.put("name", server == null ? target.database() : server.database());
        facts.put("host", server == null ? addresses.get(0).host() : server.host());
        facts.put("port", server == null ? addresses.get(0).port() : server.port());
        facts.put("system_identifier", server == null ? null : server.systemIdentifier());
        facts.put("source", target.source());
        return facts;
    }
}
