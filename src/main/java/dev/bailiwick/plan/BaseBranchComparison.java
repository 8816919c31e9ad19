package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a branch has sealed in a domain with the base branch, and with where it left that: what others have must
 * stay as it is, and what is new must sort after it.
 *
 * <p>What the branch has as it was where it left is not its doing: there the base has moved on, and the branch is behind.
 */
public final class BaseBranchComparison {
    private final Domain domain;
    private final String base;
    private final SortedMap<String, String> theirs;
    private final @Nullable SortedMap<String, String> fork;
    private final SortedMap<String, String> ours;
    private final List<Failure> failures = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();

    private BaseBranchComparison(Domain domain, String base, Sealed sealed) {
        this.domain = domain;
        this.base = base;
        this.theirs = sealed.theirs;
        this.fork = sealed.fork;
        this.ours = sealed.ours;
    }

    /**
     * Three states of a domain: the checksum by file name.
     *
     * @param theirs the base's
     * @param fork where the branch left it; null where that is unknown
     * @param ours the branch's
     */
    public record Sealed(
            SortedMap<String, String> theirs,
            @Nullable SortedMap<String, String> fork,
            SortedMap<String, String> ours) {}

    /**
     * Compares a domain.
     *
     * @param base the revision as it was typed
     */
    public static BaseBranchComparison of(Domain domain, String base, Sealed sealed) {
        BaseBranchComparison against = new BaseBranchComparison(domain, base, sealed);
        against.compare();
        return against;
    }

    /** What the branch must not do. */
    public List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** The files in which only the base has moved on. */
    public List<String> behind() {
        return List.copyOf(behind);
    }

    private void compare() {
        NavigableSet<String> known = new TreeSet<>(ByteOrder.OF_NAMES);
        known.addAll(theirs.keySet());
        if (fork != null) {
            known.addAll(fork.keySet());
        }
        NavigableSet<String> fresh = new TreeSet<>(ByteOrder.OF_NAMES);
        fresh.addAll(ours.keySet());
        fresh.removeAll(known);
        for (String name : known) {
            compare(name, fresh);
        }
        if (!theirs.isEmpty()) {
            fresh.headSet(theirs.lastKey(), false).forEach(this::outOfOrder);
        }
    }

    private void compare(String name, NavigableSet<String> fresh) {
        String here = ours.get(name);
        String there = theirs.get(name);
        if (Objects.equals(here, there)) {
            return;
        }
        if (fork != null && Objects.equals(here, fork.get(name))) {
            behind.add(name);
        } else if (here == null) {
            gone(name, Objects.requireNonNull(there), fresh);
        } else {
            changed(name, here, there);
        }
    }

    private void changed(String name, String here, @Nullable String there) {
        String path = path(name);
        if (fork != null && !fork.containsKey(name)) {
            failures.add(new Failure(
                    path + " is new here, and " + base + " has meanwhile got another file of that name",
                    null,
                    null,
                    "there its checksum is " + there + ", here " + here,
                    List.of(rename(name))));
            return;
        }
        failures.add(new Failure(
                path + " is not as " + base + " has it",
                null,
                null,
                there == null ? base + " has it no more" : "there its checksum is " + there + ", here " + here,
                List.of(
                        "see the change: " + ShellCommand.of("git", "diff", base, "--", path),
                        "take it back: " + ShellCommand.of("git", "checkout", base, "--", path) + " && " + seal(),
                        "or write a new migration that makes the change")));
    }

    /** @param fresh loses the new name of a file that was renamed: it is no new file */
    private void gone(String name, String there, NavigableSet<String> fresh) {
        Optional<String> renamed = fresh.stream()
                .filter(candidate -> there.equals(ours.get(candidate)))
                .findFirst();
        renamed.ifPresent(fresh::remove);
        failures.add(Failure.of(
                path(name) + " is gone, and " + base + " has it"
                        + renamed.map(other -> ": " + other + " has its content, it seems to be renamed")
                                .orElse(""),
                renamed.map(other -> "give it its old name: " + ShellCommand.of("git", "mv", path(other), path(name)))
                                .orElse("bring it back: " + ShellCommand.of("git", "checkout", base, "--", path(name)))
                        + " && " + seal(),
                "what is applied is taken back by a new migration, not by removing its file"));
    }

    private void outOfOrder(String name) {
        failures.add(Failure.of(
                path(name) + " is new and sorts before " + theirs.lastKey() + ", which " + base + " has",
                rename(name)));
    }

    private String rename(String name) {
        return "give " + name + " a later version, then: " + seal();
    }

    private String seal() {
        return ShellCommand.of("bailiwick", "seal", domain.name());
    }

    private String path(String name) {
        return domain.folder() + "/" + name;
    }

    /** The same with nothing of ours: a domain that others have. */
    public static Failure goneDomain(String folder, String base, Map<String, String> theirs) {
        int count = theirs.size();
        return Failure.of(
                folder + " is gone, and " + base + " has it with " + count
                        + (count == 1 ? " migration" : " migrations"),
                "bring it back: " + ShellCommand.of("git", "checkout", base, "--", folder));
    }
}
