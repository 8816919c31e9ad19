package dev.bailiwick.files.read;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds {@code sql/}, and how its paths are written for people.
 *
 * @param folder as it was given
 * @param real without links; nothing outside of it is read
 * @param prefix what stands before {@code sql} in a path as the user would type it: empty in the working directory
 */
public record ProjectFolder(Path folder, Path real, String prefix) {
    public static final String SQL = "sql";

    public static ProjectFolder at(Path folder) {
        return at(folder, false);
    }

    /** The same, for who makes the first domain: {@code sql/} may be missing, unless a folder above has it. */
    public static ProjectFolder founding(Path folder) {
        return at(folder, true);
    }

    private static ProjectFolder at(Path folder, boolean founding) {
        Path absolute = folder.toAbsolutePath().normalize();
        boolean here = absolute.equals(Path.of("").toAbsolutePath());
        String typed = slashes(folder.toString());
        String prefix = here ? "" : typed.endsWith("/") ? typed : typed + "/";
        try {
            if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                throw noFolder(absolute + " is not a folder");
            }
            ProjectFolder root = new ProjectFolder(folder, folder.toRealPath(), prefix);
            root.expectSql(absolute, founding);
            return root;
        } catch (NoSuchFileException e) {
            throw noFolder(absolute + " does not exist");
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "cannot read " + absolute + ": " + reason(e), "ls -ld " + ShellCommand.of(absolute.toString()));
        }
    }

    private static BailiwickException noFolder(String problem) {
        return BailiwickException.usage(
                problem + ": --dir takes the folder that holds sql/", "bailiwick --dir FOLDER …");
    }

    private void expectSql(Path absolute, boolean founding) throws IOException {
        Path sql = absolute.resolve(SQL);
        try {
            if (!Files.readAttributes(sql, BasicFileAttributes.class).isDirectory()) {
                throw BailiwickException.usage(
                        sql + " is not a folder: the domains live in it",
                        "move it away: " + ShellCommand.of("mv", shown(), shown() + ".old"));
            }
            if (!holds(sql)) {
                throw BailiwickException.usage(
                        shown() + " is a link that leaves the project: it leads to " + sql.toRealPath(),
                        "put the folder itself here, or name the folder that holds it: bailiwick --dir FOLDER …");
            }
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(sql)) {
                throw BailiwickException.usage(
                        sql + " is a link that leads nowhere", ShellCommand.of("ls", "-l", sql.toString()));
            }
            String above = above(absolute);
            if (founding && above == null) {
                return;
            }
            String make = above == null ? "" : ShellCommand.of("mkdir", shown()) + " && ";
            throw BailiwickException.usage(
                    "there is no folder sql in " + absolute,
                    "name the folder that holds it: bailiwick --dir " + (above == null ? "FOLDER" : above) + " …",
                    "to begin here: " + make + ShellCommand.of("bailiwick", "domain", Domain.PUBLIC));
        }
    }

    /** The nearest folder above that holds {@code sql}, as the user would type it; null where there is none. */
    private @Nullable String above(Path absolute) {
        String typed = prefix.isEmpty() ? ".." : prefix + "..";
        for (Path up = absolute.getParent(); up != null; up = up.getParent()) {
            if (Files.isDirectory(up.resolve(SQL))) {
                return ShellCommand.of(typed);
            }
            typed += "/..";
        }
        return null;
    }

    public Path sql() {
        return folder.resolve(SQL);
    }

    /** A path under {@code sql/} as the user would type it, such as {@code sql/inventory}. */
    public String shown(String... names) {
        return prefix + SQL + (names.length == 0 ? "" : "/" + String.join("/", names));
    }

    /** Whether {@code sql/} lies in the work tree of a git repository: there is a {@code .git} in it or above. */
    public boolean inGit() {
        for (Path up = real.resolve(SQL); up != null; up = up.getParent()) {
            if (Files.exists(up.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    /** The command that gives a file or a folder another path. */
    public String move(String from, String to) {
        return inGit() ? ShellCommand.of("git", "mv", from, to) : ShellCommand.of("mv", from, to);
    }

    /** Whether what a path leads to lies in the project. */
    public boolean holds(Path path) throws IOException {
        return path.toRealPath().startsWith(real);
    }

    /** What can't be read and why, with its owner where it is another: then only that one can change its mode. */
    public static Failure unreadable(String shown, Path path, IOException e) {
        String owner = owner(path, e);
        boolean folder = Files.isDirectory(path);
        boolean ours = owner.isEmpty() || owner.equals(System.getProperty("user.name"));
        String mode = (ours ? "u+r" : "a+r") + (folder ? "x" : "");
        String mend = ShellCommand.of("chmod", mode, shown);
        return Failure.of(
                        "cannot read " + shown + ": " + reason(e) + (ours ? "" : ": it belongs to " + owner),
                        ShellCommand.of("ls", folder ? "-ld" : "-l", shown),
                        ours ? mend : "as " + owner + ": " + mend)
                .withState("nothing was run");
    }

    private static String owner(Path path, IOException e) {
        try {
            return e instanceof AccessDeniedException ? Files.getOwner(path).getName() : "";
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
            return "";
        }
    }

    /** Why reading failed, in words; {@link IOException#getMessage()} is often no more than the path. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it is gone";
        }
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static String slashes(String path) {
        return path.replace(File.separatorChar, '/');
    }
}
