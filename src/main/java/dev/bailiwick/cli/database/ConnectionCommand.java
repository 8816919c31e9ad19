package dev.bailiwick.cli.database;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.db.catalog.AccessCheck;
import dev.bailiwick.db.catalog.DomainRights;
import dev.bailiwick.db.catalog.LoginFacts;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.render.Terminal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick connection}. */
public record ConnectionCommand(BailiwickCommand root) implements Subcommand {
    private static final int LABEL = 12;

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "connection", "Say which database is used, which setting said so, what answers there, and what the role may do in"
                        + " each domain.");
    }

    @Override
    public Integer call() {
        // What is known without the server is said first: it helps most where nobody answers.
        ResolvedConnection found = CommandSession.resolve(root);
        fact("source", found.target().source());
        fact("url", found.target().masked());
        fact("also_set", found.passedOver());
        line("source", found.target().source());
        line("database", found.target().masked());
        found.passedOver().forEach(source -> line("also set", source + " (passed over)"));
        found.notes().forEach(root.progress()::note);
        try (ConfiguredDatabase database = ConfiguredDatabase.open(root, found);
                Session session = new Connector(database.target(), root.cancellation()).open()) {
            AccessCheck access = new AccessCheck(session);
            server(session.info(), access.facts());
            domains(session.info(), access);
        }
        return new Reports(root).result("connection", "");
    }

    private void server(ServerInfo info, LoginFacts facts) {
        fact("server_version", info.version());
        fact("standby", info.standby());
        fact("read_only", info.readOnly());
        fact("encoding", facts.encoding());
        fact("time_zone", info.timeZone());
        fact("database", info.database());
        fact("role", info.role());
        fact("acts_as", facts.actsAs());
        fact("superuser", facts.superuser());
        fact("pooler", info.pooled());
        fact("tls_version", facts.tlsVersion());
        fact("tls_cipher", facts.tlsCipher());
        fact("round_trip_us", facts.roundTripMicros());
        line(
                "server",
                "PostgreSQL " + info.version() + ", " + facts.encoding() + ", time zone " + info.timeZone()
                        + (info.standby() ? ", a standby: it can only be read" : info.readOnly() ? ", read-only" : ""));
        line(
                "role",
                info.role() + " in database " + info.database()
                        + (facts.actsAs().equals(info.role()) ? "" : ", acts as " + facts.actsAs())
                        + (facts.superuser() ? ", a superuser" : ""));
        line(
                "pooler",
                info.pooled()
                        ? "yes; in transaction mode, files with transaction:false need a connection to PostgreSQL itself"
                        : "no");
        line(
                "TLS",
                (facts.tlsVersion() == null ? "no" : facts.tlsVersion() + ", " + facts.tlsCipher())
                        + (info.pooled() ? " (between pooler and server)" : ""));
        line("round trip", String.format(Locale.ROOT, "%.1f ms", facts.roundTripMicros() / 1000.0));
    }

    private void domains(ServerInfo info, AccessCheck access) {
        // connection works in any folder; what is wrong in sql/ itself is said as everywhere.
        List<Domain> domains =
                Files.isDirectory(root.folder().resolve("sql")) ? root.project().domains() : List.of();
        List<Map<String, @Nullable Object>> facts = new ArrayList<>();
        int widest = domains.stream()
                .mapToInt(domain -> domain.name().length())
                .max()
                .orElse(0);
        if (!root.json()) {
            root.console().line(domains.isEmpty() ? "domains:    none in this folder" : "domains:");
        }
        for (DomainRights rights : access.rights(domains)) {
            facts.add(facts(rights, info));
            if (!root.json()) {
                String name = rights.domain().name();
                root.console()
                        .line("  " + name + " ".repeat(widest - name.length() + 2) + Terminal.line(text(rights, info)));
            }
        }
        fact("domains", facts);
    }

    private static Map<String, @Nullable Object> facts(DomainRights rights, ServerInfo info) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("domain", rights.domain().name());
        facts.put("schema", rights.domain().schema());
        facts.put("table", rights.domain().table());
        facts.put("role", rights.domain().role());
        facts.put("has_schema", rights.hasSchema());
        facts.put("has_history", rights.hasHistory());
        facts.put("may", may(rights, info).name().toLowerCase(Locale.ROOT));
        facts.put("lacks", rights.lacks());
        return facts;
    }

    private static DomainRights.May may(DomainRights rights, ServerInfo info) {
        return info.readOnly() && rights.may() == DomainRights.May.MIGRATE ? DomainRights.May.READ : rights.may();
    }

    private static String text(DomainRights rights, ServerInfo info) {
        String lacks = String.join("; ", rights.lacks());
        if (rights.stranger()) {
            return "may not migrate: the table " + rights.domain().schema() + "."
                    + rights.domain().table() + " is another tool's; see: bailiwick status "
                    + rights.domain().name();
        }
        return switch (may(rights, info)) {
            case MIGRATE ->
                "may migrate"
                        + (rights.hasSchema()
                                ? rights.hasHistory() ? "" : "; the first run makes its tracking table"
                                : "; the first run makes schema "
                                        + rights.domain().schema());
            case READ ->
                lacks.isEmpty()
                        ? "may read only: so is the server"
                        : (rights.hasHistory() ? "may read only: lacks " : "may not migrate: lacks ") + lacks;
            case NOTHING -> "may neither read nor migrate: lacks " + lacks;
        };
    }

    private void fact(String name, @Nullable Object value) {
        root.facts().put(name, value);
    }

    private void line(String label, String text) {
        if (!root.json()) {
            root.console().line(label + ":" + " ".repeat(LABEL - label.length() - 1) + Terminal.line(text));
        }
    }
}
