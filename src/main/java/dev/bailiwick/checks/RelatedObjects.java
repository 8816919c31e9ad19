package dev.bailiwick.checks;

import dev.bailiwick.checks.DdlReader.Made;
import dev.bailiwick.checks.LintFile.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which of the objects that a file makes have to do with each other: one statement speaks of both, or triggers and the like
 * on one table do. Each statement is read once, however many objects there are.
 */
final class RelatedObjects {
    private final List<Said> objects = new ArrayList<>();
    private final IdentityHashMap<Said, Integer> positions = new IdentityHashMap<>();
    private final Map<String, List<Integer>> named = new HashMap<>();
    private final int[] parent;

    /** @param kinds of the objects that are looked at; partitions are not */
    RelatedObjects(LintFile file, Set<String> kinds) {
        for (Said said : file.up()) {
            Made made = said.made();
            if (made != null
                    && kinds.contains(made.kind())
                    && !said.words().is(said.words().after(made.at()), "partition", "of")) {
                named.computeIfAbsent(made.name().name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(objects.size());
                positions.put(said, objects.size());
                objects.add(said);
            }
        }
        parent = new int[objects.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        if (parent.length > 1) {
            relate(file);
        }
    }

    private void relate(LintFile file) {
        Map<String, Integer> tables = new HashMap<>();
        for (Said said : file.up()) {
            Integer self = positions.get(said);
            int first = self == null ? -1 : self;
            for (String word : new NameMentions(text(file, said)).words()) {
                for (int object : named.getOrDefault(word, List.of())) {
                    first = first < 0 ? object : first;
                    join(first, object);
                }
            }
            Made made = said.made();
            if (made != null && made.on() != null && first >= 0) {
                Integer other = tables.putIfAbsent(file.qualified(made.on()), first);
                join(first, other == null ? first : other);
            }
        }
    }

    private static String text(LintFile file, Said said) {
        return file.text().substring(said.statement().start(), said.statement().end());
    }

    private int root(int object) {
        int root = object;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private void join(int one, int other) {
        int a = root(one);
        int b = root(other);
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    /** The objects, each by the statement that makes it, in the order of the file. */
    List<Said> objects() {
        return objects;
    }

    /** Whether two of them have to do with each other, be it by way of others. */
    boolean together(Said one, Said other) {
        return root(Objects.requireNonNull(positions.get(one))) == root(Objects.requireNonNull(positions.get(other)));
    }
}
