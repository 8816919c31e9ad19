package dev.bailiwick.model.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the statements of a section outside a transaction have left in their session, which a fresh one has not. The tracking
 * row keeps it as a line of its own after the error message, as releases that don't know it leave it alone there.
 *
 * @param after how many statements were done when the session was looked at; what those after them left is not known
 * @param entries what it had
 */
public record SessionState(int after, List<Entry> entries) {
    /** How the line begins. */
    private static final String MARK = "; session behind statement ";

    /** What would end a word of it, and what not every database can keep. */
    private static final Pattern OTHER = Pattern.compile("[^\\w.,\"$-]");

    private static final Pattern CODED = Pattern.compile("%([0-9a-f]{4})");

    /** Nothing, as before the first statement. */
    public static final SessionState FRESH = new SessionState(0, List.of());

    public SessionState {
        entries = List.copyOf(entries);
    }

    /** A kind of what a session may have; the names are what a row keeps. */
    public enum Kind {
        /** A setting has a value of its own. */
        SETTING(true, ""),
        /** A setting that each section begins with was reset. */
        RESET(true, ""),
        /** A channel is listened on. */
        CHANNEL(true, ""),
        TABLE(false, "temporary table"),
        VIEW(false, "temporary view"),
        SEQUENCE(false, "temporary sequence"),
        TYPE(false, "temporary type"),
        FUNCTION(false, "temporary function"),
        PREPARED(false, "prepared statement"),
        CURSOR(false, "cursor"),
        LOCK(false, "advisory lock");

        private final boolean restorable;
        private final String word;

        Kind(boolean restorable, String word) {
            this.restorable = restorable;
            this.word = word;
        }
    }

    /**
     * One thing.
     *
     * @param value of a setting; else empty
     */
    public record Entry(Kind kind, String name, String value) {
        /** Whether a new session can be given the same. */
        public boolean restorable() {
            return kind.restorable;
        }

        @Override
        public String toString() {
            return kind.word + " " + name;
        }
    }

    /** What ended with the session, in words: a new one can't be given it. */
    public List<String> ended() {
        return entries.stream()
                .filter(entry -> !entry.restorable())
                .map(Entry::toString)
                .toList();
    }

    /** The line as the row keeps it, with the line end before it; empty where nobody has looked. */
    public String line() {
        return after == 0
                ? ""
                : "\n" + MARK + after + ":"
                        + entries.stream()
                                .map(entry -> " " + entry.kind() + "=" + code(entry.name()) + "=" + code(entry.value()))
                                .collect(Collectors.joining());
    }

    /** What the error message of a row says; {@link #FRESH} where it says nothing, such as of an older release. */
    public static SessionState in(String message) {
        int at = message.lastIndexOf("\n" + MARK);
        if (at < 0) {
            return FRESH;
        }
        String[] words = message.substring(at + 1 + MARK.length())
                .lines()
                .findFirst()
                .orElse("")
                .split("[: ]+");
        try {
            List<Entry> entries = new ArrayList<>();
            for (String word : List.of(words).subList(1, words.length)) {
                String[] fields = word.split("=", -1);
                entries.add(new Entry(Kind.valueOf(fields[0]), decoded(fields[1]), decoded(fields[2])));
            }
            return new SessionState(Integer.parseInt(words[0]), entries);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // A person has written into it: then nothing is known.
            return FRESH;
        }
    }

    private static String code(String field) {
        return OTHER.matcher(field)
                .replaceAll(other ->
                        other.group().chars().mapToObj("%%%04x"::formatted).collect(Collectors.joining()));
    }

    private static String decoded(String field) {
        return CODED.matcher(field)
                .replaceAll(
                        coded -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(coded.group(1), 16))));
    }
}
