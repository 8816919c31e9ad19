package dev.bailiwick.db.login;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bytes that were received and not read yet, first in, first out: a few in memory, the rest in a temporary file. */
final class ReceiveBuffer implements Closeable {
    private static final int IN_MEMORY = 4 << 20;

    private byte[] memory = {};
    private int start;
    private int end;

    private @Nullable FileChannel file;
    private long fileRead;
    private long fileWritten;

    boolean isEmpty() {
        return start == end && fileRead == fileWritten;
    }

    /** So many can be read; more than an {@code int} holds are told as that. */
    int size() {
        return (int) Math.min(Integer.MAX_VALUE, end - start + fileWritten - fileRead);
    }

    void add(byte[] bytes, int length) throws IOException {
        if (fileRead == fileWritten && end - start + length <= IN_MEMORY) {
            if (memory.length - end < length) {
                byte[] larger = new byte[Math.min(IN_MEMORY, Math.max(end - start + length, 2 * (end - start)))];
                System.arraycopy(memory, start, larger, 0, end - start);
                memory = larger;
                end -= start;
                start = 0;
            }
            System.arraycopy(bytes, 0, memory, end, length);
            end += length;
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            fileWritten += file().write(buffer, fileWritten);
        }
    }

    /** Takes from the front of what is there; nothing where it is empty. */
    int take(byte[] bytes, int offset, int length) throws IOException {
        if (start < end) {
            int taken = Math.min(length, end - start);
            System.arraycopy(memory, start, bytes, offset, taken);
            start += taken;
            if (start == end) {
                start = 0;
                end = 0;
                memory = new byte[0];
            }
            return taken;
        }
        if (fileRead == fileWritten) {
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, (int) Math.min(length, fileWritten - fileRead));
        int taken = file().read(buffer, fileRead);
        fileRead += taken;
        if (fileRead == fileWritten) {
            close();
        }
        return taken;
    }

    private FileChannel file() throws IOException {
        if (file == null) {
            Path path = Files.createTempFile("bailiwick", ".received");
            file = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        fileRead = 0;
        fileWritten = 0;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
