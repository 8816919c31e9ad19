package dev.bailiwick.peers;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the name of a migration says, in any tool's spelling: {@code V1.2__create_drugs.sql}, {@code 00001_create_drugs.up.sql},
 * {@code 2026-01-05_create drugs.sql}, {@code 20260105090000_create_drugs.ts}.
 *
 * @param version its numbers, without leading zeros and without zeros at the end; empty where it has none
 * @param words the rest, in lower case with {@code _} between the words; empty where there is none
 */
record PeerName(List<BigInteger> version, String words) {
    private static final Pattern SUFFIX =
            Pattern.compile("(\\.(up|down|do|undo))?\\.(sql|ts|js|mjs|cjs|go|xml|ya?ml|json|java)$");
    private static final Pattern FLYWAY = Pattern.compile("(?:[VUB](\\d+(?:[._]\\d+)*)|R)__(.*)", Pattern.DOTALL);
    private static final Pattern NUMBERED =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2}|\\d+(?:\\.\\d+)*)(?:[_ -](.*))?", Pattern.DOTALL);

    PeerName {
        version = List.copyOf(version);
    }

    /** The name of a file, with or without folders before it. */
    static PeerName ofFile(String path) {
        String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        String stem = SUFFIX.matcher(file).replaceFirst("");
        Matcher flyway = FLYWAY.matcher(stem);
        if (flyway.matches()) {
            return of(flyway.group(1) == null ? "" : flyway.group(1), flyway.group(2));
        }
        Matcher numbered = NUMBERED.matcher(stem);
        if (numbered.matches()) {
            String version = numbered.group(1);
            return of(
                    version.indexOf('-') > 0 ? version.replace("-", "") : version,
                    numbered.group(2) == null ? "" : numbered.group(2));
        }
        return of("", stem);
    }

    /** A version and a description that a tool keeps apart. */
    static PeerName of(String version, String description) {
        return new PeerName(
                numbers(version),
                description
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "_")
                        .replaceAll("^_|_$", ""));
    }

    private static List<BigInteger> numbers(String version) {
        if (!version.matches("\\d+([._]\\d+)*")) {
            return List.of();
        }
        List<BigInteger> numbers =
                Stream.of(version.split("[._]")).map(BigInteger::new).toList();
        int end = numbers.size();
        while (end > 1 && numbers.get(end - 1).signum() == 0) {
            end--;
        }
        return numbers.subList(0, end);
    }

    boolean versioned() {
        return !version.isEmpty();
    }

    /** Whether its version has more numbers than one, which no file name of ours can have. */
    boolean dotted() {
        return version.size() > 1;
    }

    boolean sameVersion(PeerName other) {
        return versioned() && version.equals(other.version);
    }

    boolean sameWords(PeerName other) {
        return !words.isEmpty() && words.equals(other.words);
    }

    /** Whether its version is another one or lies before it, number by number. */
    boolean upTo(PeerName other) {
        for (int i = 0; i < Math.max(version.size(), other.version.size()); i++) {
            int order = number(i).compareTo(other.number(i));
            if (order != 0) {
                return order < 0;
            }
        }
        return true;
    }

    private BigInteger number(int index) {
        return index < version.size() ? version.get(index) : BigInteger.ZERO;
    }
}
