package dev.bailiwick.files.seed;

import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders that data files of seeds are looked for in: the one that was named for it, then the seeds' own. Nothing
 * outside of them is read.
 */
public final class DataFolders {
    private final List<Folder> folders;

    /** A folder without links in it, and how the user knows it. */
    private record Folder(Path real, String shown) {}

    private DataFolders(List<Folder> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * A data file that can't be had.
     *
     * <p>The message is a sentence without a full stop.
     */
    public static final class NotFound extends Exception {
        private static final long serialVersionUID = 1;

        private final List<String> next;

        NotFound(String what, String... next) {
            super(what);
            this.next = List.of(next);
        }

        /** What to do about it. */
        public List<String> next() {
            return next;
        }
    }

    public static DataFolders of(ProjectFolder root, Domain domain, @Nullable Path data) {
        List<Folder> folders = new ArrayList<>();
        if (data != null) {
            String shown = data.toString();
            try {
                if (!Files.isDirectory(data)) {
                    throw BailiwickException.usage(
                            "--data " + shown + (Files.exists(data) ? " is not a folder" : " does not exist"),
                            "name the folder that holds the data files: --data FOLDER");
                }
                folders.add(new Folder(data.toRealPath(), shown));
            } catch (IOException e) {
                throw BailiwickException.usage(
                        "cannot read --data " + shown + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-ld", shown));
            }
        }
        try {
            Path seeds = root.sql().resolve(domain.name()).resolve(SeedFolder.NAME);
            folders.add(new Folder(seeds.toRealPath(), domain.folder() + "/" + SeedFolder.NAME));
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "cannot read " + domain.folder() + "/" + SeedFolder.NAME + ": " + ProjectFolder.reason(e),
                    ShellCommand.of("ls", "-ld", domain.folder()));
        }
        return new DataFolders(folders);
    }

    /**
     * The file that a seed names.
     *
     * @throws NotFound where it is not there, lies outside or is no file
     */
    public DataFile find(String written) throws NotFound {
        Path path = relative(written);
        for (Folder folder : folders) {
            Path file = folder.real.resolve(path);
            if (Files.exists(file)) {
                return found(file, folder.shown + "/" + written);
            }
        }
        String where =
                String.join(" nor in ", folders.stream().map(Folder::shown).toList());
        String what = written + " is not in " + where;
        throw new NotFound(
                what,
                NearestName.to(written, names(path))
                        .map(near -> "did you mean " + near + "?")
                        .orElse("put it there"),
                other());
    }

    private static String other() {
        return "or name the folder that holds it: --data FOLDER";
    }

    private static Path relative(String written) throws NotFound {
        try {
            Path path = Path.of(written);
            if (path.isAbsolute() || written.startsWith("~")) {
                throw new NotFound(
                        written + " is no path within the folder of the seeds",
                        "name it as it lies beside the seed, or in the folder that --data names");
            }
            for (Path name : path) {
                if (name.toString().equals("..")) {
                    throw new NotFound(
                            written + " leads out of the folder of the seeds",
                            "put the file into it, or name the folder that holds it: --data FOLDER");
                }
            }
            return path;
        } catch (InvalidPathException e) {
            throw new NotFound(written + " is no name of a file: " + e.getReason(), "mend the name");
        }
    }

    private DataFile found(Path file, String shown) throws NotFound {
        try {
            Path real = file.toRealPath();
            if (folders.stream().noneMatch(folder -> real.startsWith(folder.real))) {
                throw new NotFound(
                        shown + " is a link that leads out of the folder of the seeds", "put the file itself there");
            }
            if (!Files.isRegularFile(real)) {
                throw new NotFound(shown + " is no regular file", ShellCommand.of("ls", "-ld", shown));
            }
            if (!Files.isReadable(real)) {
                throw new NotFound(
                        "cannot read " + shown + ": permission denied", ShellCommand.of("chmod", "u+r", shown));
            }
            return new DataFile(real, shown, Files.size(real));
        } catch (IOException e) {
            throw new NotFound("cannot read " + shown + ": " + ProjectFolder.reason(e), ShellCommand.of("ls", "-l", shown));
        }
    }

    /** What lies where the file was looked for, as it would be written. */
    private List<String> names(Path path) throws NotFound {
        List<String> names = new ArrayList<>();
        for (Folder folder : folders) {
            Path wanted = folder.real.resolve(path).getParent();
            if (wanted == null || !Files.isDirectory(wanted)) {
                continue;
            }
            try (Stream<Path> there = Files.list(wanted)) {
                there.filter(file -> !MigrationName.sql(file.toString()))
                        .map(file -> folder.real.relativize(file).toString())
                        .forEach(names::add);
            } catch (IOException e) {
                throw new NotFound(
                        "cannot read " + wanted + ": " + ProjectFolder.reason(e),
                        ShellCommand.of("ls", "-ld", wanted.toString()));
            }
        }
        return names;
    }
}
