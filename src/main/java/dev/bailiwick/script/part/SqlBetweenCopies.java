package dev.bailiwick.script.part;

import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.psql.PsqlCopy;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.Token;
import dev.bailiwick.script.scan.Token.Kind;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gathers the runs of SQL between the COPY statements of a section that runs in a transaction. */
final class SqlBetweenCopies {
    /** A run of so many characters ends after its statement: the server parses a message before it runs any of it. */
    private static final int MESSAGE = 1 << 20;

    private final Text text;
    private final Section section;
    private final List<Part> parts = new ArrayList<>();
    private final List<Statement> run = new ArrayList<>();
    private int from;

    SqlBetweenCopies(Text text, Section section) {
        this.text = text;
        this.section = section;
        this.from = section.start();
    }

    /** One statement by itself. */
    static Part one(Text text, Statement statement) {
        String sql = text.substring(statement.start(), statement.end());
        return switch (statement.kind()) {
            case COPY_IN -> new Part.CopyIn(statement.start(), sql, statement.dataStart(), statement.dataEnd());
            case COPY_FILE -> PsqlCopy.part(text, statement);
            case SQL, FRAME -> new Part.Sql(statement.start(), sql);
        };
    }

    List<Part> parts() {
        for (Statement statement : section.statements()) {
            if (statement.dataEnd() >= 0) {
                flush(statement.start());
                parts.add(one(text, statement));
                from = statement.kind() == Statement.Kind.COPY_IN ? afterData(statement) : statement.end();
            } else {
                run.add(statement);
                if (statement.end() - from >= MESSAGE) {
                    flush(statement.end());
                    from = statement.end();
                }
            }
        }
        flush(section.end());
        return List.copyOf(parts);
    }

    private void flush(int to) {
        if (run.stream().anyMatch(s -> s.kind() == Statement.Kind.SQL)) {
            CharSequence sql = CharBuffer.wrap(text, from, to);
            int gap = from;
            for (Statement statement : run) {
                sql = withoutCommands(sql, gap, statement.start());
                if (statement.kind() == Statement.Kind.FRAME) {
                    sql = without(sql, statement.start(), statement.end());
                }
                gap = statement.end();
            }
            parts.add(new Part.Sql(from, withoutCommands(sql, gap, to)));
        }
        run.clear();
    }

    /** Between two statements stand blanks, comments, stray semicolons and the commands that are ignored. */
    private CharSequence withoutCommands(CharSequence sql, int start, int end) {
        CharSequence left = sql;
        Scanner scanner = new Scanner(text, start, end, token -> {});
        for (Token token = scanner.next(); token.kind() != Kind.END; token = scanner.next()) {
            if (token.kind() == Kind.BACKSLASH) {
                left = without(left, token.start(), token.end());
            }
        }
        return left;
    }

    /** Line ends stay, so that lines keep their numbers. */
    private CharSequence without(CharSequence sql, int start, int end) {
        StringBuilder blanked = sql instanceof StringBuilder before ? before : new StringBuilder(sql);
        for (int i = start - from; i < end - from; i++) {
            if (blanked.charAt(i) != '\n' && blanked.charAt(i) != '\r') {
                blanked.setCharAt(i, ' ');
            }
        }
        return blanked;
    }

    private int afterData(Statement copy) {
        if (!text.startsWith("\\.", copy.dataEnd()) || copy.dataEnd() >= section.end()) {
            return copy.dataEnd();
        }
        int newline = text.indexOf('\n', copy.dataEnd());
        return newline < 0 ? section.end() : newline + 1;
    }
}
