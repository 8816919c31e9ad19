package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL files without a tool, as somebody ran them one by one with psql: the whole file goes up, and nothing goes down. */
public final class PlainFiles {
    private static final Pattern DATED = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})_.*\\S.*\\.sql");
    private static final Pattern NUMBERED = Pattern.compile("(\\d+)(?:[-_. ]+(.*))?\\.sql");

    private PlainFiles() {}

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        for (MigrationFile file : files) {
            if (UnconvertedFiles.below(file, FileFormat.PLAIN, intake)) {
                continue;
            }
            Matcher dated = DATED.matcher(file.filename());
            Matcher numbered = NUMBERED.matcher(file.filename());
            if (dated.matches()) {
                intake.change(change(file, dated.group(1) + dated.group(2) + dated.group(3), "")
                        .named(file.filename()));
            } else if (numbered.matches()) {
                intake.change(change(file, numbered.group(1), numbered.group(2) == null ? "" : numbered.group(2)));
            } else if (UnconvertedFiles.extension(file.filename()).equals("sql")) {
                intake.refuse(
                        file,
                        "has no version in its name: nothing says when it runs",
                        "rename it, such as 001_" + file.filename() + ", or take it out of the folder; --partial"
                                + " converts the others");
            } else {
                UnconvertedFiles.judge(file, FileFormat.PLAIN, "001_x.sql", intake);
            }
        }
    }

    public static boolean isVersioned(String filename) {
        return DATED.matcher(filename).matches() || NUMBERED.matcher(filename).matches();
    }

    private static OtherToolChange change(MigrationFile file, String digits, String description) {
        return OtherToolChange.of(
                new OriginalFile(FileFormat.PLAIN.word(), file.filename()),
                file,
                OtherToolVersion.number(digits),
                description,
                new OtherToolChange.Half(SourceLines.of(file), true),
                null);
    }
}
