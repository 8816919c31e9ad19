package dev.bailiwick.db.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who has the domain.
 *
 * @param pid backend process id
 * @param role database role; null where we may not see it
 * @param application its application_name; null where we may not see it
 * @param client its address; null for a local socket or where we may not see it
 * @param since how long its transaction has been open; null where we may not see it
 */
public record LockHolder(
        int pid,
        @Nullable String role,
        @Nullable String application,
        @Nullable String client,
        @Nullable Duration since) {

    /** For people: {@code pid 4711 (role app, application bailiwick, client 10.0.0.3, for 12 s)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("pid ").append(pid).append(" (");
        text.append("role ").append(role == null ? "unknown" : role);
        if (application != null && !application.isEmpty()) {
            text.append(", application ").append(application);
        }
        if (client != null) {
            text.append(", client ").append(client);
        }
        if (since != null) {
            text.append(", for ").append(since.toSeconds()).append(" s");
        }
        return text.append(')').toString();
    }
}
