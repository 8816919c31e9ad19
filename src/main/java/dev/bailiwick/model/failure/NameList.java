package dev.bailiwick.model.failure;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a sentence: a handful, and how many more there are. */
public final class NameList {
    private static final int MOST = 8;

    private NameList() {}

    /** All of a few names, else the first of them. */
    public static String of(Collection<String> names) {
        String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() > MOST ? first + " and " + (names.size() - MOST) + " more" : first;
    }
}
