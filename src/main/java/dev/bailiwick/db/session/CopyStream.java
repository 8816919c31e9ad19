package dev.bailiwick.db.session;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.core.v3.CopyOperationImpl;
import org.postgresql.core.v3.QueryExecutorImpl;
import org.postgresql.jdbc.PgConnection;

/**
 * Streams data into one COPY and hears the server meanwhile, which the driver does only at the end.
 *
 * <p>By then, where a trigger raises a notice for each row, the server waits for somebody to take its notices and takes
 * no data, and both sides wait for ever. And an error in the first row would be reported after the last.
 */
final class CopyStream {
    private static final int CHUNK = 64 * 1024;

    /** So many chunks are sent slowly, to learn whether the server has something to say. */
    private static final int CAREFUL = 2;

    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * The driver's own reading of what the server has said to a COPY, which holds the driver's lock while it reads. The driver
     * has a public way to it for COPY … TO alone.
     */
    private static final MethodHandle READ = read();

    private final PgConnection connection;
    private final Ear ear;

    CopyStream(PgConnection connection, Consumer<SQLWarning> listener) {
        this.connection = connection;
        this.ear = new Ear(listener);
    }

    private static MethodHandle read() {
        try {
            return MethodHandles.privateLookupIn(QueryExecutorImpl.class, MethodHandles.lookup())
                    .findVirtual(
                            QueryExecutorImpl.class,
                            "readFromCopy",
                            MethodType.methodType(void.class, CopyOperationImpl.class, boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Sends all of the data.
     *
     * @return how many rows the server took
     * @throws IOException where the data can't be read: the server was told to forget what it had got
     */
    long send(String statement, InputStream data) throws SQLException, IOException {
        QueryExecutorBase executor = (QueryExecutorBase) connection.getQueryExecutor();
        executor.getWarnings();
        executor.addWarning(ear);
        try {
            CopyIn copy = connection.getCopyAPI().copyIn(statement);
            try {
                return send(copy, data);
            } catch (SQLException e) {
                throw lastWords(copy, e);
            } finally {
                if (copy.isActive()) {
                    forget(copy);
                }
            }
        } finally {
            executor.getWarnings();
        }
    }

    private long send(CopyIn copy, InputStream data) throws SQLException, IOException {
        byte[] chunk = new byte[CHUNK];
        int sent = 0;
        for (int length = data.read(chunk); length >= 0; length = data.read(chunk)) {
            copy.writeToCopy(chunk, 0, length);
            listen(copy, sent++ < CAREFUL);
        }
        return copy.endCopy();
    }

    /** Tells the server to forget what it had got; where that can't be told, the connection is gone with all of it. */
    private void forget(CopyIn copy) {
        try {
            copy.cancelCopy();
        } catch (SQLException e) {
            connection.getQueryExecutor().abort();
        }
    }

    /** What the server said before the connection broke, where nothing could be written any more; else the error itself. */
    private SQLException lastWords(CopyIn copy, SQLException e) {
        if (SimpleQueryChannel.said(e) != null || !copy.isActive()) {
            return e;
        }
        try {
            read(copy);
        } catch (SQLException said) {
            return SimpleQueryChannel.said(said) != null ? said : e;
        }
        return e;
    }

    /** Hears what the server has said so far; while it speaks, nothing more is sent to it. */
    private void listen(CopyIn copy, boolean patient) throws SQLException {
        long before = ear.heard;
        read(copy);
        boolean speaks = patient || ear.heard > before;
        while (speaks) {
            before = ear.heard;
            LockSupport.parkNanos(QUIET_NANOS);
            read(copy);
            speaks = ear.heard > before;
        }
    }

    private void read(CopyIn copy) throws SQLException {
        try {
            READ.invoke((QueryExecutorImpl) connection.getQueryExecutor(), (CopyOperationImpl) copy, false);
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new SQLException("the connection broke: " + e.getMessage(), "08006", e);
        }
        if (!copy.isActive()) {
            throw new SQLException("the server has ended the COPY before its data", "08P01");
        }
    }

    /**
     * The head of the driver's chain of notices, which passes on what is to be hung after it: a chain of a million is slow
     * to walk and fills the memory.
     */
    @SuppressWarnings("serial") // nobody stores it
    private static final class Ear extends SQLWarning {
        private final transient Consumer<SQLWarning> listener;
        private long heard;

        Ear(Consumer<SQLWarning> listener) {
            this.listener = listener;
        }

        @Override
        public void setNextWarning(SQLWarning notice) {
            heard++;
            listener.accept(notice);
        }
    }
}
