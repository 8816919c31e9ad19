package dev.bailiwick.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A wire to a PostgreSQL server that can be cut at a message, be slow, or go dead.
 *
 * <pre>{@code
 * try (CutProxy proxy = CutProxy.to(db.host(), db.port())) {
 *     CutProxy.Trap trap = proxy.at(CLIENT, 5).cutAfter();
 *     ... use db.urlAt(proxy.port()) ...
 *     assertThat(trap.sprung()).isTrue();
 * }
 * }</pre>
 *
 * <p>Messages are counted from 1, each side apart, over all connections since the proxy was made or {@link #reset()}; login
 * messages count. Encryption is refused in the server's name (SSLRequest and GSSENCRequest are not counted),
 * so that the messages can be read. Cancel requests pass and count.
 */
public final class CutProxy implements AutoCloseable {
    /** Who sends. */
    public enum Side {
        CLIENT,
        SERVER
    }

    /** One message: type is the protocol's letter, or {@code ^} for the first of a client, which has none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Message(Side from, int number, char type, byte[] bytes) {
        /** The whole message as text, for looking into it. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return from + " " + number + " " + type + " (" + bytes.length + " bytes)";
        }
    }

    private enum Deed {
        CUT_BEFORE,
        CUT_WITHIN,
        CUT_AFTER,
        STALL,
        HOLD
    }

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final String host;
    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final List<Trap> traps = new CopyOnWriteArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private volatile long hopNanos;
    private volatile boolean closed;
    private int clientMessages;
    private int serverMessages;
    private int roundTrips;
    private int connections;

    private CutProxy(String host, int serverPort, int port) throws IOException {
        this.host = host;
        this.serverPort = serverPort;
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    public static CutProxy to(String host, int port) {
        return at(0, host, port);
    }

    /** The same at a port that somebody may already be waiting for. */
    public static CutProxy at(int ownPort, String host, int port) {
        try {
            CutProxy proxy = new CutProxy(host, port, ownPort);
            proxy.run("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Every message takes this long in either direction, so a round trip takes twice as long. */
    public void delay(Duration hop) {
        hopNanos = hop.toNanos();
    }

    /** Something is going to happen at the n-th message of a side. */
    public Point at(Side side, int number) {
        return new Point(m -> m.from() == side && m.number() == number);
    }

    /** Something is going to happen at the first message of a side that holds these bytes (a query's text, say). */
    public Point at(Side side, String containing) {
        byte[] wanted = containing.getBytes(StandardCharsets.UTF_8);
        return new Point(m -> m.from() == side && contains(m.bytes(), wanted));
    }

    /** Something is going to happen at the first message of which this is true. */
    public Point at(Predicate<Message> when) {
        return new Point(when);
    }

    /** Cuts all connections at once. New ones are let in. */
    public void cutAll() {
        // Whoever comes while the first are being cut is new.
        List.copyOf(sessions).forEach(Session::cut);
    }

    /** Counting begins anew, and traps that haven't sprung are taken away. */
    public synchronized void reset() {
        traps.clear();
        messages.clear();
        clientMessages = 0;
        serverMessages = 0;
        roundTrips = 0;
        connections = 0;
    }

    public synchronized int clientMessages() {
        return clientMessages;
    }

    public synchronized int serverMessages() {
        return serverMessages;
    }

    /** How often the client had to wait: a server's message that follows a client's, per connection. */
    public synchronized int roundTrips() {
        return roundTrips;
    }

    /** How many connections were opened, those that only cancel included. */
    public synchronized int connections() {
        return connections;
    }

    /** What was counted so far, for looking at. */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Ends all connections and listens no more. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }

    /** The moment of a trap; what shall happen is still to be said. */
    public final class Point {
        private final Predicate<Message> when;
        private boolean everyConnection;

        private Point(Predicate<Message> when) {
            this.when = when;
        }

        /** Not only the connection with that message but all are hit, as when a cable is pulled out. */
        public Point everyConnection() {
            everyConnection = true;
            return this;
        }

        /** The message doesn't arrive. */
        public Trap cutBefore() {
            return set(Deed.CUT_BEFORE);
        }

        /** Half of the message arrives. */
        public Trap cutWithin() {
            return set(Deed.CUT_WITHIN);
        }

        /** The message arrives, and nothing that follows it, in either direction. */
        public Trap cutAfter() {
            return set(Deed.CUT_AFTER);
        }

        /** Neither this message nor any later one arrives, and the connections stay open. */
        public Trap stall() {
            return set(Deed.STALL);
        }

        /** Nothing arrives in either direction until {@link Trap#release}, and then everything does. */
        public Trap hold() {
            return set(Deed.HOLD);
        }

        private Trap set(Deed deed) {
            Trap trap = new Trap(when, deed, everyConnection);
            traps.add(trap);
            return trap;
        }
    }

    /** Something that happens once. */
    public static final class Trap {
        private final Predicate<Message> when;
        private final Deed deed;
        private final boolean everyConnection;
        private final CountDownLatch released = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable Message message;

        private Trap(Predicate<Message> when, Deed deed, boolean everyConnection) {
            this.when = when;
            this.deed = deed;
            this.everyConnection = everyConnection;
        }

        /** Whether it has happened. */
        public boolean sprung() {
            return message != null;
        }

        /** The message it happened at, once it has happened. */
        public Message message() {
            return Objects.requireNonNull(message, "the trap has not sprung");
        }

        /** What was held goes on. */
        public void release() {
            released.countDown();
        }

        /** Waits until it has happened; false when it hasn't in that time. */
        public boolean await(Duration within) throws InterruptedException {
            return done.await(within.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void accept() throws IOException {
        while (!closed) {
            Socket client = listener.accept();
            try {
                Session session = new Session(client, new Socket(host, serverPort));
                sessions.add(session);
                synchronized (this) {
                    connections++;
                }
                session.begin();
                if (closed) {
                    session.cut();
                }
            } catch (IOException e) {
                client.close(); // the server is away: so are we
            }
        }
    }

    /** Counts a message and says which trap it springs. */
    private synchronized @Nullable Trap count(Session session, Side from, Parcel parcel) {
        int number = from == Side.CLIENT ? ++clientMessages : ++serverMessages;
        if (from == Side.SERVER && session.last == Side.CLIENT) {
            roundTrips++;
        }
        session.last = from;
        Message message = new Message(from, number, parcel.type(), parcel.bytes());
        messages.add(message);
        for (Trap trap : traps) {
            if (trap.when.test(message)) {
                traps.remove(trap);
                trap.message = message;
                return trap;
            }
        }
        return null;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Parcel(char type, byte[] bytes, long due) {}

    /** One connection of a client and ours to the server. */
    private final class Session {
        private final Socket client;
        private final Socket server;
        private final BlockingQueue<Parcel> toServer = new LinkedBlockingQueue<>(256);
        private final BlockingQueue<Parcel> toClient = new LinkedBlockingQueue<>(256);
        private volatile boolean stalled;
        private volatile boolean cut;
        private @Nullable Side last;

        private Session(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        private void begin() {
            run("client reads", () -> read(client, toServer, true));
            run("server reads", () -> read(server, toClient, false));
            run("to server", () -> write(Side.CLIENT, toServer, server));
            run("to client", () -> write(Side.SERVER, toClient, client));
        }

        private void read(Socket from, BlockingQueue<Parcel> queue, boolean first) throws IOException {
            boolean typeless = first;
            try {
                DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream(), 65536));
                while (true) {
                    char type = typeless ? '^' : (char) in.readUnsignedByte();
                    int length = in.readInt();
                    int head = typeless ? 4 : 5;
                    byte[] bytes = new byte[head - 4 + length];
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    if (!typeless) {
                        buffer.put((byte) type);
                    }
                    buffer.putInt(length);
                    in.readFully(bytes, head, length - 4);
                    if (typeless && isEncryptionRequest(bytes)) {
                        client.getOutputStream().write('N');
                        continue;
                    }
                    typeless = false;
                    hand(queue, new Parcel(type, bytes, System.nanoTime() + hopNanos));
                }
            } catch (IOException e) {
                // the end of a direction keeps its place behind the messages before it
                hand(queue, new Parcel('$', new byte[0], System.nanoTime() + hopNanos));
            }
        }

        private void hand(BlockingQueue<Parcel> queue, Parcel parcel) throws IOException {
            try {
                while (!queue.offer(parcel, 100, TimeUnit.MILLISECONDS)) {
                    if (cut) {
                        throw new IOException("cut");
                    }
                }
            } catch (InterruptedException e) {
                cut();
            }
        }

        private boolean isEncryptionRequest(byte[] bytes) {
            int code = bytes.length == 8 ? ByteBuffer.wrap(bytes).getInt(4) : 0;
            return code == SSL_REQUEST || code == GSS_REQUEST;
        }

        private void write(Side from, BlockingQueue<Parcel> queue, Socket to) throws IOException {
            try {
                OutputStream out = to.getOutputStream();
                while (!cut) {
                    Parcel parcel = queue.take();
                    long wait = parcel.due() - System.nanoTime();
                    if (wait > 0) {
                        TimeUnit.NANOSECONDS.sleep(wait);
                    }
                    while (stalled && !cut) {
                        Thread.sleep(5);
                    }
                    if (parcel.type() == '$') {
                        break;
                    }
                    if (!cut) {
                        forward(from, parcel, out);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                cut();
            }
        }

        private void forward(Side from, Parcel parcel, OutputStream out) throws IOException {
            Trap trap = count(this, from, parcel);
            int deliver = parcel.bytes().length;
            if (trap != null && trap.deed == Deed.HOLD) {
                hold(trap);
                trap = null;
            }
            if (trap != null) {
                deliver = switch (trap.deed) {
                    case CUT_AFTER -> deliver;
                    case CUT_WITHIN -> deliver / 2;
                    case CUT_BEFORE, STALL -> 0;
                    case HOLD -> throw new IllegalStateException("it is not cut");
                };
            }
            if (trap != null && trap.deed != Deed.STALL) {
                // the other direction must carry nothing any more
                hit(trap, session -> session.stalled = true);
            }
            out.write(parcel.bytes(), 0, deliver);
            out.flush();
            if (trap != null) {
                hit(trap, trap.deed == Deed.STALL ? session -> session.stalled = true : Session::cut);
                trap.done.countDown();
            }
        }

        /** Nothing comes through in either direction until it is released. */
        private void hold(Trap trap) {
            stalled = true;
            trap.done.countDown();
            try {
                trap.released.await();
            } catch (InterruptedException e) {
                cut();
            }
            stalled = false;
        }

        private void hit(Trap trap, Consumer<Session> deed) {
            if (trap.everyConnection) {
                List.copyOf(sessions).forEach(deed);
            } else {
                deed.accept(this);
            }
        }

        private void cut() {
            cut = true;
            sessions.remove(this);
            for (Socket socket : List.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // it is gone, which is what we want
                }
            }
        }
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // a connection ended, or the proxy was closed
                    }
                },
                "cut-proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
