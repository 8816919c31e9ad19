package dev.bailiwick.plan;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ByteOrder;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The files that a person vouches for, each named by its path, its name or the beginning of it, in any domain. */
public final class AcceptedFiles {
    private static final int LISTED = 5;

    private final Map<Domain, SortedSet<String>> names = new LinkedHashMap<>();
    private final Map<Domain, Set<String>> accepted = new LinkedHashMap<>();

    /** These can be meant: files, and lines of the manifest without a file. */
    public void offer(Domain domain, Collection<String> filenames) {
        names.computeIfAbsent(domain, absent -> new TreeSet<>(ByteOrder.OF_NAMES))
                .addAll(filenames);
    }

    /**
     * Takes one in.
     *
     * @throws BailiwickException (usage) where it names none or several
     */
    public void accept(String typed) {
        if (typed.isBlank()) {
            throw BailiwickException.usage("--accept is empty: it takes a file", "bailiwick seal");
        }
        for (Predicate<String> reading : readings(typed)) {
            List<String> meant = new ArrayList<>();
            names.forEach((domain, filenames) -> filenames.stream()
                    .filter(name -> reading.test(domain.folder() + "/" + name))
                    .forEach(name -> {
                        meant.add(domain.folder() + "/" + name);
                        accepted.computeIfAbsent(domain, absent -> new LinkedHashSet<>())
                                .add(name);
                    }));
            if (meant.size() == 1) {
                return;
            }
            if (meant.size() > 1) {
                throw ambiguous(typed, meant);
            }
        }
        throw unknown(typed);
    }

    private static List<Predicate<String>> readings(String typed) {
        String name = "/" + typed;
        return List.of(
                path -> path.equals(typed) || ("/" + path).endsWith(name),
                path -> ("/" + path).endsWith(name + ".sql"),
                path -> last(path).startsWith(typed + "_") || path.startsWith(typed + "_"),
                path -> last(path).startsWith(typed) || path.startsWith(typed));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The accepted files of a domain. */
    public Set<String> in(Domain domain) {
        return accepted.getOrDefault(domain, Set.of());
    }

    private static BailiwickException ambiguous(String typed, List<String> meant) {
        String more = meant.size() > LISTED ? " and " + (meant.size() - LISTED) + " more" : "";
        return BailiwickException.usage(
                "--accept " + typed + " can mean " + meant.size() + " files: "
                        + String.join(", ", meant.subList(0, Math.min(LISTED, meant.size()))) + more,
                "name one of them in full");
    }

    private BailiwickException unknown(String typed) {
        List<String> all = names.values().stream().flatMap(Set::stream).toList();
        List<String> next = new ArrayList<>();
        Nearest.to(last(typed), all, 3).forEach(name -> next.add("did you mean " + name + "?"));
        next.add("bailiwick seal --dry-run");
        String where =
                String.join(", ", names.keySet().stream().map(Domain::name).toList());
        return BailiwickException.usage(
                "--accept " + typed + " names no migration in " + where, next.toArray(String[]::new));
    }
}
