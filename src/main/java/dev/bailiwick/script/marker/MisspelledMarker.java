package dev.bailiwick.script.marker;

import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Text;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a marker that is spelled wrong, or another tool's, from prose. Prose begins with "migrate" often enough, so that
 * what follows has to be very near a direction, with options or nothing after it.
 */
final class MisspelledMarker {

    /** No look-alike is shorter. */
    private static final int SHORTEST = "--!Ups".length();

    /** No marker is longer; a longer comment is looked at up to here. */
    private static final int LONGEST = 200;

    /** Dashes, the word, what stands between, the direction, the rest. All possessive: no comment may cost more. */
    private static final Pattern NEAR =
            Pattern.compile("[-\\s/*#@+]*+(\\p{L}{5,10}+)([\\s:\\uFF1A=._-]*+)(\\p{L}*+)(.*+)", Pattern.DOTALL);

    private static final Pattern FOREIGN = Pattern.compile(
            "-*+\\s*+(?:"
                    + "\\+\\s*+(?:goose|migrate|micrate)\\s++(?<plus>up|down)\\b.*+"
                    + "|rambler\\s++(?<rambler>up|down)\\s*+"
                    + "|(?<node>up|down)\\s++migration\\s*+"
                    + "|//\\s*+@(?<undo>undo)\\b.*+"
                    + "|!(?<play>up|down)s\\s*+"
                    + "|-*+\\s*+create above\\s*+/\\s*+(?<drop>drop) below[\\s-]*+"
                    + "|\\+\\s*+goose\\s++(?<no>no)\\s++transaction\\s*+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String WHAT = "this looks like a marker but isn't one";
    private static final List<String> NAMES = List.of("migrate", "migration", "migrations");
    private static final List<String> DIRECTIONS = List.of("up", "down");
    private static final List<String> IRREVERSIBLE = List.of("irreversible");

    /** Blanks and marks that nobody sees on the screen. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{Cf}]");

    private MisspelledMarker() {}

    /** Adds a finding and returns what the comment is meant to be; null where it is prose. */
    static @Nullable Marker read(Text text, int start, int end, ScriptFindings findings) {
        if (end - start < SHORTEST) {
            return null;
        }
        String comment = text.substring(start + 2, Math.min(end, start + LONGEST));
        String visible = INVISIBLE.matcher(comment).replaceAll(" ");
        Matcher foreign = FOREIGN.matcher(visible);
        if (foreign.matches()) {
            return foreign(foreign, start, findings);
        }
        Matcher near = NEAR.matcher(visible);
        return near.matches() ? near(near, start, findings) : null;
    }

    private static @Nullable Marker near(Matcher near, int start, ScriptFindings findings) {
        String name = near.group(1);
        String between = near.group(2);
        String rest = near.group(4).strip();
        boolean strict = name.equals("migrate") && between.equals(":");
        boolean options = looksLikeOptions(rest);
        if (NearestName.to(name, NAMES).isEmpty() || !(strict || options)) {
            return null;
        }
        Direction direction = direction(near.group(3), between);
        if (direction != null) {
            String tail = options ? rest.replaceAll("[=\\uFF1A]", ":").replaceFirst("[-\\s]+$", "") : "";
            boolean transaction = !tail.toLowerCase(Locale.ROOT).contains("false");
            findings.add(new MarkerAdvice.Alike(start, WHAT, false, direction, transaction, tail));
            return Marker.guess(direction, transaction);
        }
        if (strict && options) {
            findings.add(start, WHAT, "write -- migrate:up or -- migrate:down, or another comment");
        }
        return null;
    }

    /** Half of all words of two letters are one letter away from "up"; so with a slip, both of its letters must be there. */
    private static @Nullable Direction direction(String word, String between) {
        boolean colon = between.matches(".*[:\\uFF1A=].*");
        String lower = word.toLowerCase(Locale.ROOT);
        return switch (NearestName.to(lower, DIRECTIONS).orElse("")) {
            case "up" ->
                lower.equals("up") || (colon && lower.contains("u") && lower.contains("p")) ? Direction.UP : null;
            case "down" -> Direction.DOWN;
            default -> null;
        };
    }

    private static boolean looksLikeOptions(String rest) {
        for (String word : rest.split("\\s+")) {
            boolean option = word.matches("\\p{L}+(_timeout)?[:=\\uFF1A].*")
                    || word.matches("[^\\p{L}\\p{N}]*")
                    || NearestName.to(word, IRREVERSIBLE).isPresent();
            if (!option) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Marker foreign(Matcher foreign, int start, ScriptFindings findings) {
        String what = "this is another tool's marker";
        if (foreign.group("no") != null) {
            findings.add(new MarkerAdvice.Alike(start, what, true, null, false, ""));
            return null;
        }
        String word = "down";
        for (String group : new String[] {"plus", "rambler", "node", "play"}) {
            word = foreign.group(group) != null ? foreign.group(group) : word;
        }
        Direction direction = word.equalsIgnoreCase("up") ? Direction.UP : Direction.DOWN;
        boolean transaction = !foreign.group().toLowerCase(Locale.ROOT).contains("notransaction");
        findings.add(new MarkerAdvice.Alike(
                start, what, true, direction, transaction, transaction ? "" : "transaction:false"));
        return Marker.guess(direction, transaction);
    }
}
