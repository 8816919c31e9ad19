package dev.bailiwick.config;

import dev.bailiwick.model.failure.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * libpq's connection parameters and what pgjdbc calls them.
 *
 * <p>Source: the manual's section "Parameter Key Words" of libpq-connect (PostgreSQL 18) and pgjdbc 42.7's PGProperty.
 */
final class ConnectionParameters {

    /**
     * A parameter that pgjdbc has, too.
     *
     * @param property pgjdbc's name
     * @param values libpq's values and pgjdbc's; empty where any text will do
     */
    record Known(String property, Map<String, String> values) {}

    /** Who, where and with what password: these become the target itself and no property. */
    static final Set<String> OF_THE_TARGET =
            Set.of("host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service", "servicefile");

    /** Parameters with a counterpart in pgjdbc. */
    static final Map<String, Known> KNOWN = Map.ofEntries(
            free("sslrootcert", "sslrootcert"),
            free("sslcert", "sslcert"),
            free("sslkey", "sslkey"),
            free("sslpassword", "sslpassword"),
            free("connect_timeout", "connectTimeout"),
            free("application_name", "ApplicationName"),
            free("fallback_application_name", "ApplicationName"),
            free("options", "options"),
            free("krbsrvname", "kerberosServerName"),
            free("gsslib", "gsslib"),
            free("require_auth", "requireAuth"),
            same("sslmode", "sslmode", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
            same("channel_binding", "channelBinding", "disable", "prefer", "require"),
            same("gssencmode", "gssEncMode", "disable", "prefer", "require"),
            same("sslnegotiation", "sslNegotiation", "postgres", "direct"),
            choice("keepalives", "tcpKeepAlive", "1", "true", "0", "false"),
            choice("load_balance_hosts", "loadBalanceHosts", "disable", "false", "random", "true"),
            choice(
                    "target_session_attrs",
                    "targetServerType",
                    "any",
                    "any",
                    "read-write",
                    "primary",
                    "primary",
                    "primary",
                    "read-only",
                    "secondary",
                    "standby",
                    "secondary",
                    "prefer-standby",
                    "preferSecondary"));

    /** Parameters that can be left out without harm: other tools' own, and fine tuning that Java has no handle for. */
    static final Set<String> IGNORED = Set.of(
            // Prisma
            "schema",
            "pgbouncer",
            "connection_limit",
            "pool_timeout",
            "socket_timeout",
            "statement_cache_size",
            // dbmate and lib/pq, Doctrine, Supabase and Vercel, node-postgres
            "search_path",
            "serverVersion",
            "charset",
            "supa",
            "uselibpqcompat",
            // libpq
            "client_encoding",
            "gssdelegation",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "sslcompression",
            "sslsni",
            "min_protocol_version",
            "max_protocol_version");

    /** Parameters that somebody relies on and that the JDBC driver can't honour; the value says what to do instead. */
    static final Map<String, String> REFUSED = Map.of(
            "sslcrl", "take it out",
            "sslcrldir", "take it out",
            "sslcertmode", "take it out, and leave out sslcert where no certificate may be sent",
            "ssl_min_protocol_version", "take it out, and set jdk.tls.client.protocols in JAVA_TOOL_OPTIONS",
            "ssl_max_protocol_version", "take it out, and set jdk.tls.client.protocols in JAVA_TOOL_OPTIONS",
            "requirepeer", "take it out: it concerns Unix sockets only",
            "replication", "take it out: a replication connection can't run migrations",
            "sslaccept", "write sslmode=verify-full for strict, sslmode=require for accept_invalid_certs");

    /** libpq's environment variables and their parameters, the place of the server first. */
    static final Map<String, String> VARIABLES = variables();

    /** pgjdbc's own properties that make sense for us, for {@code jdbc:} URLs. */
    static final Set<String> PROPERTIES = Set.of("""
            adaptiveFetch adaptiveFetchMaximum adaptiveFetchMinimum allowEncodingChanges ApplicationName
            assumeMinServerVersion authenticationPluginClassName autosave binaryTransfer binaryTransferDisable
            binaryTransferEnable cancelSignalTimeout channelBinding cleanupSavepoints connectTimeout currentSchema
            databaseMetadataCacheFields databaseMetadataCacheFieldsMiB defaultRowFetchSize disableColumnSanitiser
            escapeSyntaxCallMode gssEncMode gsslib gssResponseTimeout gssUseDefaultCreds hideUnprivilegedObjects
            hostRecheckSeconds jaasApplicationName jaasLogin kerberosServerName loadBalanceHosts localSocketAddress
            loggerFile loggerLevel loginTimeout logServerErrorDetail logUnclosedConnections maxResultBuffer
            maxSendBufferSize options pemKeyAlgorithm preferQueryMode preparedStatementCacheQueries
            preparedStatementCacheSizeMiB prepareThreshold protocolVersion queryTimeout quoteReturningIdentifiers
            readOnly readOnlyMode receiveBufferSize requireAuth reWriteBatchedInserts scramMaxIterations sendBufferSize
            socketFactory socketFactoryArg socketTimeout ssl sslcert sslfactory sslfactoryarg sslhostnameverifier
            sslkey sslmode sslNegotiation sslpassword sslpasswordcallback sslResponseTimeout sslrootcert
            sspiServiceClass stringtype targetServerType tcpKeepAlive tcpNoDelay unknownLength useSpnego
            xmlFactoryFactory""".split("\\s+"));

    private ConnectionParameters() {}

    /** Whether libpq, or a tool that writes URLs for it, has such a parameter. */
    static boolean exists(String name) {
        return OF_THE_TARGET.contains(name)
                || KNOWN.containsKey(name)
                || IGNORED.contains(name)
                || REFUSED.containsKey(name);
    }

    /** The parameter that was probably meant; nothing where none is near. */
    static Optional<String> nearest(String name) {
        Set<String> candidates = new TreeSet<>(KNOWN.keySet());
        candidates.addAll(OF_THE_TARGET);
        return NearestName.to(name, candidates);
    }

    private static Map.Entry<String, Known> free(String name, String property) {
        return Map.entry(name, new Known(property, Map.of()));
    }

    private static Map.Entry<String, Known> same(String name, String property, String... values) {
        String[] pairs = new String[values.length * 2];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = values[i / 2];
        }
        return choice(name, property, pairs);
    }

