package dev.bailiwick.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a later start must know about the cluster: {@code server.properties}.
 *
 * @param account as whom it was made
 * @param platform operating system and processor it was made on
 * @param port the last one, tried first, so that URLs stay the same
 */
record ClusterProperties(OsAccount account, String platform, int port, StartedBy startedBy) {

    ClusterProperties at(int newPort, StartedBy by) {
        return new ClusterProperties(account, platform, newPort, by);
    }

    static ClusterProperties read(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        }
        try {
            return new ClusterProperties(
                    OsAccount.valueOf(lines.getProperty("account", "")),
                    lines.getProperty("platform", ""),
                    Integer.parseInt(lines.getProperty("port", "")),
                    StartedBy.valueOf(lines.getProperty("started-by", "")));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    void write(Path file) throws IOException {
        BailiwickFolder.replace(
                file,
                "# written by Bailiwick\naccount=" + account + "\nplatform=" + platform + "\nport=" + port
                        + "\nstarted-by=" + startedBy + "\n");
    }
}
