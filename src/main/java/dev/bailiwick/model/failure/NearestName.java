package dev.bailiwick.model.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that a person meant who typed another one: the fewest slips of the keyboard away.
 *
 * <p>A slip is a letter too many, too few or wrong, or two neighbours swapped (Damerau's distance in its simple form:
 * no stretch is touched twice). Upper and lower case are the same key. More than one slip in three letters is another
 * word, not a slip.
 */
public final class NearestName {
    private NearestName() {}

    /** The nearest of the names, or nothing where none is near. Among equals the first in the alphabet. */
    public static Optional<String> to(String typed, Collection<String> names) {
        return to(typed, names, 1).stream().findFirst();
    }

    /** The nearest of the names, the nearest first, no more than {@code most} of them. */
    public static List<String> to(String typed, Collection<String> names, int most) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, typed.length() / 3);
        return names.stream()
                .distinct()
                .map(name -> new Candidate(name, slips(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.slips <= limit && candidate.slips < candidate.name.length())
                .sorted(Comparator.comparingInt(Candidate::slips).thenComparing(Candidate::name))
                .limit(most)
                .map(Candidate::name)
                .toList();
    }

    private record Candidate(String name, int slips) {}

    /** Slips between two words, in time and rows of their lengths' product. */
    private static int slips(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(d[i - 1][j - 1] + wrong, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, d[i - 2][j - 2] + 1);
                }
                d[i][j] = best;
            }
        }
        return d[a.length()][b.length()];
    }
}
