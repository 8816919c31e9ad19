package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.Place;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .env} file: lines of {@code KEY=value}.
 *
 * <p>{@code export} before a key, comments and blank lines are fine. Single quotes are literal; within double quotes
 * {@code \n \" \\ \$} are escapes and every other backslash stays; both may span lines. An unquoted value is trimmed and
 * ends before a {@code #} that follows a blank. There is no interpolation: <code>${HOME}</code> stays as it is. A key
 * that comes twice has its last value.
 */
final class EnvFile {

    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final String ADVICE = "write KEY=value, or # in front of a comment";
    private static final Pattern EXPORT = Pattern.compile("export[ \t]+");
    private static final Pattern SENSITIVE =
            Pattern.compile("PASS|PWD|URL|URI|DSN|SECRET|TOKEN|KEY|CREDENTIAL|AUTH", Pattern.CASE_INSENSITIVE);
    private static final Pattern PRINTABLE =
            Pattern.compile("([ \t]*(?:export[ \t]+)?)([A-Za-z_][A-Za-z0-9_.-]*)([ \t]*[=:][ \t]*)(.*)");
    private static final Pattern NAMED = Pattern.compile("([ \t]*(?:export[ \t]+)?[A-Z][A-Z0-9_]*)(?:[ \t].*)?");

    private final String file;
    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int at;

    private EnvFile(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The file's variables; none where it doesn't exist, or is a folder: Python people keep an environment there. */
    static Map<String, String> read(Path file, String name) {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            return Map.of();
        }
        try {
            return parse(name, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw BailiwickException.usage(
                    name + " is not UTF-8 text", "save " + name + " as UTF-8, without changing its content");
        } catch (IOException e) {
            throw BailiwickException.usage(name + " can't be read", "ls -l " + name);
        }
    }

    /** Whether every account of the machine may read it. */
    static boolean open(Path file) {
        try {
            return Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false; // it was read a moment ago, and is gone now
        }
    }

    /**
     * The variables in a text, empty ones included.
     *
     * @param file name for messages
     */
    static Map<String, String> parse(String file, String text) {
        String clean = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
        EnvFile parser = new EnvFile(file, clean);
        parser.lines();
        return parser.values;
    }

    private void lines() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                at = lineEnd(at);
            } else {
                assignment();
            }
        }
    }

    private void assignment() {
        skip(EXPORT);
        int start = at;
        if (!skip(KEY)) {
            throw wrong(at, "this line is not KEY=value", ADVICE);
        }
        String key = text.substring(start, at);
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != '=') {
            throw noEqualsSign(key);
        }
        at++;
        skipBlanks();
        char first = at < text.length() ? text.charAt(at) : '\n';
        values.put(key, first == '"' || first == '\'' ? quoted(key, first) : unquoted());
    }

    private BailiwickException noEqualsSign(String key) {
        if (!NAME.matcher(key).matches()) {
            // Not a variable's name: perhaps a piece of a password that spans lines.
            return wrong(at, "the key is not followed by =", ADVICE);
        }
        boolean colon = at < text.length() && text.charAt(at) == ':';
        String follower = colon ? "followed by a colon instead of =" : "not followed by =";
        return wrong(at, key + " is " + follower, "write " + key + "=value");
    }

    private String unquoted() {
        int start = at;
        int end = lineEnd(at);
        at = end;
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == '#' && isBlank(text.charAt(i - 1))) {
                return text.substring(start, i).strip();
            }
        }
        return text.substring(start, end).strip();
    }

    private String quoted(String key, char quote) {
        int opening = at;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
            if (c == '\\' && quote == '"' && "n\"\\$".indexOf(next) >= 0) {
                value.append(next == 'n' ? '\n' : next);
                at++;
            } else {
                value.append(c);
            }
        }
        if (at >= text.length()) {
            throw wrong(opening, "the quote that opens the value of " + key + " is never closed", "close it");
        }
        int after = ++at;
        skipBlanks();
        if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '#') {
            throw wrong(
                    after,
                    "something follows the closing quote of " + key,
                    quote == '"' ? "write \\\" for a quote within double quotes" : "use double quotes for a ' within",
                    text.substring(opening, after).indexOf('\n') >= 0);
        }
        at = lineEnd(at);
        return value.toString();
    }

    private boolean skip(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        boolean found = matcher.lookingAt();
        if (found) {
            at = matcher.end();
        }
        return found;
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private BailiwickException wrong(int offset, String what, String mend) {
        return wrong(offset, what, mend, false);
    }

    private BailiwickException wrong(int offset, String what, String mend, boolean hidden) {
        Place place = Place.of(file, text, offset);
        Place shown =
                new Place(place.file(), place.line(), place.column(), hidden ? "****" : printable(place.lineText()));
        return new BailiwickException(ExitCode.USAGE, new Failure(what, shown, null, "", List.of(mend)));
    }

    /** The line as it may be shown: a value that may be secret, or a piece of one, is masked. */
    private static String printable(String line) {
        Matcher pair = PRINTABLE.matcher(line);
        if (pair.matches()) {
            boolean secret = SENSITIVE.matcher(pair.group(2)).find();
            return pair.group(1) + pair.group(2) + pair.group(3) + (secret ? "****" : Masking.maskUrl(pair.group(4)));
        }
        Matcher named = NAMED.matcher(line);
        return named.matches() && named.end(1) < line.length() ? named.group(1) + " ****" : "****";
    }
}
