package dev.bailiwick.render;

import dev.bailiwick.model.report.SealChange;
import dev.bailiwick.model.report.SealedDomain;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says which lines of manifests came, changed and went. */
public final class SealText {
    private SealText() {}

    /**
     * What sealing came to.
     *
     * @param quiet leaves out the single lines
     */
    public static String of(List<SealedDomain> domains, boolean dryRun, boolean quiet, TextStyle style) {
        StringBuilder text = new StringBuilder();
        for (SealedDomain domain : domains) {
            if (!domain.changes().isEmpty() || domain.order()) {
                text.append(path(domain)).append(dryRun ? " would be written: " : " is written: ");
                text.append(domain.order() ? "the same lines in order" : counts(domain.changes()));
                text.append('\n');
                if (!quiet) {
                    domain.changes().forEach(change -> text.append(line(change, style)));
                }
            }
        }
        return text.isEmpty() ? nothing(domains) : text.toString();
    }

    /** The manifest's path as the user would type it. */
    public static String path(SealedDomain domain) {
        return domain.domain().folder() + "/checksums.md5";
    }

    private static String line(SealChange change, TextStyle style) {
        String shown = change.checksum() == null ? change.was() : change.checksum();
        String was = change.checksum() != null && change.was() != null ? ", was " + style.dim(change.was()) : "";
        return "  %-7s  %s  %s%s\n".formatted(change.word(), shown, Terminal.line(change.filename()), was);
    }

    private static String counts(List<SealChange> changes) {
        return Stream.of("added", "changed", "removed")
                .map(word -> {
                    long count = changes.stream()
                            .filter(change -> change.word().equals(word))
                            .count();
                    return count == 0 ? "" : count + (count == 1 ? " line " : " lines ") + word;
                })
                .filter(count -> !count.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String nothing(List<SealedDomain> domains) {
        int files = domains.stream().mapToInt(SealedDomain::files).sum();
        String names = domains.stream().map(domain -> domain.domain().name()).collect(Collectors.joining(", "));
        return "nothing to do: " + files + (files == 1 ? " migration is" : " migrations are") + " sealed in " + names
                + "\n";
    }
}
