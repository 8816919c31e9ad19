package dev.bailiwick.othertools.convert;

import dev.bailiwick.model.failure.Finding;
import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.othertools.format.OtherToolChange;
import dev.bailiwick.othertools.format.SourceLines;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A new file as it is put together: our lines, and passages of theirs that can be traced to where they stood. */
final class NewMigrationText {
    private static final String UP = "-- migrate:up";
    private static final String DOWN = "-- migrate:down";

    private static final Pattern MARKER = Pattern.compile("\\s*--\\s*migrate:(up|down)\\b.*");

    /** Advice that names a marker of the new file by its line. */
    private static final Pattern OUR_LINE = Pattern.compile("-- migrate:(up|down).* in line \\d+");

    /** Where a line of the new file stood; null for a line of ours. */
    private record Line(@Nullable SourceLines passage, int number) {}

    private final OtherToolChange change;
    private final StringBuilder text = new StringBuilder();
    private final List<Line> lines = new ArrayList<>();
    private int upStart = -1;
    private int upEnd = -1;
    private int downStart = -1;

    /** @param origin what the first line says */
    NewMigrationText(OtherToolChange change, OriginalFile origin) {
        this.change = change;
        add(origin.line());
        OtherToolChange.Half up = change.up();
        if (up == null) {
            add("");
            add(change.head());
            return;
        }
        if (change.down() == null) {
            add("-- It had no way back there, so this file has no down section.");
        }
        add("");
        if (change.head() != null) {
            add(change.head());
            blankLine();
        }
        add(UP + (up.transaction() ? "" : " transaction:false"));
        upStart = text.length();
        add(up.text());
        OtherToolChange.Half down = change.down();
        if (down != null) {
            blankLine();
            upEnd = text.length();
            add(DOWN + (down.transaction() ? "" : " transaction:false"));
            downStart = text.length();
            add(down.text());
        }
    }

    private void add(String line) {
        text.append(line).append('\n');
        lines.add(new Line(null, 0));
    }

    private void add(@Nullable SourceLines passage) {
        if (passage != null) {
            text.append(passage.text());
            passage.numbers().forEach(number -> lines.add(new Line(passage, number)));
        }
    }

    /** One, where none is there. */
    private void blankLine() {
        if (!text.toString().endsWith("\n\n")) {
            add("");
        }
    }

    String text() {
        return text.toString();
    }

    /** What our own parser finds wrong with it, at the place where it stood in their file. */
    List<Finding> findings(String filename) {
        try {
            Migration migration = MigrationParser.parse(change.file().path(), filename, text());
            return asMeant(migration) ? List.of() : List.of(ourMarker());
        } catch (InvalidScriptException e) {
            return e.findings().stream()
                    .map(finding -> new Finding(traced(finding.where()), finding.what(), mend(finding.mend())))
                    .toList();
        }
    }

    /** Their file doesn't have the markers that were put there, nor the lines of the new file. */
    private String mend(String mend) {
        return upStart >= 0 && OUR_LINE.matcher(mend).find() ? "take that line out" : mend;
    }

    /** Whether the sections are those that were put there: a line of theirs might read as a marker of ours. */
    private boolean asMeant(Migration migration) {
        if (upStart < 0) {
            return true;
        }
        Section down = migration.down();
        boolean ends = downStart < 0
                ? down == null
                : down != null && down.start() == downStart && migration.up().end() == upEnd;
        return ends && migration.up().start() == upStart;
    }

    private Finding ourMarker() {
        String[] ours = text().split("\n", -1);
        int number = 1;
        while (number < lines.size()
                && (lines.get(number - 1).passage() == null
                        || !MARKER.matcher(ours[number - 1]).matches())) {
            number++;
        }
        return new Finding(
                traced(new Place("", number, 1, ours[number - 1])),
                "a line of this file reads as a marker of ours, so that a section would end there",
                "change that comment, so that it does not begin with migrate:up or migrate:down");
    }

    private Place traced(Place place) {
        Line line = place.line() <= lines.size() ? lines.get(place.line() - 1) : new Line(null, 0);
        SourceLines passage = line.passage();
        return passage == null
                ? new Place(change.file().path(), 1, 1, "")
                : new Place(passage.file().path(), line.number(), place.column(), place.lineText());
    }
}
