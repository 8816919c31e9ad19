package dev.bailiwick.script.split;

import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.scan.LeadingTokens;
import java.util.Locale;

/** Settings that change what the text itself means, so that no file may turn them: string syntax and encoding. */
final class ForbiddenSettings {

    private ForbiddenSettings() {}

    static void check(LeadingTokens head, ScriptFindings findings) {
        int name = 0;
        int value = 0;
        if (head.is(0, "set")) {
            name = head.isAny(1, "session", "local") ? 2 : 1;
            value = name + 2;
            if (head.is(name, "names")) {
                encoding(head, name, head.value(name + 1), findings);
                return;
            }
        } else {
            int function = head.find(0, "set_config");
            if (function < 0 || !head.isSymbol(function + 1, '(') || !head.isSymbol(function + 3, ',')) {
                return;
            }
            name = function + 2;
            value = function + 4;
        }
        switch (head.value(name)) {
            case "standard_conforming_strings" -> strings(head, name, head.value(value), findings);
            case "client_encoding" -> encoding(head, name, head.value(value), findings);
            default -> {}
        }
    }

    /** PostgreSQL's parse_bool: any beginning of the word that is not a beginning of another will do. */
    static boolean isOff(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        return word.equals("0")
                || (!word.isEmpty() && ("false".startsWith(word) || "no".startsWith(word)))
                || word.equals("of")
                || word.equals("off");
    }

    private static void strings(LeadingTokens head, int at, String value, ScriptFindings findings) {
        if (isOff(value)) {
            findings.add(
                    head.tokens().get(at).start(),
                    "standard_conforming_strings is turned off, which changes where every string in the file ends",
                    "write strings with backslash escapes as E'…' and take this statement out");
        }
    }

    /** PostgreSQL reads encoding names without case and punctuation; unicode is an alias of UTF8. */
    private static void encoding(LeadingTokens head, int at, String value, ScriptFindings findings) {
        String plain = value.replaceAll("[^a-z0-9]", "");
        if (!plain.isEmpty() && !plain.equals("utf8") && !plain.equals("unicode") && !plain.equals("default")) {
            findings.add(
                    head.tokens().get(at).start(),
                    "client_encoding is set to " + value + ", but files are read and sent as UTF-8",
                    "save the file as UTF-8 and take this statement out");
        }
    }
}
