package dev.bailiwick.plan;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.stream.Stream;

/** What was changed in a file since it was applied, as a unified diff. */
public final class FileDiff {
    private static final int CONTEXT = 1;
    private static final int MOST = 40;

    private FileDiff() {}

    /**
     * The changed lines with their surroundings, shortened to something that a terminal can show.
     *
     * @return lines that begin with {@code @@}, blank, {@code -} or {@code +}; empty where only line ends differ
     */
    public static List<String> between(String applied, String now) {
        List<String> before = lines(applied);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                "applied", "now", before, DiffUtils.diff(before, lines(now)), CONTEXT);
        // The first two lines only name the two sides.
        List<String> hunks = diff.stream().skip(2).toList();
        if (hunks.size() <= MOST) {
            return hunks;
        }
        return Stream.concat(hunks.stream().limit(MOST), Stream.of("… " + (hunks.size() - MOST) + " more lines"))
                .toList();
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
