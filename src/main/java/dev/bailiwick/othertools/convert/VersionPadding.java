package dev.bailiwick.othertools.convert;

import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Writes versions as digits whose byte order is the versions' order: 1, 2, 10 as 001, 002, 010, and 1, 1.2, 1.10 as 0100,
 * 0102, 0110. What has that order already stays as it is.
 *
 * <p>Later files are named by the time at which they are made, and must sort after: so numbers that are no dates begin with
 * 0 or 1.
 */
final class VersionPadding {
    private static final Pattern DATE = Pattern.compile("(19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d*");
    private static final int SHORTEST = 3;

    private final List<Integer> widths = new ArrayList<>();
    private final int lead;

    VersionPadding(Collection<OtherToolVersion> versions) {
        for (OtherToolVersion version : versions) {
            for (int i = 0; i < version.parts().size(); i++) {
                int width = version.part(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                }
                widths.set(i, Math.max(widths.get(i), width));
            }
        }
        int width = widths.stream().mapToInt(Integer::intValue).sum();
        String last = versions.stream()
                .max(OtherToolVersion::compareTo)
                .map(this::joined)
                .orElse("");
        boolean afterDates =
                !last.isEmpty() && last.charAt(0) >= '2' && !DATE.matcher(last).matches();
        lead = Math.max(SHORTEST - width, afterDates ? 1 : 0);
    }

    /** Whether it was made for versions as long as this one. */
    boolean holds(OtherToolVersion version) {
        return version.parts().size() <= widths.size()
                && IntStream.range(0, version.parts().size())
                        .allMatch(i -> version.part(i).length() <= widths.get(i));
    }

    String digits(OtherToolVersion version) {
        return "0".repeat(Math.max(0, lead)) + joined(version);
    }

    private String joined(OtherToolVersion version) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < widths.size(); i++) {
            String part = version.part(i);
            digits.append("0".repeat(widths.get(i) - part.length())).append(part);
        }
        return digits.toString();
    }
}
