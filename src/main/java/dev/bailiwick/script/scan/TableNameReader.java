package dev.bailiwick.script.scan;

import dev.bailiwick.model.script.TableName;
import dev.bailiwick.model.script.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the names of tables from the tokens of a statement. */
public final class TableNameReader {
    /** PostgreSQL cuts a name off after so many bytes (NAMEDATALEN - 1). */
    private static final int LONGEST = 63;

    /** That UTF-8 takes for a char. */
    private static final int MOST_BYTES = 3;

    private static final Pattern UPPER = Pattern.compile("[A-Z]+");

    private final Text text;
    private final List<Token> tokens;

    /** @param tokens without blanks and comments */
    public TableNameReader(Text text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * A name that was read.
     *
     * @param next the index of the token after it
     */
    public record Found(TableName name, int next) {}

    /** The name at this place; null where none is, or none that can be read without a server. */
    @Nullable
    public Found at(int index) {
        String first = identifier(index);
        if (first == null) {
            return null;
        }
        String schema = null;
        String name = first;
        int i = index + 1;
        while (i < tokens.size() && tokens.get(i).isSymbol(text, '.')) {
            String next = identifier(i + 1);
            if (next == null) {
                return null;
            }
            schema = name;
            name = next;
            i += 2;
        }
        return new Found(new TableName(schema, name), i);
    }

    private @Nullable String identifier(int index) {
        if (index >= tokens.size()) {
            return null;
        }
        Token token = tokens.get(index);
        String raw = text.substring(token.start(), token.end());
        String name =
                switch (token.kind()) {
                    case WORD -> folded(raw);
                    // U&"…" begins with a letter.
                    case QUOTED ->
                        raw.startsWith("\"")
                                ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"")
                                : "";
                    default -> "";
                };
        boolean whole = !name.isEmpty()
                && (name.length() * MOST_BYTES <= LONGEST || name.getBytes(StandardCharsets.UTF_8).length <= LONGEST);
        return whole ? name : null;
    }

    /** As PostgreSQL does it where the encoding has several bytes: only in ASCII. */
    private static String folded(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 'A' && word.charAt(i) <= 'Z') {
                return UPPER.matcher(word).replaceAll(upper -> upper.group().toLowerCase(Locale.ROOT));
            }
        }
        return word;
    }
}
