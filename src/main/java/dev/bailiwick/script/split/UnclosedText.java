package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.scan.Token;

/** Says what a text ended inside of. */
final class UnclosedText {

    private UnclosedText() {}

    static void report(Token token, Text text, ScriptFindings findings) {
        switch (token.kind()) {
            case STRING -> add(findings, token, "string", "'");
            case QUOTED -> add(findings, token, "quoted identifier", "\"");
            case BLOCK_COMMENT -> add(findings, token, "comment", "*/ (comments nest)");
            default -> add(findings, token, "dollar-quoted string", tag(token, text));
        }
    }

    private static void add(ScriptFindings findings, Token token, String name, String close) {
        findings.add(token.start(), "the " + name + " that opens here is never closed", "close it with " + close);
    }

    private static String tag(Token token, Text text) {
        String tag = text.substring(token.start(), text.indexOf('$', token.start() + 1) + 1);
        return tag.length() > 60 ? "the same tag" : tag;
    }
}
