package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.marker.Marker;
import dev.bailiwick.script.marker.MarkerAdvice;
import dev.bailiwick.script.marker.ScriptFindings;
import dev.bailiwick.script.scan.Scanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections of a file as they take shape: comments, one up, at most one down. */
final class FileOutline implements Splitter.Sink {

    private final Text text;
    private final ScriptFindings findings;
    private final List<ClassifiedStatement> cuts = new ArrayList<>();
    private final MarkerAdvice advice;
    private @Nullable Marker marker;
    private int markerStart;
    private int sectionStart;
    private int early = -1;
    private @Nullable Section up;
    private @Nullable Section down;

    FileOutline(Text text, ScriptFindings findings) {
        this.text = text;
        this.findings = findings;
        this.advice = new MarkerAdvice(text, findings);
    }

    @Nullable
    Section up() {
        return up;
    }

    @Nullable
    Section down() {
        return down;
    }

    @Override
    public void statement(ClassifiedStatement cut) {
        advice.statement(cut.statement().start());
        if (marker == null) {
            early = early < 0 ? cut.statement().start() : early;
        } else {
            cuts.add(cut);
        }
    }

    @Override
    public void stray(int offset) {
        if (marker == null && early < 0) {
            early = offset;
        }
    }

    @Override
    public void marker(Marker next, int start, int end) {
        if (next.guessed() && marker != null && marker.direction() == next.direction()) {
            // It says again what the section's own marker says: the section goes on.
            return;
        }
        if (marker != null) {
            close(marker, start);
        } else if (early >= 0) {
            findings.add(
                    early,
                    "a statement stands before the first marker, where only comments may stand",
                    "move it behind the line -- migrate:up");
        }
        if (!next.guessed()) {
            order(next, start);
            advice.marker(next, start);
        }
        marker = next;
        markerStart = start;
        sectionStart = end;
    }

    private void order(Marker next, int start) {
        boolean goesUp = next.direction() == Direction.UP;
        if (advice.has(next.direction())) {
            findings.add(
                    start,
                    "a second " + Marker.spelled(next.direction()) + " in one file",
                    "put both sections together, or make another file of it");
        } else if (goesUp && advice.has(Direction.DOWN)) {
            findings.add(start, "the up section stands behind the down section", "put the up section first");
        }
    }

    private void close(Marker opened, int end) {
        List<Statement> statements =
                TransactionCommands.settle(opened.transaction(), Marker.spelled(opened.direction()), cuts, findings);
        if (opened.irreversible() && !cuts.isEmpty()) {
            findings.add(
                    statements.get(0).start(),
                    "a down section that is declared irreversible holds a statement",
                    "take the statement out, or the word irreversible");
        }
        Section section = new Section(
                sectionStart,
                end,
                opened.transaction(),
                opened.irreversible(),
                opened.limits(),
                opened.touches(),
                statements);
        if (opened.direction() == Direction.UP) {
            up = section;
        } else {
            down = section;
        }
        cuts.clear();
    }

    /** Ends the last section; {@code complete} where the text didn't end inside a string, a comment or a body. */
    void finish(boolean complete) {
        advice.give();
        if (marker != null) {
            close(marker, text.length());
            if (up == null && complete) {
                findings.add(markerStart, "the file has no up section", "write the line -- migrate:up before it");
            }
        } else if (text.chars().allMatch(c -> Scanner.isBlank((char) c))) {
            findings.add(
                    0, "the file is empty", "write the lines -- migrate:up and -- migrate:down with SQL behind them");
        } else if (complete) {
            findings.add(
                    Math.max(early, 0),
                    "the file has no marker, so nothing says which part of it to run",
                    "write the line -- migrate:up before it, and -- migrate:down before what takes it back");
        }
    }
}
