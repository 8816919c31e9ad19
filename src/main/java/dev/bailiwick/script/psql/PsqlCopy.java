package dev.bailiwick.script.psql;

import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.Token;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of psql's {@code \copy}, cut as psql cuts it (parse_slash_copy in its copy.c): words end at blanks, brackets and
 * dots, comments don't exist, and everything after the file's name goes to the server as it is.
 */
public final class PsqlCopy {
    private static final String WRITE = "write \\copy schema.table (columns) from 'file.csv' with (format csv, header)";
    private static final int NAME = "\\copy".length();
    private static final String FROM_STDIN = "FROM STDIN ";

    private final Text text;
    private final int start;
    private final int end;
    private final ScriptFindings findings;
    private int at;
    private int word;
    private int from;

    private PsqlCopy(Text text, int start, int end, ScriptFindings findings) {
        this.text = text;
        this.start = start;
        this.end = end;
        this.findings = findings;
        this.at = start + NAME;
    }

    /** Reads the line from its backslash to its end; null, with what is wrong, where we can't run it. */
    public static @Nullable PsqlCopy read(Text text, int start, int end, ScriptFindings findings) {
        PsqlCopy copy = new PsqlCopy(text, start, end, findings);
        return copy.table() && copy.file() && copy.rest() ? copy : null;
    }

    /** Its word FROM and the file's name are the statement's data. */
    public Statement statement() {
        return new Statement(start, end, Statement.Kind.COPY_FILE, from, at);
    }

    /** What is sent for such a statement: a blank for the backslash, and FROM STDIN in the place of the file. */
    public static Part.CopyFile part(Text text, Statement statement) {
        int from = statement.dataStart();
        int after = statement.dataEnd();
        String before = " COPY" + text.substring(statement.start() + NAME, from);
        int grown = Math.max(0, FROM_STDIN.length() - (after - from));
        String source = FROM_STDIN + " ".repeat(Math.max(0, after - from - FROM_STDIN.length()));
        String sql = before + source + text.substring(after, statement.end());
        String name = text.substring(from + "from".length(), after).strip();
        return new Part.CopyFile(statement.start(), sql, unquoted(name), before.length() + source.length(), grown);
    }

    private static String unquoted(String name) {
        return name.startsWith("'") ? name.substring(1, name.length() - 1).replace("''", "'") : name;
    }

    /** The table with its columns, up to the word after them. */
    private boolean table() {
        String name = next(".,()", '"');
        if (name.equalsIgnoreCase("binary")) {
            name = next(".,()", '"');
        }
        if (name.equals("(")) {
            return wrong(word, "\\copy of a query writes to a file", "take it out: a seed reads, psql can write");
        }
        String after = next(".,()", '"');
        if (after.equals(".")) {
            next(".,()", '"');
            after = next(".,()", '"');
        }
        if (after.equals("(")) {
            String column = after;
            while (!column.equals(")")) {
                column = next("()", '"');
                if (column.isEmpty()) {
                    return wrong(start, "the column list of \\copy is not closed on its line", "close it with )");
                }
            }
            after = next(".,()", '"');
        }
        from = word;
        return switch (after.toLowerCase(Locale.ROOT)) {
            case "from" -> true;
            case "to" -> wrong(word, "\\copy … to writes to a file", "take it out: a seed reads, psql can write");
            default -> wrong(start, "psql would not understand this \\copy", WRITE);
        };
    }

    private boolean file() {
        String name = next(";", '\'');
        if (name.isEmpty() || name.equals(";") || name.equals("''")) {
            return wrong(from, "\\copy names no file", WRITE);
        }
        if (name.startsWith("'") && (at - word < 2 || !closed(name))) {
            return wrong(word, "the quote that opens here is not closed on its line", "close it with '");
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "stdin", "stdout" ->
                wrong(
                        word,
                        "\\copy … from stdin reads the lines behind it",
                        "write COPY … FROM STDIN; with the data lines and \\. behind it, or name a file");
            case "pstdin", "pstdout" -> wrong(word, "\\copy … from pstdin reads what psql is given", "name a file");
            case "program" ->
                wrong(
                        word,
                        "\\copy … from program runs a program",
                        "run it beforehand, and name the file that it writes");
            default -> true;
        };
    }

    /** Whether the quote at its end is no half of a doubled one. */
    private static boolean closed(String quoted) {
        int quotes = 0;
        for (int i = quoted.length() - 1; i > 0 && quoted.charAt(i) == '\''; i--) {
            quotes++;
        }
        return quotes % 2 == 1;
    }

    /** What is sent, as the server reads it: one statement, so that nothing in it can end the transaction. */
    private boolean rest() {
        Part.CopyFile sent = part(text, statement());
        Text sql = Text.of(sent.text());
        Scanner scanner = new Scanner(sql, 0, sql.length(), token -> {});
        boolean ended = false;
        for (Token token = scanner.next(); token.kind() != Token.Kind.END; token = scanner.next()) {
            if (ended && !token.skipped()) {
                int offset = sent.at(token.start());
                return wrong(offset, "more SQL stands on the line of \\copy", "put it on a line of its own");
            }
            ended |= token.isSymbol(sql, ';');
        }
        return true;
    }

    /** The next word; empty at the end of the line. */
    private String next(String symbols, char quote) {
        while (at < end && blank(text.charAt(at))) {
            at++;
        }
        word = at;
        if (at >= end) {
            return "";
        }
        char first = text.charAt(at++);
        if (first == quote) {
            quoted(quote);
        } else if (symbols.indexOf(first) < 0) {
            while (at < end
                    && !blank(text.charAt(at))
                    && symbols.indexOf(text.charAt(at)) < 0
                    && text.charAt(at) != quote) {
                at++;
            }
        }
        return text.substring(word, at);
    }

    private void quoted(char quote) {
        while (at < end) {
            if (text.charAt(at++) == quote) {
                if (at >= end || text.charAt(at) != quote) {
                    return;
                }
                at++;
            }
        }
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private boolean wrong(int offset, String what, String mend) {
        findings.add(Math.min(offset, end), what, mend);
        return false;
    }
}
