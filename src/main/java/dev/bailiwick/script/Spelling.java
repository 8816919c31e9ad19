package dev.bailiwick.script;

/** How far a word is from the word that was meant. */
final class Spelling {

    /** Words longer than this are none of ours. */
    private static final int LONGEST = 24;

    private Spelling() {}

    /** The nearest of these words, or the empty string where none is near. */
    static String nearest(String word, String... words) {
        String nearest = "";
        int best = 4;
        for (String candidate : words) {
            int distance = distance(word, candidate);
            if (distance < best && distance <= candidate.length() / 3) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Letters to insert, leave out, replace or swap with their neighbour, until one word is the other. */
    static int distance(String one, String other) {
        if (one.length() > LONGEST || other.length() > LONGEST) {
            return LONGEST;
        }
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, one, other, i, j);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static int step(int[][] cost, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
