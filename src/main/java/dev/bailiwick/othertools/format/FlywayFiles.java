package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flyway: {@code V1_2__x.sql} and, in its paid editions, {@code U1_2__x.sql} for the way back, in folders of any depth; beside
 * a file may lie its settings, {@code V1_2__x.sql.conf}.
 */
public final class FlywayFiles {
    private static final Pattern NAME = Pattern.compile("([VUB])(\\d+(?:[._]\\d+)*)(?:__(.*))?\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__.*\\.sql");
    private static final Pattern CALLBACK = Pattern.compile("(before|after|createSchema)\\w*\\.sql");
    private static final Pattern SETTING = Pattern.compile("(?m)^[ \\t]*([A-Za-z.]+)[ \\t]*=[ \\t]*(\\S*)[ \\t]*\\r?$");

    private final ConversionCollector intake;
    private final Map<OtherToolVersion, MigrationFile> undos = new TreeMap<>();
    private final Map<MigrationFile, Matcher> versioned = new LinkedHashMap<>();
    private final Map<String, MigrationFile> settings = new LinkedHashMap<>();

    private FlywayFiles(ConversionCollector intake) {
        this.intake = intake;
    }

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        FlywayFiles all = new FlywayFiles(intake);
        files.forEach(all::sort);
        all.versioned.forEach(all::join);
        all.undos
                .values()
                .forEach(undo -> intake.refuse(
                        undo, "has no V file of its version", "add it, or take this one out of the folder"));
        all.settings.values().forEach(file -> intake.leaveOut(file, "is no migration"));
    }

    /** Whether a file is named as Flyway's migrations are; the way back and repeatable ones included. */
    public static boolean isNamed(String filename) {
        String name = UnconvertedFiles.base(filename);
        return NAME.matcher(name).matches() || REPEATABLE.matcher(name).matches();
    }

    private void sort(MigrationFile file) {
        String base = UnconvertedFiles.base(file.filename());
        Matcher name = NAME.matcher(base);
        if (base.endsWith(".sql.conf")) {
            settings.put(file.filename(), file);
        } else if (REPEATABLE.matcher(base).matches()) {
            intake.refuse(
                    file,
                    "is repeatable: flyway runs it whenever it has changed",
                    "make a seed of it (seeds/ in the domain's folder, run by bailiwick seed), or give it a version; then take it"
                            + " out of the folder; --partial converts the others");
        } else if (CALLBACK.matcher(base).matches() && !name.matches()) {
            intake.refuse(
                    file,
                    "is a callback, which nothing calls here",
                    "take it out of the folder; --partial converts the others");
        } else if (!name.matches()) {
            UnconvertedFiles.judge(file, FileFormat.FLYWAY, "V1__x.sql", intake);
        } else if (name.group(1).equals("B")) {
            intake.refuse(
                    file,
                    "is a baseline, which stands for all V files up to its version",
                    "take it out, or take those V files out and name it V" + base.substring(1)
                            + "; --partial converts the others");
        } else if (name.group(1).equals("V")) {
            versioned.put(file, name);
        } else {
            MigrationFile other = undos.putIfAbsent(OtherToolVersion.dotted(name.group(2)), file);
            if (other != null) {
                intake.refuse(file, "has the same version as " + other.filename(), "rename one of them");
            }
        }
    }

    private void join(MigrationFile file, Matcher name) {
        OtherToolVersion version = OtherToolVersion.dotted(name.group(2));
        MigrationFile undo = undos.remove(version);
        List<String> notes = new ArrayList<>();
        OtherToolChange.Half up = half(file, notes);
        OtherToolChange.Half down = undo == null ? null : half(undo, notes);
        if (undo != null && intake.isRefused(undo)) {
            intake.refuse(
                    file, "has its way back in " + undo.filename() + ", which can't be converted", "mend that first");
        }
        String description = name.group(3) == null ? "" : name.group(3);
        intake.change(OtherToolChange.of(
                        new OriginalFile(FileFormat.FLYWAY.word(), file.filename()),
                        file,
                        version,
                        description,
                        up,
                        down)
                .noted(notes));
    }

    private OtherToolChange.Half half(MigrationFile file, List<String> notes) {
        MigrationFile conf = settings.remove(file.filename() + ".conf");
        boolean transaction = true;
        boolean replaces = true;
        if (conf != null) {
            Matcher setting = SETTING.matcher(conf.text());
            while (setting.find()) {
                String value = setting.group(2);
                switch (key(setting.group(1))) {
                    case "executeInTransaction" -> transaction = !value.equalsIgnoreCase("false");
                    case "placeholderReplacement" -> replaces = !value.equalsIgnoreCase("false");
                    default -> notes.add(conf.filename() + " says " + setting.group(1) + ", which means nothing here");
                }
            }
            intake.leaveOut(conf, "was read: it holds settings of " + UnconvertedFiles.base(file.filename()));
        }
        if (replaces) {
            Placeholders.refuse(file, FileFormat.FLYWAY, intake);
        }
        return new OtherToolChange.Half(SourceLines.of(file), transaction);
    }

    private static String key(String written) {
        return written.replaceFirst("^flyway\\.", "");
    }
}
