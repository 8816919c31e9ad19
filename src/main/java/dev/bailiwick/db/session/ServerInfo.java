package dev.bailiwick.db.session;

import org.jspecify.annotations.Nullable;

/**
 * What one login found out about its server.
 *
 * @param versionNumber as server_version_num, such as 180006
 * @param version as server_version, such as {@code 18.6}
 * @param database name of the database
 * @param role the role that logged in
 * @param readOnly whether nothing can be written: a standby, or default_transaction_read_only
 * @param standby whether it is in recovery
 * @param pooled whether a pooler stands between: the backend that answers is not the one that the login named
 * @param timeZone the time zone that psql would have here (the driver always sends the JVM's instead)
 * @param dateStyle the DateStyle that role or database are set to; null where neither is (the driver always asks for ISO,
 *     which hides the order of day and month)
 * @param stopsWithClient whether client_connection_check_interval works there (Linux, since version 14)
 * @param lockTimeout the lock_timeout that role, database or server are set to; null where it is 0, without limit
 * @param lockSlots how many objects all sessions together can have locked (manual, max_locks_per_transaction)
 * @param eventTriggers whether an event trigger may fire when objects are made
 * @param host that the login came to, of several that were named
 * @param port of that host
 * @param systemIdentifier of the cluster, as pg_control_system() tells it; null where this role may not ask
 */
public record ServerInfo(
        int versionNumber,
        String version,
        String database,
        String role,
        boolean readOnly,
        boolean standby,
        boolean pooled,
        String timeZone,
        @Nullable String dateStyle,
        boolean stopsWithClient,
        @Nullable String lockTimeout,
        int lockSlots,
        boolean eventTriggers,
        String host,
        int port,
        @Nullable String systemIdentifier) {

    /** The oldest server that is supported: pg_current_xact_id() and BEGIN ATOMIC came with 13 and 14. */
    public static final int OLDEST = 140000;
}
