package dev.bailiwick.engine.check;

import dev.bailiwick.files.git.Repository;
import dev.bailiwick.files.git.Revision;
import dev.bailiwick.files.manifest.Manifest;
import dev.bailiwick.files.project.Project;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.plan.BaseBranchComparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares domains with a git revision: what others have stands, and what is new sorts after it. */
final class BaseBranchCheck {
    private static final int LISTED = 3;

    private final Revision base;
    private final @Nullable Revision fork;
    private final boolean shallow;
    private final String sql;
    private final List<Failure> failures = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();

    BaseBranchCheck(Project project, String typed) {
        Repository repository = project.repository();
        this.base = repository.revision(typed);
        this.fork = repository.fork(base).orElse(null);
        this.shallow = fork == null && repository.shallow();
        this.sql = project.shown();
    }

    /** Compares one domain. */
    void look(Domain domain, List<MigrationFile> files, Manifest manifest) {
        String name = domain.name();
        if (manifest.isEmpty() && base.sealed().contains(name)) {
            String path = domain.folder() + "/" + Manifest.FILE;
            failures.add(Failure.of(
                    path + " is gone, and " + base.name() + " has it",
                    "bring it back: " + ShellCommand.of("git", "checkout", base.name(), "--", path) + " && "
                            + ShellCommand.of("bailiwick", "seal", name)));
        }
        SortedMap<String, String> ours = new TreeMap<>(ByteOrder.OF_NAMES);
        files.forEach(file -> ours.put(file.filename(), file.checksum()));
        ours.putAll(manifest.lines());
        BaseBranchComparison.Sealed sealed =
                new BaseBranchComparison.Sealed(in(base, name), fork == null ? null : in(fork, name), ours);
        BaseBranchComparison against = BaseBranchComparison.of(domain, base.name(), sealed);
        failures.addAll(against.failures());
        against.behind().forEach(file -> behind.add(domain.folder() + "/" + file));
    }

    /**
     * Looks for domains that others have and we don't.
     *
     * @param domains all that there are; null where a person named those to look at
     */
    void missing(@Nullable List<Domain> domains) {
        if (domains == null) {
            return;
        }
        List<String> names = domains.stream().map(Domain::name).toList();
        base.checksums().forEach((name, theirs) -> {
            if (names.contains(name) || theirs.isEmpty()) {
                return;
            }
            if (fork != null && in(fork, name).isEmpty()) {
                theirs.keySet().forEach(file -> behind.add(sql + "/" + name + "/" + file));
            } else {
                failures.add(BaseBranchComparison.goneDomain(sql + "/" + name, base.name(), theirs));
            }
        });
    }

    /** Where the history is cut off, what is only behind looks as if it were gone. */
    List<Failure> failures() {
        if (!shallow) {
            return failures;
        }
        return failures.stream()
                .map(failure -> failure.withState((failure.state().isEmpty() ? "" : failure.state() + "; ")
                        + "this clone is shallow, so whether " + base.name()
                        + " has merely moved on can't be told: git fetch --unshallow"))
                .collect(Collectors.toList());
    }

    List<String> notes() {
        if (behind.isEmpty()) {
            return List.of();
        }
        String more = behind.size() > LISTED ? " and " + (behind.size() - LISTED) + " more" : "";
        return List.of("this branch is behind " + base.name() + " in "
                + String.join(", ", behind.subList(0, Math.min(LISTED, behind.size()))) + more + ": "
                + ShellCommand.of("git", "merge", base.name()));
    }

    private static SortedMap<String, String> in(Revision revision, String domain) {
        return revision.checksums().getOrDefault(domain, Collections.emptySortedMap());
    }
}
