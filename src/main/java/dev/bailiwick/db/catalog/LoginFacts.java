package dev.bailiwick.db.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a login is, beyond what a run needs to know of it.
 *
 * @param actsAs the role whose rights count: another one than the login's where ALTER ROLE … SET role says so
 * @param superuser whether that role is one
 * @param encoding of the database, such as {@code UTF8}
 * @param tlsVersion such as {@code TLSv1.3}; null where the server sees no TLS. With a pooler it is the pooler's line
 * @param tlsCipher null where the server sees no TLS
 * @param roundTripMicros from a statement to its answer
 */
public record LoginFacts(
        String actsAs,
        boolean superuser,
        String encoding,
        @Nullable String tlsVersion,
        @Nullable String tlsCipher,
        long roundTripMicros) {}
