package dev.bailiwick.peers;

import dev.bailiwick.model.MigrationFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** dbmate: one file with our markers, named {@code 20240101000000_x.sql}; files run in the byte order of their names. */
final class DbmateFiles {
    private static final Pattern NAME = Pattern.compile("(\\d+)(.*)\\.sql");
    private static final Pattern ACCEPTED = Pattern.compile("\\d+_.*\\S.*\\.sql");

    private DbmateFiles() {}

    static void read(List<MigrationFile> files, Intake intake) {
        for (MigrationFile file : files) {
            Matcher name = NAME.matcher(file.filename());
            if (Leftovers.below(file, FileFormat.DBMATE, intake)) {
                continue;
            }
            if (!name.matches()) {
                Leftovers.judge(file, FileFormat.DBMATE, "20240101000000_x.sql", intake);
                continue;
            }
            String description = name.group(2).replaceFirst("^[-_. ]+", "");
            Change change = new Change(
                    new Origin(FileFormat.DBMATE.word(), file.filename()),
                    file,
                    Version.number(name.group(1)),
                    ACCEPTED.matcher(file.filename()).matches() ? file.filename() : null,
                    description,
                    Passage.of(file),
                    null,
                    null,
                    List.of());
            intake.change(change.name() != null ? change : change.named(Names.of(name.group(1), description)));
        }
    }
}
