package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * goose: one file, its parts after lines such as {@code -- +goose Up}, which stand at the very beginning of a line, in
 * letters of any size. goose looks at lines alone, so that such a line counts even in a body.
 */
public final class GooseFiles {
    private static final Pattern NAME = Pattern.compile("(\\d+)_(.*)\\.sql");
    private static final Pattern ANNOTATION = Pattern.compile("--\\s*\\+goose\\s+(.*?)\\s*", Pattern.CASE_INSENSITIVE);

    private final MigrationFile file;
    private final ConversionCollector intake;
    private final SourceLines head;
    private final SourceLines up;
    private final SourceLines down;
    private @Nullable SourceLines section;
    private boolean seenUp;
    private boolean seenDown;
    private boolean transaction = true;

    private GooseFiles(MigrationFile file, ConversionCollector intake) {
        this.file = file;
        this.intake = intake;
        this.head = new SourceLines(file);
        this.up = new SourceLines(file);
        this.down = new SourceLines(file);
    }

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        for (MigrationFile file : files) {
            if (UnconvertedFiles.below(file, FileFormat.GOOSE, intake)) {
                continue;
            }
            Matcher name = NAME.matcher(file.filename());
            if (name.matches()) {
                new GooseFiles(file, intake).read(OtherToolVersion.number(name.group(1)), name.group(2));
            } else if (file.filename().endsWith("_test.go")) {
                intake.leaveOut(file, "is no migration");
            } else {
                UnconvertedFiles.judge(file, FileFormat.GOOSE, "00001_x.sql", intake);
            }
        }
    }

    /** Whether a line is one of goose's. */
    public static boolean isAnnotation(String line) {
        return ANNOTATION.matcher(line).matches();
    }

    private void read(OtherToolVersion version, String description) {
        List<String> lines = SourceLines.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher annotation = ANNOTATION.matcher(lines.get(i));
            if (annotation.matches()) {
                annotation(annotation.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " "), i + 1);
            } else {
                (section == null ? head : section).add(lines.get(i), i + 1);
            }
        }
        if (!seenUp) {
            intake.refuse(file, "has no line -- +goose Up", "write it before what goes up");
        }
        OriginalFile origin = new OriginalFile(FileFormat.GOOSE.word(), file.filename());
        OtherToolChange change = OtherToolChange.of(
                origin,
                file,
                version,
                description,
                new OtherToolChange.Half(up, transaction),
                seenDown ? new OtherToolChange.Half(down, transaction) : null);
        intake.change(head.isBlank() ? change : change.headed(head));
    }

    private void annotation(String word, int line) {
        switch (word) {
            case "up" -> {
                if (seenUp) {
                    refuse(line, "a second -- +goose Up in one file", "put both parts together");
                }
                seenUp = true;
                section = up;
            }
            case "down" -> {
                if (!seenUp || seenDown) {
                    refuse(
                            line,
                            "a -- +goose Down that stands second, or before -- +goose Up",
                            "put it behind the up part");
                }
                seenDown = true;
                section = down;
            }
            case "no transaction" -> transaction = false;
            case "statementbegin", "statementend", "envsub off" -> {}
            case "envsub on" ->
                refuse(
                        line,
                        "-- +goose ENVSUB ON lets goose put variables of the environment into the text",
                        "write their values; or read them as settings, current_setting('bailiwick.name') with --set"
                                + " name=value");
            default -> refuse(line, "goose has no annotation \"" + word + "\" that we know", "take it out");
        }
    }

    private void refuse(int line, String what, String mend) {
        intake.refuse(file, line, 1, what, mend);
    }
}
