package dev.bailiwick.files.read;

import dev.bailiwick.model.script.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** MD5 of a file's bytes, with CRLF made LF; a lone CR stays. Frozen: histories and manifests hold it. */
public final class Checksum {
    private static final int PIECE = 1 << 16;
    private static final byte[] CR = {'\r'};

    /** To look one up takes longer than a small file's sum; nothing is ever put into this one. */
    private static final MessageDigest EMPTY = lookUp();

    private final MessageDigest md5 = md5();
    private boolean afterCr;

    Checksum() {}

    /** Of a text that was read from a file, or kept of one. */
    public static String of(Text text) {
        Checksum checksum = new Checksum();
        byte[] piece = new byte[PIECE];
        try (InputStream bytes = text.utf8(0, text.length())) {
            for (int read = bytes.read(piece); read >= 0; read = bytes.read(piece)) {
                checksum.update(piece, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return checksum.hex();
    }

    /** Goes on with the file's next bytes. */
    Checksum update(byte[] bytes, int start, int end) {
        if (start >= end) {
            return this;
        }
        if (afterCr && bytes[start] != '\n') {
            md5.update(CR);
        }
        int from = start;
        for (int i = start; i + 1 < end; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                md5.update(bytes, from, i - from);
                from = i + 1;
            }
        }
        afterCr = bytes[end - 1] == '\r';
        md5.update(bytes, from, end - from - (afterCr ? 1 : 0));
        return this;
    }

    /** Behind the last byte: 32 hex digits in lower case. */
    String hex() {
        if (afterCr) {
            md5.update(CR);
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    public static MessageDigest md5() {
        try {
            return (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException e) {
            return lookUp();
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