    private static Map.Entry<String, Known> choice(String name, String property, String... pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Map.entry(name, new Known(property, values));
    }

    private static Map<String, String> variables() {
        Map<String, String> map = new LinkedHashMap<>();
        String table = """
                PGHOST host
                PGHOSTADDR hostaddr
                PGDATABASE dbname
                PGPORT port
                PGSERVICE service
                PGSERVICEFILE servicefile
                PGUSER user
                PGPASSWORD password
                PGPASSFILE passfile
                PGSSLMODE sslmode
                PGSSLROOTCERT sslrootcert
                PGSSLCERT sslcert
                PGSSLKEY sslkey
                PGSSLNEGOTIATION sslnegotiation
                PGSSLCRL sslcrl
                PGSSLCRLDIR sslcrldir
                PGSSLCERTMODE sslcertmode
                PGSSLMINPROTOCOLVERSION ssl_min_protocol_version
                PGSSLMAXPROTOCOLVERSION ssl_max_protocol_version
                PGREQUIREAUTH require_auth
                PGCHANNELBINDING channel_binding
                PGGSSENCMODE gssencmode
                PGGSSLIB gsslib
                PGKRBSRVNAME krbsrvname
                PGCONNECT_TIMEOUT connect_timeout
                PGAPPNAME application_name
                PGOPTIONS options
                PGTARGETSESSIONATTRS target_session_attrs
                PGLOADBALANCEHOSTS load_balance_hosts
                """;
        table.lines().map(line -> line.split(" ", 2)).forEach(pair -> map.put(pair[0], pair[1]));
        return map;
    }

    /** pgjdbc's name, or null where it has none. */
    static @Nullable String property(String name) {
        Known known = KNOWN.get(name);
        return known == null ? null : known.property();
    }
}
