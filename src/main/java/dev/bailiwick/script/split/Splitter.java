package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.Marker;
import dev.bailiwick.script.marker.MarkerLine;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.psql.PsqlCommand;
import dev.bailiwick.script.psql.PsqlCopy;
import dev.bailiwick.script.scan.LeadingTokens;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.Token;
import java.util.List;
import java.util.function.Consumer;

/** Cuts a text into statements and marker lines where psql would, and says where it would stumble. */
final class Splitter {

    /** Who is told what the splitter comes upon, in the order of the text. */
    interface Sink {
        void statement(ClassifiedStatement cut);

        /** A semicolon with no statement before it. */
        default void stray(int offset) {}

        /** A marker on the line from {@code start} to {@code end}, line end included. */
        default void marker(Marker marker, int start, int end) {}
    }

    private final Text text;
    private final ScriptFindings findings;
    private final Scanner scanner;
    private final Sink sink;
    private final boolean seed;
    private StatementDraft draft;
    private boolean unclosed;

    Splitter(Text text, ScriptFindings findings, boolean seed, Consumer<Token> trail, Sink sink) {
        this.text = text;
        this.findings = findings;
        this.seed = seed;
        this.sink = sink;
        this.scanner = new Scanner(text, 0, text.length(), trail);
        this.draft = new StatementDraft(text);
    }

    /** Reads to the end; false where the text ended inside something, so that what was missing may stand in there. */
    boolean run() {
        for (Token token = scanner.next(); token.kind() != Token.Kind.END; token = scanner.next()) {
            take(token);
        }
        if (draft.open() && !unclosed) {
            unclosedDraft("");
        }
        end();
        return !unclosed;
    }

    private void take(Token token) {
        if (!token.closed()) {
            unclosed = true;
            UnclosedText.report(token, text, findings);
        }
        switch (token.kind()) {
            case BLANK, BLOCK_COMMENT -> {}
            case LINE_COMMENT -> comment(token);
            case BACKSLASH -> backslash(token);
            default -> {
                if (draft.take(token)) {
                    end();
                }
            }
        }
    }

    private void comment(Token token) {
        boolean marker = MarkerLine.isMarker(text, token.start(), token.end());
        if (seed) {
            if (marker) {
                findings.add(token.start(), "a seed has no sections", "take the marker out");
            }
            return;
        }
        int line = lineStart(token.start());
        if (line < 0 && draft.isNumberSign() && lineStart(draft.start()) >= 0) {
            Marker evolution = MarkerLine.read(text, token.start(), token.end(), findings);
            if (evolution != null && evolution.guessed()) {
                int start = lineStart(draft.start());
                draft = new StatementDraft(text);
                sink.marker(evolution, start, lineEnd(token.end()));
                return;
            }
        }
        if (line < 0) {
            if (marker) {
                findings.add(token.start(), "a marker counts only on a line of its own", "put it on the next line");
            }
            return;
        }
        if (draft.open() && !marker) {
            return;
        }
        Marker read = MarkerLine.read(text, token.start(), token.end(), findings);
        if (read == null) {
            return;
        }
        if (draft.open()) {
            unclosedDraft(" before the marker " + Marker.spelled(read.direction()));
        }
        end();
        sink.marker(read, line, lineEnd(token.end()));
    }

    private void unclosedDraft(String where) {
        unclosed = true;
        if (draft.bodyIsOpen()) {
            findings.add(
                    draft.openedAt(),
                    "the BEGIN ATOMIC body that opens here is not closed" + where,
                    "end each statement in it with ; and the body with END;");
        } else {
            findings.add(draft.openedAt(), "the parenthesis that opens here is not closed" + where, "close it with )");
        }
    }

    private void backslash(Token token) {
        String name = PsqlCommand.name(text, token);
        if (draft.isEmpty() && PsqlCommand.isIgnored(name)) {
            return;
        }
        if (seed && name.equals("\\copy")) {
            copyFile(token);
            return;
        }
        findings.add(token.start(), PsqlCommand.what(name), PsqlCommand.mend(name));
        if (PsqlCommand.sends(name)) {
            end();
        }
    }

    private void copyFile(Token token) {
        if (!draft.isEmpty()) {
            findings.add(token.start(), "\\copy stands within a statement", "end the statement before it with ;");
            return;
        }
        PsqlCopy copy = PsqlCopy.read(text, token.start(), token.end(), findings);
        if (copy != null) {
            sink.statement(
                    new ClassifiedStatement(copy.statement(), StatementKind.of(new LeadingTokens(text, List.of()))));
        }
    }

    /** Hands over the statement that was read, if any. */
    private void end() {
        if (draft.isEmpty()) {
            return;
        }
        StatementDraft done = draft;
        draft = new StatementDraft(text);
        LeadingTokens head = done.head();
        if (head.isSymbol(0, ';')) {
            sink.stray(done.start());
            return;
        }
        ForbiddenSettings.check(head, findings);
        if (done.writesCopyData()) {
            findings.add(
                    done.start(),
                    "COPY … TO STDOUT writes to the client, which has no place for it",
                    "take it out, or write COPY … TO 'file' on the server");
        }
        Statement statement = done.readsCopyData() ? copy(done) : Statement.sql(done.start(), done.end());
        sink.statement(new ClassifiedStatement(statement, StatementKind.of(head)));
    }

    /** The data begin on the line after the semicolon, where only a comment may follow it. */
    private Statement copy(StatementDraft done) {
        if (!text.startsWith(";", done.end() - 1)) {
            return new Statement(done.start(), done.end(), Statement.Kind.COPY_IN, done.end(), done.end());
        }
        scanner.blanksOnLine();
        if (scanner.atLineComment()) {
            comment(scanner.next());
            scanner.blanksOnLine();
        }
        if (!scanner.atLineEnd()) {
            findings.add(
                    scanner.at(),
                    "more SQL stands on the line of COPY … FROM STDIN, whose data begin on the next line",
                    "put it on a line of its own behind the \\. that ends the data");
        }
        Scanner.CopyLines lines = scanner.copyLines();
        if (!lines.closed() && !seed) {
            markerInData(lines);
        }
        return new Statement(done.start(), done.end(), Statement.Kind.COPY_IN, lines.start(), lines.end());
    }

    /** Data that nothing closes may have swallowed the next section. */
    private void markerInData(Scanner.CopyLines lines) {
        int line = lines.start();
        while (line < lines.end()) {
            int dashes = line;
            while (dashes < lines.end() && (text.charAt(dashes) == ' ' || text.charAt(dashes) == '\t')) {
                dashes++;
            }
            int newline = text.indexOf('\n', line);
            int end = newline < 0 ? text.length() : newline;
            if (text.startsWith("--", dashes) && MarkerLine.isMarker(text, dashes, end)) {
                findings.add(
                        dashes,
                        "this marker stands among the data of a COPY that go on to the end of the file",
                        "end the data with a line that holds \\. alone");
                return;
            }
            line = end + 1;
        }
    }

    /** Where the line begins, if only blanks stand before this offset; else -1. */
    private int lineStart(int offset) {
        int i = offset;
        while (i > 0 && Scanner.isBlank(text.charAt(i - 1)) && !isLineEnd(text.charAt(i - 1))) {
            i--;
        }
        return i == 0 || isLineEnd(text.charAt(i - 1)) ? i : -1;
    }

    private int lineEnd(int offset) {
        int end = text.startsWith("\r", offset) ? offset + 1 : offset;
        return text.startsWith("\n", end) ? end + 1 : end;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
