package dev.bailiwick.files;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.MigrationFile;
import dev.bailiwick.model.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Reads the migrations of one domain's folder, and says of everything else in it whether it may lie there. */
final class DomainFolder {
    /** The most that a PostgreSQL field holds (manual, "PostgreSQL Limits"), and so the most that a history keeps. */
    private static final long LARGEST = 1L << 30;

    private final Root root;
    private final Domain domain;
    private final List<Failure> problems;
    private final List<MigrationFile> files = new ArrayList<>();
    private final Map<String, String> spellings = new HashMap<>();

    /** @param problems is added to */
    DomainFolder(Root root, Domain domain, List<Failure> problems) {
        this.root = root;
        this.domain = domain;
        this.problems = problems;
    }

    /** The migrations in byte order. */
    List<MigrationFile> read() {
        Path folder = root.sql().resolve(domain.name());
        try {
            Entry.in(folder).forEach(this::look);
        } catch (IOException e) {
            problem(
                    "cannot read " + domain.folder() + ": " + Root.reason(e),
                    ShellCommand.of("ls", "-ld", domain.folder()));
        }
        return List.copyOf(files);
    }

    private void look(Entry entry) {
        String shown = domain.folder() + "/" + entry.shown();
        if (!entry.printable()) {
            problem(
                    shown
                            + (entry.name() == null
                                    ? " has a name that is not UTF-8"
                                    : " has invisible characters in its name"),
                    "rename it; ls -b " + ShellCommand.of(domain.folder()) + " shows it");
            return;
        }
        String name = Objects.requireNonNull(entry.name());
        if (MigrationName.ignored(name)) {
            return;
        }
        try {
            BasicFileAttributes attributes = entry.attributes();
            if (attributes.isSymbolicLink()) {
                if (!root.holds(entry.path())) {
                    problem(shown + " is a link that leaves the project", "put the file itself here");
                    return;
                }
                attributes = Files.readAttributes(entry.path(), BasicFileAttributes.class);
            }
            look(entry.path(), name, attributes);
        } catch (NoSuchFileException e) {
            problem(shown + " is a link that leads nowhere", ShellCommand.of("ls", "-l", shown));
        } catch (IOException e) {
            unreadable(shown, e);
        }
    }

    private void look(Path path, String name, BasicFileAttributes attributes) throws IOException {
        String shown = domain.folder() + "/" + name;
        if (attributes.isDirectory()) {
            if (!name.equals("seeds")) {
                problem(
                        shown + " is a folder, and no folder but seeds/ belongs in a domain",
                        "a domain of its own lies directly in " + root.shown() + "/; else move or remove it");
            }
        } else if (!MigrationName.accepted(name)) {
            if (!MigrationName.beside(name)) {
                problems.add(new Failure(
                        shown + " " + MigrationName.problem(name),
                        null,
                        null,
                        "nothing was run",
                        MigrationName.mend(name, domain.folder())));
            }
        } else if (!attributes.isRegularFile()) {
            problem(shown + " is no regular file", ShellCommand.of("ls", "-l", shown));
        } else if (attributes.size() > LARGEST) {
            problem(
                    shown + " is larger than 1 GB, and no field of PostgreSQL holds that",
                    "load the data another way, or cut the file");
        } else if (alone(name)) {
            read(path, name, shown);
        }
    }

    /** Whether no other file's name differs only in case, or in how accents are encoded. */
    private boolean alone(String name) {
        String folded = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String other = spellings.putIfAbsent(folded, name);
        if (other == null) {
            return true;
        }
        String how = other.equalsIgnoreCase(name) ? "upper and lower case" : "how their characters are encoded";
        problem(
                domain.folder() + "/" + other + " and " + name + " differ only in " + how
                        + ": a checkout on macOS or Windows loses one of them",
                "rename one of them");
        return false;
    }

    private void read(Path path, String name, String shown) {
        try {
            Content content = new Content(Files.readAllBytes(path));
            String text = content.text();
            List<Failure> wrong = content.problems(shown, text);
            if (wrong.isEmpty()) {
                files.add(new MigrationFile(name, shown, text, content.checksum()));
            } else {
                problems.addAll(wrong);
            }
        } catch (IOException e) {
            unreadable(shown, e);
        }
    }

    private void unreadable(String shown, IOException e) {
        problems.add(new Failure(
                "cannot read " + shown + ": " + Root.reason(e),
                null,
                null,
                "nothing was run",
                List.of(ShellCommand.of("ls", "-l", shown), ShellCommand.of("chmod", "u+r", shown))));
    }

    private void problem(String what, String mend) {
        problems.add(new Failure(what, null, null, "nothing was run", List.of(mend)));
    }
}
