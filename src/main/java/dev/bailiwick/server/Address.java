package dev.bailiwick.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the embedded server listens, and with what to log in. */
public record Address(String host, int port, String user, String password, String database) {

    /** {@code postgresql://user:password@host:port/database}, for anybody who may see the password. */
    public String url() {
        return "postgresql://" + user + ":" + URLEncoder.encode(password, StandardCharsets.UTF_8) + "@" + host + ":"
                + port + "/" + database;
    }

    /** The same without the password, which never gets into an output by accident. */
    @Override
    public String toString() {
        return "postgresql://" + user + ":***@" + host + ":" + port + "/" + database;
    }
}
