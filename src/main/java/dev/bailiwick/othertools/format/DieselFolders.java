package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * diesel: a folder {@code 2024-01-01-000000_x} with {@code up.sql} and {@code down.sql}; its version is what stands before
 * the first underscore, without the dashes, and compared byte by byte.
 */
public final class DieselFolders {
    private static final Pattern FOLDER = Pattern.compile("(\\d[\\d-]*)_([^/]*)");
    private static final Pattern IN_TRANSACTION =
            Pattern.compile("(?m)^[ \\t]*run_in_transaction[ \\t]*=[ \\t]*(true|false)[ \\t]*(?:#.*)?\\r?$");

    private DieselFolders() {}

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        Map<String, Map<String, MigrationFile>> folders = new TreeMap<>();
        for (MigrationFile file : files) {
            String folder = folder(file.filename());
            if (folder == null) {
                UnconvertedFiles.judge(file, FileFormat.DIESEL, "2024-01-01-000000_x/up.sql", intake);
            } else {
                folders.computeIfAbsent(folder, name -> new TreeMap<>())
                        .put(UnconvertedFiles.base(file.filename()), file);
            }
        }
        folders.forEach((folder, members) -> read(folder, members, intake));
    }

    /** The folder of a migration's file; null where the file lies elsewhere. */
    public static @Nullable String folder(String filename) {
        int slash = filename.indexOf('/');
        return slash > 0
                        && slash == filename.lastIndexOf('/')
                        && FOLDER.matcher(filename.substring(0, slash)).matches()
                ? filename.substring(0, slash)
                : null;
    }

    private static void read(String folder, Map<String, MigrationFile> members, ConversionCollector intake) {
        MigrationFile up = members.remove("up.sql");
        MigrationFile down = members.remove("down.sql");
        MigrationFile metadata = members.remove("metadata.toml");
        for (MigrationFile other : members.values()) {
            UnconvertedFiles.judge(other, FileFormat.DIESEL, "up.sql and down.sql", intake);
        }
        if (up == null) {
            if (down != null) {
                intake.refuse(down, "has no up.sql beside it", "add it, or take the folder out");
            }
            return;
        }
        boolean transaction = metadata == null || runsInTransaction(up, metadata, intake);
        if (metadata != null) {
            intake.leaveOut(metadata, "was read: it says whether the migration runs in a transaction");
        }
        Matcher name = FOLDER.matcher(folder);
        if (name.matches()) {
            String digits = name.group(1).replace("-", "");
            intake.change(OtherToolChange.of(
                            new OriginalFile(FileFormat.DIESEL.word(), up.filename()),
                            up,
                            OtherToolVersion.number(digits),
                            name.group(2),
                            new OtherToolChange.Half(SourceLines.of(up), transaction),
                            down == null ? null : new OtherToolChange.Half(SourceLines.of(down), transaction))
                    .named(NewNames.of(digits, name.group(2))));
        }
    }

    private static boolean runsInTransaction(MigrationFile up, MigrationFile metadata, ConversionCollector intake) {
        Matcher found = IN_TRANSACTION.matcher(metadata.text());
        if (found.find()) {
            return found.group(1).equals("true");
        }
        intake.refuse(
                up,
                "has a metadata.toml beside it that doesn't say whether it runs in a transaction",
                "write run_in_transaction = true or false into " + metadata.path());
        return true;
    }
}
