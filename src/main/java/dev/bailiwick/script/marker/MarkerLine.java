package dev.bailiwick.script.marker;

import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.Scanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line comment as a marker: {@code -- migrate:up} or {@code -- migrate:down}, blanks, options. This is dbmate's
 * spelling; as there, the blank after the dashes may be left out.
 */
public final class MarkerLine {

    private static final String NAME = "migrate:";
    private static final Set<String> TIMES = Set.of("lock_timeout", "statement_timeout", "lock_retry");
    private static final Pattern TOUCHED =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*(\\.[\\p{L}_][\\p{L}\\p{N}_$]*)?");
    private static final List<String> OPTIONS =
            List.of("transaction", "lock_timeout", "statement_timeout", "lock_retry", "touches", "irreversible");

    /** A longer word is prose; touches: may name a lot. */
    private static final int LONGEST = 1000;

    private final Text text;
    private final int end;
    private final ScriptFindings findings;
    private final Direction direction;
    private boolean transaction = true;
    private boolean irreversible;
    private final Map<String, String> times = new HashMap<>();
    private List<String> touches = List.of();
    private final Set<String> seen = new HashSet<>();

    private MarkerLine(Text text, int end, ScriptFindings findings, Direction direction) {
        this.text = text;
        this.end = end;
        this.findings = findings;
        this.direction = direction;
    }

    /** Whether a line comment is a marker, whatever its options are worth. */
    public static boolean isMarker(Text text, int start, int end) {
        return nameEnd(text, start, end) >= 0;
    }

    /** The marker that a line comment is, or is meant to be; null where the comment is prose. */
    public static @Nullable Marker read(Text text, int start, int end, ScriptFindings findings) {
        int options = nameEnd(text, start, end);
        if (options < 0) {
            return MisspelledMarker.read(text, start, end, findings);
        }
        Direction direction = text.startsWith("up", options - 2) ? Direction.UP : Direction.DOWN;
        return new MarkerLine(text, end, findings, direction).options(options);
    }

    /** The offset after {@code up} or {@code down}; -1 where the comment is no marker. */
    private static int nameEnd(Text text, int start, int end) {
        int i = start + 2;
        while (i < end && Scanner.isBlank(text.charAt(i))) {
            i++;
        }
        if (!text.startsWith(NAME, i)) {
            return -1;
        }
        i += NAME.length();
        if (text.startsWith("up", i)) {
            i += 2;
        } else if (text.startsWith("down", i)) {
            i += 4;
        } else {
            return -1;
        }
        return i <= end && (i == end || Scanner.isBlank(text.charAt(i))) ? i : -1;
    }

    private Marker options(int from) {
        int i = from;
        while (i < end) {
            if (Scanner.isBlank(text.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            while (i < end && !Scanner.isBlank(text.charAt(i))) {
                i++;
            }
            if (!option(start, text.substring(start, Math.min(i, start + LONGEST)))) {
                break;
            }
        }
        return new Marker(direction, false, transaction, irreversible, limits(), touches);
    }

    /** False where the word is so strange that prose follows. */
    private boolean option(int at, String word) {
        int colon = word.indexOf(':');
        String key = colon < 0 ? word : word.substring(0, colon);
        String value = colon < 0 ? "" : word.substring(colon + 1);
        if (!seen.add(key)) {
            findings.add(at, "the option " + key + " stands here twice", "take one of the two out");
        }
        if (word.equals("transaction:true") || word.equals("transaction:false")) {
            transaction = value.equals("true");
        } else if (TIMES.contains(key) && colon > 0) {
            if (isTimeout(at, word, value)) {
                times.put(key, value);
            }
        } else if (key.equals("touches") && colon > 0) {
            touches(at, value);
        } else if (word.equals("irreversible")) {
            irreversible(at);
        } else {
            return unknown(at, word);
        }
        return true;
    }

    private Limits limits() {
        return new Limits(times.get("lock_timeout"), times.get("statement_timeout"), times.get("lock_retry"));
    }

    /** Schemas, or names with their schema, with commas between: what the section may touch beyond its domain. */
    private void touches(int at, String value) {
        touches = List.of(value.split(",", -1));
        if (!touches.stream().allMatch(name -> TOUCHED.matcher(name).matches())) {
            findings.add(
                    at,
                    "touches: names schemas, or objects with their schema, with commas and no blanks between",
                    "write touches:public.users or touches:public.users,ref");
        }
    }

    private void irreversible(int at) {
        irreversible = direction == Direction.DOWN;
        if (!irreversible) {
            findings.add(
                    at,
                    "an up section can't be irreversible, only the way back can",
                    "write the line -- migrate:down irreversible behind the up section");
        }
    }

    /** The server keeps a timeout as whole milliseconds in 32 bits; 0 switches it off. */
    private boolean isTimeout(int at, String word, String value) {
        String digits = value.replaceFirst("(us|ms|s|min|h|d)$", "");
        String unit = value.substring(digits.length());
        boolean right = digits.matches("[0-9]{1,10}") && Limits.milliseconds(value) <= Integer.MAX_VALUE;
        if (!right) {
            findings.add(
                    at,
                    "the value of " + word + " is not a time that PostgreSQL takes",
                    "write digits and a unit (us, ms, s, min, h, d), such as lock_timeout:5s");
        } else if (unit.equals("us") && Long.parseLong(digits) > 0 && Long.parseLong(digits) < 1000) {
            findings.add(
                    at,
                    "PostgreSQL rounds " + value + " to milliseconds, and 0 would mean no limit",
                    "write at least 1ms");
        }
        return right;
    }

    private boolean unknown(int at, String word) {
        String[] pair = word.split("[=:]", 2);
        String near = NearestName.to(pair[0], OPTIONS).orElse("");
        String value = pair.length > 1 && !pair[1].isEmpty() ? pair[1] : "5s";
        if (near.equals("transaction")) {
            transaction = value.matches("(?i)true|on|yes");
        }
        String mend =
                switch (near) {
                    case "" ->
                        "take it out; there are transaction:false, lock_timeout:5s, statement_timeout:10min, lock_retry:2min,"
                                + " touches:public.users"
                                + (direction == Direction.DOWN ? " and irreversible" : "");
                    case "transaction" -> "write transaction:" + transaction;
                    case "irreversible" -> "write irreversible";
                    case "touches" -> "write touches:" + (value.equals("5s") ? "public.users" : value);
                    default -> "write " + near + ":" + value;
                };
        findings.add(at, "the marker has an unknown option " + word, mend);
        return !near.isEmpty() || pair.length > 1;
    }
}
