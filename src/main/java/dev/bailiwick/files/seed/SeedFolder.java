package dev.bailiwick.files.seed;

import dev.bailiwick.files.read.FolderEntry;
import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.files.read.SqlFiles;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.MigrationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads the seeds of one domain: every {@code .sql} file directly in its folder {@code seeds}. Whatever else lies there is
 * data, but no SQL file is passed over in silence.
 */
public final class SeedFolder {
    public static final String NAME = "seeds";

    /** How deep folders of data are looked through for SQL files. */
    private static final int DEPTH = 8;

    private final ProjectFolder root;
    private final String shown;
    private final Path folder;
    private final SqlFiles files;

    /** @param problems is added to */
    public SeedFolder(ProjectFolder root, Domain domain, List<Failure> problems) {
        this.root = root;
        this.shown = domain.folder() + "/" + NAME;
        this.folder = root.sql().resolve(domain.name()).resolve(NAME);
        this.files = new SqlFiles(root, shown, problems);
    }

    /** The seeds in byte order; none where there is no such folder. */
    public List<MigrationFile> read() {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            if (root.holds(folder)) {
                FolderEntry.in(folder).forEach(this::look);
            } else {
                files.problem(shown + " is a link that leaves the project", "put the folder itself here");
            }
        } catch (IOException e) {
            files.problem("cannot read " + shown + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-ld", shown));
        }
        return files.list();
    }

    private void look(FolderEntry entry) {
        String suffix = entry.shown();
        if (entry.attributes().isDirectory()) {
            lookInto(entry.path(), shown + "/" + entry.shown());
            return;
        }
        if (!MigrationName.sql(suffix) || MigrationName.ignored(suffix)) {
            return;
        }
        BasicFileAttributes attributes = files.attributes(entry);
        if (attributes == null) {
            return;
        }
        String name = Objects.requireNonNull(entry.name());
        if (name.startsWith(".")) {
            files.problem(
                    shown + "/" + name + " is hidden, and a .sql file is never skipped in silence",
                    "rename it so that it does not begin with a dot");
        } else if (!name.endsWith(".sql")) {
            String lower = name.substring(0, name.length() - ".sql".length()) + ".sql";
            files.problem(
                    shown + "/" + name + " is no seed: its name does not end in .sql",
                    root.move(shown + "/" + name, shown + "/" + lower));
        } else {
            files.add(entry.path(), name, NAME + "/" + name, attributes);
        }
    }

    private void lookInto(Path data, String path) {
        try (Stream<Path> below = Files.walk(data, DEPTH)) {
            below.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> MigrationName.sql(name) && !MigrationName.ignored(name))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> files.problem(
                            path + " holds " + name + ", and seeds lie directly in " + shown,
                            "move it to " + shown + "/, or give it another suffix where it is none"));
        } catch (UncheckedIOException e) {
            files.problem(
                    "cannot read " + path + ": " + ProjectFolder.reason(Objects.requireNonNull(e.getCause())),
                    ShellCommand.of("ls", "-lR", path));
        } catch (IOException e) {
            files.problem("cannot read " + path + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-ld", path));
        }
    }
}
