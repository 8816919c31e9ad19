package dev.bailiwick.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The order of migrations: file names compared byte by byte in UTF-8, as {@code LC_ALL=C ls} does.
 *
 * <p>{@link String#compareTo} differs from it: UTF-16 sorts characters beyond U+FFFF before U+E000.
 */
public final class ByteOrder {
    private ByteOrder() {}

    public static final Comparator<String> OF_NAMES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
}
