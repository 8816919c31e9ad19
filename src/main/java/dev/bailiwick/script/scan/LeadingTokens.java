package dev.bailiwick.script.scan;

import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.Token.Kind;
import java.util.List;
import java.util.Locale;

/**
 * The first tokens of a statement, which tell what it does.
 *
 * @param text the text that the tokens point into
 * @param tokens without blanks and comments; the semicolon is one of them where it comes early
 */
public record LeadingTokens(Text text, List<Token> tokens) {

    /** Whether these keywords stand at this place, one after the other. */
    public boolean is(int index, String... keywords) {
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

    public boolean isAny(int index, String... keywords) {
        for (String keyword : keywords) {
            if (is(index, keyword)) {
                return true;
            }
        }
        return false;
    }

    public boolean isSymbol(int index, char symbol) {
        return index < tokens.size() && tokens.get(index).isSymbol(text, symbol);
    }

    public boolean isString(int index) {
        return index < tokens.size()
                && (tokens.get(index).kind() == Kind.STRING || tokens.get(index).kind() == Kind.DOLLAR);
    }

    /** Whether the statement ends here, with or without its semicolon. */
    public boolean endsAt(int index) {
        return index >= tokens.size() || isSymbol(index, ';');
    }

    /** The index of a keyword from this place on, or -1. */
    public int find(int index, String keyword) {
        for (int i = index; i < tokens.size(); i++) {
            if (is(i, keyword)) {
                return i;
            }
        }
        return -1;
    }

    /** A token as a setting's value in lower case, out of its quotes; empty after the end. */
    public String value(int index) {
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
