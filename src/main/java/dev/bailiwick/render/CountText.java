package dev.bailiwick.render;

import dev.bailiwick.model.history.FileState;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** CountText in words: {@code 38 applied, 2 pending, 1 edited}, {@code 1 migration}, {@code public, inventory}. */
final class CountText {
    private static final List<FileState> ORDER = List.of(
            FileState.APPLIED,
            FileState.MARKED,
            FileState.PENDING,
            FileState.FAILED,
            FileState.PARTIAL,
            FileState.EDITED,
            FileState.MISSING,
            FileState.NEWER,
            FileState.OUT_OF_ORDER);

    private static final Set<FileState> FINE = Set.of(FileState.APPLIED, FileState.MARKED);

    private CountText() {}

    /** The states that occur. */
    static String states(ToLongFunction<FileState> count, TextStyle style) {
        return ORDER.stream()
                .filter(state -> count.applyAsLong(state) > 0)
                .map(state -> {
                    String words = count.applyAsLong(state) + " " + state.word();
                    return FINE.contains(state) ? words : style.painted(state, words);
                })
                .collect(Collectors.joining(", "));
    }

    static String of(long count, String noun) {
        return count + " " + (count == 1 ? noun : noun + "s");
    }

    /** {@code 1 000 000}: thousands apart, whatever the reader's country. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /** All names where they are few, else their number. */
    static String domains(List<String> names) {
        return names.size() <= 4
                ? names.stream().map(Terminal::line).collect(Collectors.joining(", "))
                : of(names.size(), "domain");
    }
}
