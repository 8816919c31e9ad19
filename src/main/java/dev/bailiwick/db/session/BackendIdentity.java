package dev.bailiwick.db.session;

/** Which backend a session has, so that nobody takes another one for it that has got its number. */
public record BackendIdentity(int pid, String start) {
    /** Asked as ourselves: a role that the section runs as may not see when it began. */
    public static BackendIdentity of(Session session) {
        return session.query(
                        "BEGIN; SET LOCAL ROLE NONE; SELECT pid, backend_start FROM pg_catalog.pg_stat_activity"
                                + " WHERE pid = pg_catalog.pg_backend_pid(); COMMIT",
                        row -> new BackendIdentity(row.getInt(1), row.getString(2)))
                .get(0);
    }
}
