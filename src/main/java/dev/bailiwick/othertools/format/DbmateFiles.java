package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** dbmate: one file with our markers, named {@code 20240101000000_x.sql}; files run in the byte order of their names. */
public final class DbmateFiles {
    private static final Pattern NAME = Pattern.compile("(\\d+)(.*)\\.sql");
    private static final Pattern ACCEPTED = Pattern.compile("\\d+_.*\\S.*\\.sql");

    private DbmateFiles() {}

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        for (MigrationFile file : files) {
            Matcher name = NAME.matcher(file.filename());
            if (UnconvertedFiles.below(file, FileFormat.DBMATE, intake)) {
                continue;
            }
            if (!name.matches()) {
                UnconvertedFiles.judge(file, FileFormat.DBMATE, "20240101000000_x.sql", intake);
                continue;
            }
            String description = name.group(2).replaceFirst("^[-_. ]+", "");
            OtherToolChange change = new OtherToolChange(
                    new OriginalFile(FileFormat.DBMATE.word(), file.filename()),
                    file,
                    OtherToolVersion.number(name.group(1)),
                    ACCEPTED.matcher(file.filename()).matches() ? file.filename() : null,
                    description,
                    SourceLines.of(file),
                    null,
                    null,
                    List.of());
            intake.change(change.name() != null ? change : change.named(NewNames.of(name.group(1), description)));
        }
    }
}
