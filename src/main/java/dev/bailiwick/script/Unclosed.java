package dev.bailiwick.script;

import dev.bailiwick.model.Text;

/** Says what a text ended inside of. */
final class Unclosed {

    private Unclosed() {}

    static void report(Token token, Text text, Findings findings) {
        switch (token.kind()) {
            case STRING -> add(findings, token, "string", "'");
            case QUOTED -> add(findings, token, "quoted identifier", "\"");
            case BLOCK_COMMENT -> add(findings, token, "comment", "*/ (comments nest)");
            default -> add(findings, token, "dollar-quoted string", tag(token, text));
        }
    }

    private static void add(Findings findings, Token token, String name, String close) {
        findings.add(token.start(), "the " + name + " that opens here is never closed", "close it with " + close);
    }

    private static String tag(Token token, Text text) {
        String tag = text.substring(token.start(), text.indexOf('$', token.start() + 1) + 1);
        return tag.length() > 60 ? "the same tag" : tag;
    }
}
