package dev.bailiwick.othertools.name;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a migration says, in any tool's spelling: {@code V1.2__create_drugs.sql}, {@code 00001_create_drugs.up.sql},
 * {@code 2026-01-05_create drugs.sql}, {@code 20260105090000_create_drugs.ts}.
 *
 * @param version without numbers where it has none
 * @param words the rest, in lower case with {@code _} between the words; empty where there is none
 */
public record OtherToolName(OtherToolVersion version, String words) {
    private static final Pattern SUFFIX =
            Pattern.compile("(\\.(up|down|do|undo))?\\.(sql|ts|js|mjs|cjs|go|xml|ya?ml|json|java)$");
    private static final Pattern FLYWAY = Pattern.compile("(?:[VUB](\\d+(?:[._]\\d+)*)|R)__(.*)", Pattern.DOTALL);
    private static final Pattern NUMBERED =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2}|\\d+(?:\\.\\d+)*)(?:[_ -](.*))?", Pattern.DOTALL);

    /** The name of a file, with or without folders before it. */
    public static OtherToolName ofFile(String path) {
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
    public static OtherToolName of(String version, String description) {
        return new OtherToolName(
                version.matches("\\d+([._]\\d+)*") ? OtherToolVersion.dotted(version) : OtherToolVersion.NONE,
                description
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "_")
                        .replaceAll("^_|_$", ""));
    }

    public boolean versioned() {
        return !version.parts().isEmpty();
    }

    /** Whether its version has more numbers than one, which no file name of ours can have. */
    public boolean dotted() {
        return version.compareTo(OtherToolVersion.number(version.part(0))) > 0;
    }

    public boolean sameVersion(OtherToolName other) {
        return versioned() && other.versioned() && version.compareTo(other.version) == 0;
    }

    public boolean sameWords(OtherToolName other) {
        return !words.isEmpty() && words.equals(other.words);
    }

    /** Whether its version is another one or lies before it, number by number. */
    public boolean upTo(OtherToolName other) {
        return version.compareTo(other.version) <= 0;
    }
}
