package dev.bailiwick.plan;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that look alike and are other characters: what one system writes as one, another takes apart (Unicode's NFC and NFD). */
final class LookAlikeNames {
    private LookAlikeNames() {}

    /** The same for names that look alike. */
    static String form(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /**
     * Where they differ, in code points, as it is put after a sentence that names both.
     *
     * @return empty where they look different, or are the same
     */
    static String difference(String inHistory, String ofFile) {
        if (inHistory.equals(ofFile) || !form(inHistory).equals(form(ofFile))) {
            return "";
        }
        int[] there = inHistory.codePoints().toArray();
        int[] here = ofFile.codePoints().toArray();
        int same = 0;
        while (same < Math.min(there.length, here.length) && there[same] == here[same]) {
            same++;
        }
        // The character before is the one that what differs belongs to.
        int from = same > 0 && (combines(there, same) || combines(here, same)) ? same - 1 : same;
        return ", which looks the same: from character " + (from + 1) + " on it is " + points(there, from)
                + " in the history and " + points(here, from) + " in the file's name";
    }

    private static boolean combines(int[] points, int at) {
        return at < points.length && Character.getType(points[at]) == Character.NON_SPACING_MARK;
    }

    /** A character with the marks that belong to it. */
    private static String points(int[] points, int from) {
        int end = Math.min(points.length, from + 1);
        while (combines(points, end)) {
            end++;
        }
        return Arrays.stream(points, from, end)
                .mapToObj(point -> String.format(Locale.ROOT, "U+%04X", point))
                .collect(Collectors.joining(" "));
    }
}
