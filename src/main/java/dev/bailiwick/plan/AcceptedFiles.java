package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.script.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files that a person vouches for, each named by its path, its name or the beginning of it, in any domain. */
public final class AcceptedFiles {
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
        if (TypedName.last(typed).isBlank()) {
            throw BailiwickException.usage("--accept is empty: it takes a file", "bailiwick seal");
        }
        List<File> files = new ArrayList<>();
        names.forEach((domain, filenames) -> filenames.forEach(name -> files.add(new File(domain, name))));
        List<File> meant = TypedName.meant(typed, files, file -> file.domain.folder(), File::name);
        if (meant.size() > 1) {
            throw TypedName.ambiguous(
                    "--accept " + typed, "", meant.stream().map(File::path).toList());
        }
        if (meant.isEmpty()) {
            throw unknown(typed, files);
        }
        File file = meant.get(0);
        accepted.computeIfAbsent(file.domain, absent -> new LinkedHashSet<>()).add(file.name);
    }

    private record File(Domain domain, String name) {
        String path() {
            return domain.folder() + "/" + name;
        }
    }

    /** The accepted files of a domain. */
    public Set<String> in(Domain domain) {
        return accepted.getOrDefault(domain, Set.of());
    }

    private BailiwickException unknown(String typed, List<File> files) {
        List<String> all = files.stream().map(File::name).toList();
        String where =
                String.join(", ", names.keySet().stream().map(Domain::name).toList());
        return TypedName.unknown(
                "--accept " + typed + " names no migration in " + where,
                NearestName.to(TypedName.last(typed), all, 3),
                "bailiwick seal --dry-run");
    }
}
