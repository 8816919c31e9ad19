package dev.bailiwick.script.marker;

import dev.bailiwick.model.failure.Finding;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong in one file, gathered while it is read and reported in the order of the file. */
public final class ScriptFindings {

    /** A file that isn't SQL at all would otherwise drown its reader, and each place costs a walk over the text. */
    private static final int TOLD = 20;

    private record Note(int offset, String what, String mend) {}

    private final String file;
    private final Text text;
    private final List<Note> notes = new ArrayList<>();
    private final List<MarkerAdvice.Alike> alikes = new ArrayList<>();

    public ScriptFindings(String file, Text text) {
        this.file = file;
        this.text = text;
    }

    public void add(int offset, String what, String mend) {
        notes.add(new Note(offset, what, mend));
    }

    /** Keeps a line that looks like a marker until all markers of the file are known. */
    void add(MarkerAdvice.Alike alike) {
        alikes.add(alike);
    }

    /** The lines that look like markers, in the order of the file. */
    List<MarkerAdvice.Alike> alikes() {
        return List.copyOf(alikes);
    }

    public boolean isEmpty() {
        return notes.isEmpty();
    }

    /** The first twenty in order; where there are more, one more finding that counts them. */
    public List<Finding> list() {
        notes.sort(Comparator.comparingInt(Note::offset));
        List<Finding> list = new ArrayList<>();
        for (Note note : notes.subList(0, Math.min(TOLD, notes.size()))) {
            list.add(new Finding(place(note, list), note.what, note.mend));
        }
        if (notes.size() > TOLD) {
            Note next = notes.get(TOLD);
            String what = "and " + (notes.size() - TOLD) + " more in this file, the next of them here";
            list.add(new Finding(place(next, list), what, "mend those above first"));
        }
        return List.copyOf(list);
    }

    /** Findings on one line share the text of the line, which may be megabytes long. */
    private Place place(Note note, List<Finding> before) {
        Place place = Place.of(file, text, note.offset);
        if (!before.isEmpty()) {
            Place last = before.get(before.size() - 1).where();
            if (last.line() == place.line()) {
                return new Place(file, place.line(), place.column(), last.lineText());
            }
        }
        return place;
    }
}
