package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MyBatis Migrations: one file, whose way back stands after a line {@code -- //@UNDO}. */
public final class MyBatisFiles {
    private static final Pattern NAME = Pattern.compile("(\\d+)_(.*)\\.sql");
    private static final Pattern UNDO = Pattern.compile("\\s*--\\s*//.*@UNDO.*");
    private static final Pattern DELIMITER =
            Pattern.compile("\\s*(?:--|//)\\s*(?://)?\\s*@DELIMITER\\b.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGELOG = Pattern.compile(
            "create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?\\$\\{changelog}", Pattern.CASE_INSENSITIVE);

    private MyBatisFiles() {}

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        for (MigrationFile file : files) {
            if (UnconvertedFiles.below(file, FileFormat.MYBATIS, intake)) {
                continue;
            }
            Matcher name = NAME.matcher(file.filename());
            boolean special =
                    file.filename().equals("bootstrap.sql") || file.filename().equals("onabort.sql");
            if (special) {
                special(file, intake);
            } else if (!name.matches()) {
                UnconvertedFiles.judge(file, FileFormat.MYBATIS, "20240101000000_x.sql", intake);
            } else if (CHANGELOG.matcher(file.text()).find()) {
                intake.leaveOut(file, "makes the changelog table of MyBatis, which is not needed here");
            } else {
                read(file, OtherToolVersion.number(name.group(1)), name.group(2), intake);
            }
        }
    }

    public static boolean isUndo(String line) {
        return UNDO.matcher(line).matches();
    }

    private static void read(
            MigrationFile file, OtherToolVersion version, String description, ConversionCollector intake) {
        SourceLines up = new SourceLines(file);
        SourceLines down = new SourceLines(file);
        boolean undo = false;
        List<String> lines = SourceLines.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (DELIMITER.matcher(line).matches()) {
                intake.refuse(
                        file,
                        i + 1,
                        1,
                        "this line changes what ends a statement, which PostgreSQL doesn't know",
                        "take it out, and end each statement with ;");
            }
            if (!undo && isUndo(line)) {
                undo = true;
            } else {
                (undo ? down : up).add(line, i + 1);
            }
        }
        Placeholders.refuse(file, FileFormat.MYBATIS, intake);
        intake.change(OtherToolChange.of(
                new OriginalFile(FileFormat.MYBATIS.word(), file.filename()),
                file,
                version,
                description,
                new OtherToolChange.Half(up, true),
                undo ? new OtherToolChange.Half(down, true) : null));
    }

    /** What runs before all, or after a failure; as MyBatis makes them they hold comments only. */
    private static void special(MigrationFile file, ConversionCollector intake) {
        boolean empty;
        try {
            empty = MigrationParser.parseSeed(file.path(), file.text())
                    .statements()
                    .isEmpty();
        } catch (InvalidScriptException e) {
            // Only that it holds more than comments matters here.
            empty = false;
        }
        if (empty) {
            intake.leaveOut(file, "holds no statement");
        } else if (file.filename().equals("bootstrap.sql")) {
            intake.refuse(
                    file,
                    "runs before all migrations, and has no version",
                    "rename it so that it becomes the first, such as 00000000000000_bootstrap.sql");
        } else {
            intake.refuse(
                    file,
                    "runs after a failure, which nothing does here",
                    "take it out of the folder; --partial converts the others");
        }
    }
}
