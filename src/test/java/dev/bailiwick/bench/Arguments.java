package dev.bailiwick.bench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What was typed: {@code [--rounds N] [--files N] [PART…]}.
 *
 * @param files how many small files the parts take that apply many
 * @param parts without one: all
 */
record Arguments(int rounds, int files, Set<Part> parts) {
    /** In the order in which they run; in small letters on the command line. */
    enum Part {
        APPLY,
        UPGRADE,
        SLOW_COMMIT,
        SHARED,
        NOTHING,
        ROLLBACK,
        TENFOLD,
        DISTANCE,
        PARALLEL,
        GUARD,
        CATALOG,
        SIZE;

        String typed() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Part of(String word) {
            for (Part part : values()) {
                if (part.typed().equals(word)) {
                    return part;
                }
            }
            throw new IllegalArgumentException("there is no part " + word + "; there are: " + all());
        }

        private static String all() {
            return String.join(
                    ", ", EnumSet.allOf(Part.class).stream().map(Part::typed).toList());
        }
    }

    static Arguments of(String... words) {
        int rounds = 5;
        int files = 1000;
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--rounds" -> rounds = number(words, ++i, 1);
                case "--files" -> files = number(words, ++i, 8);
                default -> parts.add(Part.of(words[i]));
            }
        }
        return new Arguments(rounds, files, parts.isEmpty() ? EnumSet.allOf(Part.class) : parts);
    }

    private static int number(String[] words, int i, int least) {
        String wrong = words[i - 1] + " takes a number, " + least + " or more";
        if (i == words.length || !words[i].matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(wrong);
        }
        int number = Integer.parseInt(words[i]);
        if (number < least) {
            throw new IllegalArgumentException(wrong);
        }
        return number;
    }
}
