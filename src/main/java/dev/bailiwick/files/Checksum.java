package dev.bailiwick.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** MD5 of a file's bytes, with CRLF made LF; a lone CR stays. Frozen: histories and manifests hold it. */
final class Checksum {
    private static final byte[] CR = {'\r'};

    private final MessageDigest md5 = md5();
    private boolean afterCr;

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

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
