package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.report.SealChange;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a domain's manifest are to come, to change and to go, and which must not.
 *
 * <p>A line may change or go while nobody else has it: it is not on the base branch. Else a person must say so.
 */
public final class SealPlan {
    private final Domain domain;
    private final List<MigrationFile> files;
    private final Map<String, String> lines;
    private final Base base;
    private final Set<String> accepted;
    private final List<SealChange> changes = new ArrayList<>();
    private final List<Failure> refusals = new ArrayList<>();

    /**
     * What others have.
     *
     * @param name of the branch; null where none is known
     * @param checksums by file name
     */
    public record Base(@Nullable String name, Map<String, String> checksums) {
        /** Whether a line may be written without a word: nobody has the file, or has it just so. */
        private boolean allows(String filename, @Nullable String checksum) {
            String theirs = checksums.get(filename);
            return name != null && (theirs == null || theirs.equals(checksum));
        }
    }

    private SealPlan(
            Domain domain, List<MigrationFile> files, Map<String, String> lines, Base base, Set<String> accepted) {
        this.domain = domain;
        this.files = files;
        this.lines = lines;
        this.base = base;
        this.accepted = accepted;
    }

    /**
     * The plan of a domain.
     *
     * @param lines of the manifest: the checksum by file name
     * @param accepted file names that a person has vouched for
     */
    public static SealPlan of(
            Domain domain, List<MigrationFile> files, Map<String, String> lines, Base base, Set<String> accepted) {
        SealPlan plan = new SealPlan(domain, files, lines, base, accepted);
        files.forEach(plan::look);
        Set<String> names =
                Set.copyOf(files.stream().map(MigrationFile::filename).toList());
        lines.keySet().stream().filter(name -> !names.contains(name)).forEach(plan::gone);
        return plan;
    }

    /** The lines to write, in the order of the files; those that go stand last. */
    public List<SealChange> changes() {
        return List.copyOf(changes);
    }

    /** What a person must decide. */
    public List<Failure> refusals() {
        return List.copyOf(refusals);
    }

    private void look(MigrationFile file) {
        String name = file.filename();
        String line = lines.get(name);
        if (file.checksum().equals(line)) {
            return;
        }
        boolean fresh = line == null && (base.name() == null || base.allows(name, file.checksum()));
        if (fresh || accepted.contains(name) || base.allows(name, file.checksum())) {
            changes.add(new SealChange(name, line, file.checksum()));
            return;
        }
        String theirs = line == null ? base.checksums().get(name) : line;
        refusals.add(refused(
                file.path() + " was changed after it was sealed",
                (line == null ? base.name() + " says " : "its line says ") + theirs + ", the file is " + file.checksum()
                        + " now" + reach(name),
                "take the change back" + checkout(file.path()),
                "or write a new migration that makes the change",
                "or, where nobody has applied it yet: " + accept(name)));
    }

    private void gone(String name) {
        if (accepted.contains(name) || base.allows(name, null)) {
            changes.add(new SealChange(name, lines.get(name), null));
            return;
        }
        String path = domain.folder() + "/" + name;
        Optional<MigrationFile> renamed = files.stream()
                .filter(file -> !lines.containsKey(file.filename()))
                .filter(file -> file.checksum().equals(lines.get(name)))
                .findFirst();
        refusals.add(refused(
                path + " is sealed, and the file is gone"
                        + renamed.map(file -> ": " + file.filename() + " has its content, it seems to be renamed")
                                .orElse(""),
                "its line says " + lines.get(name) + reach(name),
                renamed.map(file -> "give it its old name: " + domain.move(file.path(), path))
                        .orElse("bring it back" + checkout(path)),
                "or, where nobody has applied it yet: " + accept(name)));
    }

    private String reach(String name) {
        return base.name() == null
                ? "; no base branch is known here, so it may be in use anywhere"
                : base.checksums().containsKey(name) ? "; " + base.name() + " has it" : "";
    }

    private String checkout(String path) {
        if (!domain.inGit()) {
            return "";
        }
        return ": "
                + (base.name() == null || !base.checksums().containsKey(path.substring(path.lastIndexOf('/') + 1))
                        ? ShellCommand.of("git", "checkout", "--", path)
                        : ShellCommand.of("git", "checkout", base.name(), "--", path));
    }

    private String accept(String name) {
        return ShellCommand.of("bailiwick", "seal", domain.name(), "--accept", name);
    }

    private static Failure refused(String what, String state, String... next) {
        return new Failure(what, null, null, state + "; nothing was written", List.of(next));
    }
}
