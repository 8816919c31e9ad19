package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the files of a domain with its manifest: every file has its line and is as the line says, and no more. */
public final class ManifestCheck {
    private final Domain domain;
    private final Map<String, MigrationFile> files = new HashMap<>();
    private final Map<String, String> lines;
    private final List<Failure> failures = new ArrayList<>();
    private final String seal;
    private final String manifest;

    private ManifestCheck(Domain domain, Map<String, String> lines) {
        this.domain = domain;
        this.lines = lines;
        this.seal = ShellCommand.of("bailiwick", "seal", domain.name());
        this.manifest = domain.folder() + "/checksums.md5";
    }

    /**
     * Everything that is wrong.
     *
     * @param lines the checksum by file name, in order
     */
    public static List<Failure> of(Domain domain, List<MigrationFile> files, Map<String, String> lines) {
        ManifestCheck check = new ManifestCheck(domain, lines);
        files.forEach(file -> check.files.put(file.filename(), file));
        List<MigrationFile> unsealed = new ArrayList<>(files);
        unsealed.removeIf(file -> lines.containsKey(file.filename()));
        lines.keySet().stream()
                .filter(name -> !check.files.containsKey(name))
                .forEach(name -> check.gone(name, unsealed));
        files.stream().filter(file -> lines.containsKey(file.filename())).forEach(check::compare);
        check.unsealed(unsealed);
        return List.copyOf(check.failures);
    }

    private void compare(MigrationFile file) {
        String line = lines.get(file.filename());
        if (!file.checksum().equals(line)) {
            failures.add(new Failure(
                    file.path() + " was changed after it was sealed",
                    null,
                    null,
                    manifest + " says " + line + ", the file is " + file.checksum() + " now",
                    List.of(takeBack(file), "or, where it is meant: " + accept(file.filename()))));
        }
    }

    private void gone(String name, List<MigrationFile> unsealed) {
        String path = domain.folder() + "/" + name;
        MigrationFile renamed = unsealed.stream()
                .filter(file -> file.checksum().equals(lines.get(name)))
                .findFirst()
                .orElse(null);
        if (renamed == null) {
            failures.add(Failure.of(
                    manifest + " has a line for " + name + ", and there is no such file",
                    domain.inGit()
                            ? "bring it back: " + ShellCommand.of("git", "checkout", "--", path)
                            : "bring it back",
                    "or, where it is meant: " + accept(name)));
            return;
        }
        unsealed.remove(renamed);
        failures.add(Failure.of(
                manifest + " has a line for " + name + ", and the file seems to be renamed: " + renamed.filename()
                        + " has its content",
                "give it its old name: " + domain.move(renamed.path(), path),
                "or, where it is meant: " + accept(name)));
    }

    private String takeBack(MigrationFile file) {
        return domain.inGit()
                ? "take the change back: " + ShellCommand.of("git", "checkout", "--", file.path())
                : "take the change back";
    }

    /** Sealing alone refuses what others may have: a person must name the file. */
    private String accept(String name) {
        return ShellCommand.of("bailiwick", "seal", domain.name(), "--accept", name);
    }

    private void unsealed(List<MigrationFile> unsealed) {
        if (unsealed.size() == 1) {
            failures.add(Failure.of(unsealed.get(0).path() + " has no line in " + manifest, seal));
        } else if (!unsealed.isEmpty()) {
            failures.add(Failure.of(unsealed.size() + " files have no line in " + manifest, seal)
                    .withDetails(unsealed.stream().map(MigrationFile::path).toList()));
        }
    }
}
