package dev.bailiwick.db.run;

import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.Limits;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings that a section starts with: what psql would have, and what its domain, its file and the run ask for. */
public final class SectionSettings {
    private final ServerInfo server;
    private final RunSettings run;

    public SectionSettings(ServerInfo server, RunSettings run) {
        this.server = server;
        this.run = run;
    }

    /** Sets the session up for a section that runs outside a transaction: a statement without its end. */
    public String ofSession(SectionRun unit) {
        return "SELECT " + set("", settings(unit), false);
    }

    /** What a section in a transaction starts with: names and values, in the order to set them in. */
    Map<String, String> inTransaction(SectionRun unit) {
        Map<String, String> settings = settings(unit);
        if (server.lockTimeout() == null) {
            settings.putIfAbsent("lock_timeout", String.valueOf(Limits.DEFAULTS.lockTimeout()));
        }
        return settings;
    }

    /**
     * Sets one after the other, so that a role comes last: what follows SELECT or PERFORM.
     *
     * @param first pairs in parentheses to set before, as SQL, with a comma behind each; may be empty
     * @param local whether they end with the transaction
     */
    static String set(String first, Map<String, String> settings, boolean local) {
        StringBuilder pairs = new StringBuilder(first);
        settings.forEach((name, value) -> pairs.append("('")
                .append(name)
                .append("',")
                .append(Quote.literal(value))
                .append("),"));
        return "pg_catalog.set_config(k,v," + local + ") FROM (VALUES " + pairs.substring(0, pairs.length() - 1)
                + ") AS s(k,v)";
    }

    /** What a section starts with. */
    private Map<String, String> settings(SectionRun unit) {
        Domain domain = unit.domain();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("search_path", searchPath(domain));
        // Who looks into pg_stat_activity sees what runs.
        settings.put("application_name", applicationName(unit));
        settings.put("TimeZone", server.timeZone());
        if (server.dateStyle() != null) {
            settings.put("DateStyle", server.dateStyle());
            // Of what was just set, only the order of day and month stays: the driver lives with no output but ISO.
            settings.put("datestyle", "ISO");
        }
        if (server.stopsWithClient()) {
            settings.put("client_connection_check_interval", "500ms");
        }
        Limits limits = unit.limits(run);
        put(settings, "lock_timeout", limits.lockTimeout());
        put(settings, "statement_timeout", limits.statementTimeout());
        run.values().forEach((name, value) -> settings.put("bailiwick." + name, value));
        if (domain.role() != null) {
            settings.put("role", domain.role());
        }
        return settings;
    }

    /** What a session is called while it runs a unit. */
    public static String applicationName(SectionRun unit) {
        return within63Bytes("bailiwick " + unit.domain().name() + "/" + unit.filename());
    }

    /** As much of a name as PostgreSQL keeps (NAMEDATALEN - 1); it sends a notice about anything longer. */
    private static String within63Bytes(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > 63) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    public static String searchPath(Domain domain) {
        return domain.schema().equals(Domain.PUBLIC) ? "public" : Quote.identifier(domain.schema()) + ", public";
    }
}
