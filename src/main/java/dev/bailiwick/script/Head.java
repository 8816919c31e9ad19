package dev.bailiwick.script;

import dev.bailiwick.model.Text;
import dev.bailiwick.script.Token.Kind;
import java.util.List;
import java.util.Locale;

/**
 * The first tokens of a statement, which tell what it does.
 *
 * @param text the text that the tokens point into
 * @param tokens without blanks and comments; the semicolon is one of them where it comes early
 */
record Head(Text text, List<Token> tokens) {

    /** Whether these keywords stand at this place, one behind the other. */
    boolean is(int index, String... keywords) {
        if (index + keywords.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < keywords.length; i++) {
            if (!tokens.get(index + i).isWord(text, keywords[i])) {
                return false;
            }
        }
        return true;
    }

    boolean isAny(int index, String... keywords) {
        for (String keyword : keywords) {
            if (is(index, keyword)) {
                return true;
            }
        }
        return false;
    }

    boolean isSymbol(int index, char symbol) {
        return index < tokens.size() && tokens.get(index).isSymbol(text, symbol);
    }

    boolean isString(int index) {
        return index < tokens.size()
                && (tokens.get(index).kind() == Kind.STRING || tokens.get(index).kind() == Kind.DOLLAR);
    }

    /** Whether the statement ends here, with or without its semicolon. */
    boolean endsAt(int index) {
        return index >= tokens.size() || isSymbol(index, ';');
    }

    /** The index of a keyword from this place on, or -1. */
    int find(int index, String keyword) {
        for (int i = index; i < tokens.size(); i++) {
            if (is(i, keyword)) {
                return i;
            }
        }
        return -1;
    }

    /** A token as a setting's value in lower case, out of its quotes; empty behind the end. */
    String value(int index) {
        if (index >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(index);
        String raw = text.substring(token.start(), Math.min(token.end(), token.start() + 80));
        String bare =
                switch (token.kind()) {
                    case STRING, QUOTED ->
                        raw.replaceFirst("^[A-Za-z&]{0,2}['\"]", "").replaceFirst("['\"]$", "");
                    case DOLLAR -> raw.replaceAll("^\\$[^$]*\\$|\\$[^$]*\\$$", "");
                    default -> raw;
                };
        return bare.strip().toLowerCase(Locale.ROOT);
    }
}
