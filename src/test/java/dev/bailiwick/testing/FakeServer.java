package dev.bailiwick.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that listens where PostgreSQL should, and behaves as none does. */
public final class FakeServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What it does with a connection. */
    public enum Behaviour {
        /** Takes the connection, and says nothing. */
        SILENT,
        /** Takes the login, and says nothing to what is asked then. */
        SILENT_BEHIND_LOGIN,
        /** Sends notices without end instead of the answer to the login, of which the driver takes a thousand. */
        FLOODS_LOGIN,
        /** The same, some fifty a second. */
        TRICKLES_LOGIN,
        /** Takes the login, and sends notices without end instead of an answer. */
        FLOODS,
        /** Takes the login, and sends a byte a second that begins a message. */
        DRIPS,
        /** Sends bytes that mean nothing. */
        GARBAGE,
        /** Takes the login, and answers with bytes that mean nothing. */
        GARBAGE_BEHIND_LOGIN,
        /** Answers the login with a message of two gigabytes. */
        ENORMOUS,
        /** Takes the login, and announces an error of two gigabytes. */
        ENORMOUS_BEHIND_LOGIN,
        /** Takes the login, and announces a row of two gigabytes. */
        ENORMOUS_ROW,
        /** Takes the login, and answers whatever is asked with nothing. */
        EMPTY,
        /** Speaks HTTP. */
        WEB
    }

    private FakeServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Begins to listen. */
    public static FakeServer that(Behaviour behaviour) throws IOException {
        return new FakeServer(behaviour);
    }

    /** Where it listens. */
    public String url() {
        return "postgresql://somebody:secret@127.0.0.1:" + listener.getLocalPort() + "/shop?sslmode=disable";
    }

    private static void start(Runnable what) {
        Thread thread = new Thread(what, "fake server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // It is closed.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behave(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
        } catch (IOException | InterruptedException e) {
            // Whoever has connected has had enough.
            return;
        }
    }

    private void behave(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
        in.skipNBytes(in.readInt() - 4);
        switch (behaviour) {
            case SILENT -> Thread.sleep(600_000);
            case FLOODS_LOGIN -> {
                message(out, 'R', 0, 0, 0, 0);
                flood(out);
            }
            case TRICKLES_LOGIN -> {
                message(out, 'R', 0, 0, 0, 0);
                while (true) {
                    message(out, 'N', NOTICE);
                    out.flush();
                    Thread.sleep(20);
                }
            }
            case GARBAGE -> garbage(out);
            case WEB -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case ENORMOUS -> {
                out.write('E');
                out.writeInt(Integer.MAX_VALUE);
                Thread.sleep(600_000);
            }
            default -> {
                message(out, 'R', 0, 0, 0, 0);
                for (String parameter : List.of(
                        "server_version\00018.0",
                        "server_encoding\000UTF8",
                        "client_encoding\000UTF8",
                        "DateStyle\000ISO, MDY",
                        "TimeZone\000UTC",
                        "integer_datetimes\000on",
                        "standard_conforming_strings\000on")) {
                    message(out, 'S', (parameter + "\0").getBytes(StandardCharsets.UTF_8));
                }
                message(out, 'K', 0, 0, 0, 1, 0, 0, 0, 1);
                message(out, 'Z', 'I');
                in.readByte();
                in.skipNBytes(in.readInt() - 4);
                behindLogin(in, out);
            }
        }
    }

    private void behindLogin(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
        switch (behaviour) {
            case FLOODS -> flood(out);
            case GARBAGE_BEHIND_LOGIN -> garbage(out);
            case DRIPS -> {
                out.write('N');
                out.writeInt(100_000);
                while (true) {
                    out.write('x');
                    Thread.sleep(1_000);
                }
            }
            case ENORMOUS_BEHIND_LOGIN -> {
                out.write('E');
                out.writeInt(Integer.MAX_VALUE);
                Thread.sleep(600_000);
            }
            case ENORMOUS_ROW -> {
                out.write('D');
                out.writeInt(Integer.MAX_VALUE);
                out.writeShort(1);
                out.writeInt(Integer.MAX_VALUE - 20);
                Thread.sleep(600_000);
            }
            case EMPTY -> {
                while (true) {
                    message(out, 'I');
                    message(out, 'Z', 'I');
                    in.readByte();
                    in.skipNBytes(in.readInt() - 4);
                }
            }
            default -> Thread.sleep(600_000);
        }
    }

    private static void garbage(DataOutputStream out) throws IOException, InterruptedException {
        byte[] bytes = new byte[5_000];
        new java.util.Random(7).nextBytes(bytes);
        out.write(bytes);
        out.flush();
        Thread.sleep(600_000);
    }

    private static final byte[] NOTICE = "SNOTICE\0VNOTICE\0C00000\0Mfor you\0\0".getBytes(StandardCharsets.UTF_8);

    private static void flood(DataOutputStream out) throws IOException {
        java.io.ByteArrayOutputStream many = new java.io.ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(many);
        for (int i = 0; i < 1_000; i++) {
            message(data, 'N', NOTICE);
        }
        while (true) {
            out.write(many.toByteArray());
        }
    }

    private static void message(DataOutputStream out, char type, int... bytes) throws IOException {
        byte[] body = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            body[i] = (byte) bytes[i];
        }
        message(out, type, body);
    }

    private static void message(DataOutputStream out, char type, byte[] body) throws IOException {
        out.write(type);
        out.writeInt(body.length + 4);
        out.write(body);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
