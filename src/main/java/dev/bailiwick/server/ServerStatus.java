package dev.bailiwick.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The embedded server as it is now.
 *
 * @param version of the PostgreSQL programs that come with Bailiwick, such as 18.6
 * @param data the cluster's folder, which need not exist yet
 * @param exists whether the cluster has been made
 * @param bytes size of all files in it, 0 where there is none
 * @param log the server's log
 * @param running null where no server runs
 */
public record ServerStatus(
        String version,
        Path data,
        boolean exists,
        long bytes,
        Path log,
        @Nullable Running running) {

    /** The server process. */
    public record Running(long pid, int port, StartedBy startedBy) {}
}
