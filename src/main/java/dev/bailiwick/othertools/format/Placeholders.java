package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses files whose text their tool changes before it runs them: nothing of ours substitutes text. */
final class Placeholders {
    private static final Pattern DOLLAR = Pattern.compile("\\$\\{[^}\\s]+}");

    /** Of one file the first few say enough. */
    private static final int TOLD = 3;

    private Placeholders() {}

    /** Looks for <code>${name}</code>, anywhere in the file: in strings and comments it is replaced, too. */
    static void refuse(MigrationFile file, FileFormat format, ConversionCollector intake) {
        int reported = 0;
        List<String> lines = SourceLines.lines(file);
        for (int i = 0; i < lines.size() && reported < TOLD; i++) {
            Matcher found = DOLLAR.matcher(lines.get(i));
            if (found.find()) {
                reported++;
                intake.refuse(
                        file,
                        i + 1,
                        lines.get(i).codePointCount(0, found.start()) + 1,
                        found.group() + " is a placeholder that " + format.word() + " replaces",
                        "write its value; or read it as a setting, current_setting('bailiwick.name') with --set name=value");
            }
        }
    }
}
