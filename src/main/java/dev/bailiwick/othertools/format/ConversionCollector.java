package dev.bailiwick.othertools.format;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has been made of a folder's files so far: changes, files that can't be converted, files that are no migrations. */
public final class ConversionCollector {
    private final List<OtherToolChange> changes = new ArrayList<>();
    private final Map<String, List<Failure>> refused = new TreeMap<>(ByteOrder.OF_NAMES);
    private final List<Conversion.Aside> asides = new ArrayList<>();

    void change(OtherToolChange change) {
        changes.add(change);
    }

    /** Refuses a file as a whole. */
    public void refuse(MigrationFile file, String why, String mend) {
        refuse(file, null, file.path() + " " + why, mend);
    }

    /**
     * Refuses a file because of one of its lines.
     *
     * @param column counted from 1, in code points
     */
    void refuse(MigrationFile file, int line, int column, String what, String mend) {
        refuse(file, SourceLines.place(file, line, column), what, mend);
    }

    public void refuse(MigrationFile file, @Nullable Place where, String what, String mend) {
        refused.computeIfAbsent(file.filename(), name -> new ArrayList<>())
                .add(new Failure(what, where, null, "", List.of(mend)));
    }

    void leaveOut(MigrationFile file, String why) {
        asides.add(new Conversion.Aside(file.filename(), why));
    }

    public boolean isRefused(MigrationFile file) {
        return refused.containsKey(file.filename());
    }

    /** All changes; new names depend on them all, so that they stay the same when a file is mended. */
    public List<OtherToolChange> all() {
        return changes;
    }

    /** The changes of files that nothing is wrong with. */
    public List<OtherToolChange> changes() {
        return changes.stream().filter(change -> !isRefused(change.file())).toList();
    }

    public List<Conversion.Refused> refused() {
        return refused.entrySet().stream()
                .map(file -> new Conversion.Refused(file.getKey(), file.getValue()))
                .toList();
    }

    public List<Conversion.Aside> asides() {
        return asides.stream()
                .sorted(Comparator.comparing(Conversion.Aside::file, ByteOrder.OF_NAMES))
                .toList();
    }
}
