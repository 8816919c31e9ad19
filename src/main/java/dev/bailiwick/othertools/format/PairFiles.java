package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * golang-migrate and sqlx: a pair {@code 1_x.up.sql} and {@code 1_x.down.sql}; sqlx has simple files {@code 1_x.sql}, too,
 * and runs a file outside a transaction that begins with {@code -- no-transaction}.
 */
public final class PairFiles {
    private static final Pattern NAME = Pattern.compile("(\\d+)_(.*)\\.(up|down)\\.sql");
    private static final Pattern SIMPLE = Pattern.compile("(\\d+)_(.*)\\.sql");
    private static final String WITHOUT = "-- no-transaction";

    private final FileFormat format;
    private final ConversionCollector intake;
    private final Map<OtherToolVersion, MigrationFile> downs = new TreeMap<>();
    private final Map<MigrationFile, Matcher> ups = new LinkedHashMap<>();

    private PairFiles(FileFormat format, ConversionCollector intake) {
        this.format = format;
        this.intake = intake;
    }

    public static void read(FileFormat format, List<MigrationFile> files, ConversionCollector intake) {
        PairFiles pairs = new PairFiles(format, intake);
        files.forEach(pairs::sort);
        pairs.ups.forEach(pairs::join);
        pairs.downs
                .values()
                .forEach(down -> intake.refuse(
                        down, "has no up file of its version", "add it, or take this one out of the folder"));
    }

    /** Whether a file is one of a pair. */
    public static boolean isHalf(String filename) {
        return NAME.matcher(filename).matches();
    }

    public static boolean runsWithoutTransaction(MigrationFile file) {
        return file.text().startsWith(WITHOUT);
    }

    private void sort(MigrationFile file) {
        if (UnconvertedFiles.below(file, format, intake)) {
            return;
        }
        Matcher half = NAME.matcher(file.filename());
        Matcher simple = SIMPLE.matcher(file.filename());
        if (half.matches() && half.group(3).equals("down")) {
            MigrationFile other = downs.putIfAbsent(OtherToolVersion.number(half.group(1)), file);
            if (other != null) {
                intake.refuse(file, "has the same version as " + other.filename(), "rename one of them");
            }
        } else if (half.matches()) {
            ups.put(file, half);
        } else if (format == FileFormat.SQLX && simple.matches()) {
            ups.put(file, simple);
        } else {
            UnconvertedFiles.judge(file, format, "000001_x.up.sql and 000001_x.down.sql", intake);
        }
    }

    private void join(MigrationFile up, Matcher name) {
        OtherToolVersion version = OtherToolVersion.number(name.group(1));
        MigrationFile down = downs.remove(version);
        if (down != null && intake.isRefused(down)) {
            intake.refuse(up, "has a down file that can't be converted", "mend that first");
        }
        intake.change(OtherToolChange.of(
                new OriginalFile(format.word(), up.filename()),
                up,
                version,
                name.group(2),
                half(up),
                halfOrNone(down)));
    }

    private OtherToolChange.@Nullable Half halfOrNone(@Nullable MigrationFile file) {
        return file == null ? null : half(file);
    }

    private OtherToolChange.Half half(MigrationFile file) {
        return new OtherToolChange.Half(
                SourceLines.of(file), format != FileFormat.SQLX || !runsWithoutTransaction(file));
    }
}
