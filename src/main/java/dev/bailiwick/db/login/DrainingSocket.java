package dev.bailiwick.db.login;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A socket that receives while it can't send.
 *
 * <p>A server that can't get rid of its notices takes no data, and the driver doesn't read while it writes: in a long COPY
 * both sides would wait for each other for ever. libpq reads in that place, and so does this: what has come is kept, and read
 * first by whoever reads next.
 */
final class DrainingSocket extends Socket {
    /** More than this in one go may fill what lies between us and the server. */
    private static final int MUCH = 64 * 1024;

    private static final long LOOK_NANOS = 5_000_000;
    private static final int IDLE_LOOKS = 200;
    private static final int PIECE = 64 * 1024;

    private final ReentrantLock reading = new ReentrantLock();
    private final ReceiveBuffer received = new ReceiveBuffer();

    private volatile boolean writing;
    private volatile long writes;
    private long unanswered;
    private @Nullable Thread watch;

    @Override
    public InputStream getInputStream() throws IOException {
        return new In(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Out(super.getOutputStream(), super.getInputStream());
    }

    @Override
    public synchronized void close() throws IOException {
        super.close();
        if (reading.tryLock()) {
            try {
                received.close();
            } finally {
                reading.unlock();
            }
        }
    }

    private final class In extends InputStream {
        private final InputStream in;

        In(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            unanswered = 0;
            reading.lock();
            try {
                return received.isEmpty() ? in.read(bytes, offset, length) : received.take(bytes, offset, length);
            } finally {
                reading.unlock();
            }
        }

        @Override
        public int available() throws IOException {
            reading.lock();
            try {
                return received.isEmpty() ? in.available() : received.size();
            } finally {
                reading.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            DrainingSocket.this.close();
        }
    }

    private final class Out extends OutputStream {
        private final OutputStream out;
        private final InputStream in;

        Out(OutputStream out, InputStream in) {
            this.out = out;
            this.in = in;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            unanswered += length;
            if (unanswered > MUCH) {
                watch(in);
            }
            writing = true;
            try {
                out.write(bytes, offset, length);
            } finally {
                writing = false;
                count();
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes to a socket
        private void count() {
            writes++;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            DrainingSocket.this.close();
        }
    }

    private void watch(InputStream in) {
        if (watch == null || !watch.isAlive()) {
            watch = new Thread(() -> receiveWhereStuck(in), "bailiwick receives");
            watch.setDaemon(true);
            watch.start();
        }
    }

    /** Looks at the writing again and again, until nothing has been written for a while. */
    private void receiveWhereStuck(InputStream in) {
        long seen = -1;
        int idle = 0;
        while (idle < IDLE_LOOKS && !isClosed()) {
            boolean stuck = writing && writes == seen;
            idle = writes == seen && !stuck ? idle + 1 : 0;
            seen = writes;
            if (stuck && !receive(in)) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Keeps what has come; false where the connection broke, which who writes hears by itself. */
    private boolean receive(InputStream in) {
        if (!reading.tryLock()) {
            return true;
        }
        try {
            byte[] piece = new byte[PIECE];
            for (int more = in.available(); writing && more > 0; more = in.available()) {
                int length = in.read(piece, 0, Math.min(more, PIECE));
                if (length < 0) {
                    return false;
                }
                received.add(piece, length);
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            reading.unlock();
        }
    }
}
