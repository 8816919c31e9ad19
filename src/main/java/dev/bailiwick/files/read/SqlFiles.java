package dev.bailiwick.files.read;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.MigrationFile;
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
import org.jspecify.annotations.Nullable;

/** The SQL files of one folder, gathered while it is walked, with everything that is wrong in it. */
public final class SqlFiles {
    /** The most that a PostgreSQL field holds (manual, "PostgreSQL Limits"), and so the most that a history keeps. */
    private static final long LARGEST = 1L << 30;

    private final ProjectFolder root;
    private final String folder;
    private final List<Failure> problems;
    private final List<MigrationFile> files = new ArrayList<>();
    private final Map<String, String> spellings = new HashMap<>();

    /**
     * No files yet.
     *
     * @param folder as the user would type it
     * @param problems is added to
     */
    public SqlFiles(ProjectFolder root, String folder, List<Failure> problems) {
        this.root = root;
        this.folder = folder;
        this.problems = problems;
    }

    public List<MigrationFile> list() {
        return List.copyOf(files);
    }

    /** What an entry leads to; null, and a problem, where its name can't be written or it leads astray. */
    @Nullable
    public BasicFileAttributes attributes(FolderEntry entry) {
        String shown = folder + "/" + entry.shown();
        if (!entry.printable()) {
            problem(
                    shown
                            + (entry.name() == null
                                    ? " has a name that is not UTF-8"
                                    : " has invisible characters in its name"),
                    "rename it; ls -b " + ShellCommand.of(folder) + " shows it");
            return null;
        }
        try {
            if (!entry.attributes().isSymbolicLink()) {
                return entry.attributes();
            }
            if (root.holds(entry.path())) {
                return Files.readAttributes(entry.path(), BasicFileAttributes.class);
            }
            problem(shown + " is a link that leaves the project", "put the file itself here");
        } catch (NoSuchFileException e) {
            problem(shown + " is a link that leads nowhere", ShellCommand.of("ls", "-l", shown));
        } catch (IOException e) {
            problems.add(ProjectFolder.unreadable(shown, entry.path(), e));
        }
        return null;
    }

    /**
     * Reads a file.
     *
     * @param name in its folder
     * @param filename in the history
     */
    public void add(Path path, String name, String filename, BasicFileAttributes attributes) {
        String shown = folder + "/" + name;
        if (!attributes.isRegularFile()) {
            problem(shown + " is no regular file", ShellCommand.of("ls", "-l", shown));
        } else if (attributes.size() > LARGEST) {
            problem(
                    shown + " is larger than 1 GB, and no field of PostgreSQL holds that",
                    "load the data another way, or cut the file");
        } else if (alone(name)) {
            read(path, filename, shown, attributes.size());
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
                folder + "/" + other + " and " + name + " differ only in " + how
                        + ": a checkout on macOS or Windows loses one of them",
                "rename one of them");
        return false;
    }

    private void read(Path path, String filename, String shown, long size) {
        try {
            LargeFileText large = LargeFileText.large(size) ? LargeFileText.read(path) : null;
            if (large != null) {
                files.add(new MigrationFile(filename, shown, large, large.checksum()));
                return;
            }
            FileContent content = FileContent.of(path);
            String text = content.text();
            List<Failure> wrong = content.problems(shown, text);
            if (wrong.isEmpty()) {
                files.add(new MigrationFile(filename, shown, text, content.checksum()));
            } else {
                problems.addAll(wrong);
            }
        } catch (IOException e) {
            problems.add(ProjectFolder.unreadable(shown, path, e));
        }
    }

    public void problem(Failure problem) {
        problems.add(problem);
    }

    public void problem(String what, String mend) {
        problem(what, List.of(mend));
    }

    public void problem(String what, List<String> mends) {
        problems.add(new Failure(what, null, null, "nothing was run", mends));
    }
}
