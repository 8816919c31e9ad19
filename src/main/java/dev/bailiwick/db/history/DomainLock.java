package dev.bailiwick.db.history;

import dev.bailiwick.model.domain.Domain;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The right to change a domain: a transaction-level advisory lock that is tried and never waited for.
 *
 * <p>A waiter in a blocking lock call holds a snapshot, which CREATE INDEX CONCURRENTLY would wait for; and a
 * session-level lock is lost or leaked behind a pooler in transaction mode.
 */
public final class DomainLock {
    private DomainLock() {}

    /**
     * The key: the first eight bytes of the MD5 of {@code bailiwick domain <schema>}, big-endian. Frozen: older and
     * newer versions must exclude each other for ever.
     */
    public static long key(Domain domain) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(("bailiwick domain " + domain.schema()).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
