package dev.bailiwick.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of this machine. */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private Ports() {}

    /** The first port that nobody listens on, counted from a wish. */
    static int freeFrom(int wish) throws IOException {
        for (int i = 0; i < LAST - FIRST; i++) {
            int port = FIRST + Math.floorMod(wish - FIRST + i, LAST - FIRST);
            try (ServerSocket trial = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
                return trial.getLocalPort();
            } catch (BindException e) {
                // taken: the next
            }
        }
        throw new IOException("no port between " + FIRST + " and " + LAST + " is free");
    }
}
