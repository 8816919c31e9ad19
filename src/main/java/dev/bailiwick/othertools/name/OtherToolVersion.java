package dev.bailiwick.othertools.name;

import java.math.BigInteger;
import java.util.List;

/**
 * The version of one of their files: numbers, compared one by one, of which those that are missing count as 0.
 *
 * @param parts digits
 */
public record OtherToolVersion(List<String> parts) implements Comparable<OtherToolVersion> {
    static final OtherToolVersion NONE = new OtherToolVersion(List.of());

    public OtherToolVersion {
        parts = List.copyOf(parts);
    }

    /** One number. */
    public static OtherToolVersion number(String digits) {
        return new OtherToolVersion(List.of(digits));
    }

    /** Numbers with a dot or an underscore between them, as {@code 1.2} or {@code 1_2}. */
    public static OtherToolVersion dotted(String text) {
        return new OtherToolVersion(List.of(text.split("[._]")));
    }

    /** The digits at a place; none where there is no such place. */
    public String part(int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private BigInteger number(int index) {
        String digits = part(index);
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    @Override
    public int compareTo(OtherToolVersion other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = number(i).compareTo(other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
