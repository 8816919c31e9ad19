package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import java.util.Locale;
import java.util.Map;

/** Judges the files of a folder that a tool's naming does not cover: none is passed over without a word. */
public final class UnconvertedFiles {
    private static final Map<String, String> LANGUAGES = Map.ofEntries(
            Map.entry("go", "Go"),
            Map.entry("java", "Java"),
            Map.entry("class", "Java"),
            Map.entry("kt", "Kotlin"),
            Map.entry("groovy", "Groovy"),
            Map.entry("js", "JavaScript"),
            Map.entry("mjs", "JavaScript"),
            Map.entry("cjs", "JavaScript"),
            Map.entry("ts", "TypeScript"),
            Map.entry("py", "Python"),
            Map.entry("rs", "Rust"),
            Map.entry("sh", "a shell's language"));

    static final String LEAVE = "write it as SQL, or take it out of the folder; --partial converts the others";

    private UnconvertedFiles() {}

    /**
     * A file that is not named as the tool names its migrations.
     *
     * @param named how the tool names them, such as {@code V1__x.sql}
     */
    static void judge(MigrationFile file, FileFormat format, String named, ConversionCollector intake) {
        String extension = extension(file.filename());
        String language = LANGUAGES.get(extension);
        if (language != null) {
            intake.refuse(file, "is written in " + language + ", which is a program and can't be converted", LEAVE);
        } else if (extension.equals("sql")) {
            intake.refuse(
                    file,
                    "is not named as " + format.word() + " names migrations: " + named,
                    "rename it, or take it out of the folder; --partial converts the others");
        } else {
            intake.leaveOut(file, "is no migration");
        }
    }

    /** Whether a file lies in a sub-folder, where a tool of flat folders doesn't look; it is left out. */
    static boolean below(MigrationFile file, FileFormat format, ConversionCollector intake) {
        if (!file.filename().contains("/")) {
            return false;
        }
        intake.leaveOut(file, "lies in a folder below, where " + format.word() + " doesn't look");
        return true;
    }

    public static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 || name.indexOf('/', dot) >= 0
                ? ""
                : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The name without the folders before it. */
    public static String base(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
