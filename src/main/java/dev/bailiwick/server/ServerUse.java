package dev.bailiwick.server;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use the server: it runs at least until this is closed. */
public final class ServerUse implements AutoCloseable {
    private final Address address;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();

    ServerUse(Address address, Runnable end) {
        this.address = address;
        this.end = end;
    }

    public Address address() {
        return address;
    }

    /** Gives the right back; the last one stops a server that was started by use alone. A second call does nothing. */
    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            end.run();
        }
    }
}
