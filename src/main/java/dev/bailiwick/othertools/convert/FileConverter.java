package dev.bailiwick.othertools.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.model.failure.Finding;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.format.Conversion;
import dev.bailiwick.othertools.format.ConversionCollector;
import dev.bailiwick.othertools.format.ConvertedFile;
import dev.bailiwick.othertools.format.FileFormat;
import dev.bailiwick.othertools.format.FormatReader;
import dev.bailiwick.othertools.format.OtherToolChange;
import dev.bailiwick.othertools.name.OtherToolVersion;
import dev.bailiwick.script.split.NonTransactionalStatements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Turns a folder of another tool's files into migrations of ours. The SQL goes over as it stands, line ends made LF; nothing is
 * guessed, and no file is passed over without a word.
 */
public final class FileConverter {
    /** What a tracking table's column and a file system hold. */
    private static final int LONGEST_NAME = 255;

    private final FileFormat format;
    private final ConversionCollector intake = new ConversionCollector();

    private FileConverter(FileFormat format) {
        this.format = format;
    }

    /**
     * Converts files.
     *
     * @param files all that the folder holds, their names with the folders below it, in byte order
     * @param own files of the domain that they go into: what was taken over before keeps its name
     * @param others files of all other domains
     */
    public static Conversion convert(
            FileFormat format, List<MigrationFile> files, List<MigrationFile> own, List<MigrationFile> others) {
        FileConverter converter = new FileConverter(format);
        FormatReader.read(format, files, converter.intake);
        converter.refuseSameVersions();
        converter.refuseAnotherOrder(converter.intake.changes());
        List<ConvertedFile> converted = converter.write(new NewFileNames(converter.intake, own, others));
        return new Conversion(converted, converter.intake.refused(), converter.intake.asides());
    }

    private void refuseSameVersions() {
        Map<OtherToolVersion, MigrationFile> first = new TreeMap<>();
        for (OtherToolChange change : intake.changes()) {
            MigrationFile other = first.putIfAbsent(change.version(), change.file());
            if (other != null && !other.equals(change.file())) {
                intake.refuse(
                        change.file(),
                        "has the same version as " + other.filename() + ": " + change.version(),
                        "rename one of them");
            }
        }
    }

    private List<ConvertedFile> write(NewFileNames succession) {
        List<OtherToolChange> changes = intake.changes();
        List<ConvertedFile> converted = new ArrayList<>();
        for (OtherToolChange change : changes) {
            String filename = succession.name(change);
            if (filename.getBytes(UTF_8).length > LONGEST_NAME) {
                intake.refuse(
                        change.file(), "has a name that is too long: " + filename, "make its description shorter");
                continue;
            }
            ConvertedFile file = converted(change, filename, succession);
            if (!intake.isRefused(change.file())) {
                converted.add(file);
            }
        }
        converted.removeIf(file -> changes.stream()
                .anyMatch(change -> change.origin().equals(file.origin()) && intake.isRefused(change.file())));
        converted.sort(Comparator.comparing(ConvertedFile::filename, ByteOrder.OF_NAMES));
        return converted;
    }

    private ConvertedFile converted(OtherToolChange read, String filename, NewFileNames succession) {
        List<String> notes = new ArrayList<>(read.notes());
        OtherToolChange change = read;
        if (read.up() != null) {
            OtherToolChange.Half down = read.down();
            change = new OtherToolChange(
                    read.origin(),
                    read.file(),
                    read.version(),
                    read.name(),
                    read.description(),
                    read.head(),
                    settled("up", read.up(), notes),
                    down == null ? null : settled("down", down, notes),
                    notes);
        }
        notes.addAll(succession.notes(read));
        NewMigrationText composition = new NewMigrationText(change, succession.origin(read));
        for (Finding finding : composition.findings(filename)) {
            String mend = finding.mend().endsWith(" transaction:false") ? format.withoutTransaction() : finding.mend();
            intake.refuse(change.file(), finding.where(), finding.what(), mend);
        }
        return new ConvertedFile(filename, change.origin(), composition.text(), notes);
    }

    /**
     * Where the tool leaves transactions to the file, a statement that refuses one says that there was none; blocks of the file's
     * own say it everywhere.
     */
    private OtherToolChange.Half settled(String section, OtherToolChange.Half half, List<String> notes) {
        int blocks = half.transaction()
                ? NonTransactionalStatements.blocks(half.text().text())
                : 0;
        if (blocks > 0) {
            notes.add("its " + section + " section gets transaction:false: it has " + blocks + " BEGIN … COMMIT "
                    + (blocks == 1 ? "block beside other statements" : "blocks"));
            return new OtherToolChange.Half(half.text(), false);
        }
        List<String> alone = half.transaction() && format.bare()
                ? NonTransactionalStatements.in(half.text().text())
                : List.of();
        if (alone.isEmpty()) {
            return half;
        }
        notes.add("its " + section + " section gets transaction:false: " + String.join(", ", alone)
                + " can't run in a transaction");
        return new OtherToolChange.Half(half.text(), false);
    }

    /** New names that were given one by one must not sort otherwise than the old ones. */
    private void refuseAnotherOrder(List<OtherToolChange> changes) {
        List<OtherToolChange> given =
                changes.stream().filter(change -> change.name() != null).toList();
        List<OtherToolChange> theirs = given.stream()
                .sorted(Comparator.comparing(this::place, ByteOrder.OF_NAMES))
                .toList();
        List<OtherToolChange> ours = given.stream()
                .sorted(Comparator.comparing(
                        change -> Objects.requireNonNullElse(change.name(), ""), ByteOrder.OF_NAMES))
                .toList();
        for (int i = 0; i < given.size(); i++) {
            if (!theirs.get(i).equals(ours.get(i))) {
                intake.refuse(
                        theirs.get(i).file(),
                        "would run in another place under its new name, "
                                + theirs.get(i).name(),
                        "rename it: its version begins as another one does");
                return;
            }
        }
    }

    /** What the tool compares byte by byte. */
    private String place(OtherToolChange change) {
        return format == FileFormat.DIESEL
                ? change.version().toString()
                : change.file().filename();
    }
}
