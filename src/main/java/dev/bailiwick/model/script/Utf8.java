package dev.bailiwick.model.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Some of a text as UTF-8, encoded a piece at a time. */
final class Utf8 extends InputStream {
    /** Characters that are encoded at a time. */
    private static final int PIECE = 1 << 16;

    private final Text text;
    private final int end;
    private int next;
    private byte[] piece = {};
    private int at;

    /** The characters between two offsets, neither of which is within a surrogate pair. */
    Utf8(Text text, int start, int end) {
        this.text = text;
        this.next = start;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        return more() ? piece[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, count);
        at += count;
        return count;
    }

    /** Whether there is another byte. */
    private boolean more() throws IOException {
        if (at == piece.length && next < end) {
            int to = end - next > PIECE ? next + PIECE : end;
            try {
                to -= to < end && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
                piece = text.substring(next, to).getBytes(UTF_8);
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
            next = to;
            at = 0;
        }
        return at < piece.length;
    }
}
