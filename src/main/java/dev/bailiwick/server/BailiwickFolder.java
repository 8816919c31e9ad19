package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder {@code .bailiwick} of a project.
 *
 * @param path without links in it
 */
record BailiwickFolder(Path path) {
    static final String NAME = ".bailiwick";

    /** The folder in a project, made where it doesn't exist yet. */
    static BailiwickFolder in(Path project) {
        Path path = project.resolve(NAME);
        try {
            try {
                Files.createDirectory(path, mode("rwx------"));
            } catch (FileAlreadyExistsException e) {
                checkUsable(path);
            }
            Path real = path.toRealPath();
            checkName(real);
            Path ignore = real.resolve(".gitignore");
            if (!Files.exists(ignore)) {
                replace(ignore, "*\n");
            }
            return new BailiwickFolder(real);
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "the embedded PostgreSQL can't be put into " + project + ": " + ServerFailures.reason(e),
                    "make the folder writable for you",
                    ServerFailures.OTHER_DATABASE);
        }
    }

    private static void checkUsable(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw BailiwickException.usage(path + " is not a folder", "move it away", ServerFailures.OTHER_DATABASE);
        }
        if (((Number) Files.getAttribute(path, "unix:uid")).longValue() != OsAccount.uid()) {
            String owner = Files.getOwner(path).getName();
            throw BailiwickException.usage(
                    "the embedded PostgreSQL in " + path + " belongs to the user " + owner + ", and you are "
                            + System.getProperty("user.name"),
                    "run the command as " + owner,
                    "or begin anew, without the data: sudo " + removal(path),
                    ServerFailures.OTHER_DATABASE);
        }
    }

    /** PostgreSQL's own programs start one another through a shell, with their path between double quotes only. */
    private static void checkName(Path path) {
        if (path.toString().chars().anyMatch(c -> "\"$`\\\n".indexOf(c) >= 0)) {
            throw BailiwickException.usage(
                    "PostgreSQL can't run in a folder with one of \" $ ` \\ in its path: " + path,
                    "rename the folder",
                    ServerFailures.OTHER_DATABASE);
        }
    }

    /** The command that removes the folder, to be pasted into a shell. */
    String removal() {
        return removal(path);
    }

    private static String removal(Path path) {
        String text = path.toString();
        return "rm -r " + (text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'");
    }

    Path data() {
        return path.resolve("data");
    }

    Path log() {
        return path.resolve("postgres.log");
    }

    Path password() {
        return path.resolve("password");
    }

    Path memory() {
        return path.resolve("server.properties");
    }

    /** Lets the account come in. */
    void open(OsAccount account) {
        try {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(account == OsAccount.NOBODY ? "rwx--x--x" : "rwx------"));
        } catch (IOException e) {
            throw ServerFailures.disk(this, e);
        }
    }

    /** Fails where the disk is too full for what is going to be written. */
    void requireRoom(long bytes) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < bytes) {
            throw ServerFailures.unreachable(
                    "the disk is too full for the embedded PostgreSQL: " + (bytes >> 20) + " MB are needed in " + path
                            + ", " + (free >> 20) + " MB are free",
                    null,
                    "make room there",
                    ServerFailures.OTHER_DATABASE);
        }
    }

    /** Writes a file as a whole or not at all, readable by its owner only. */
    static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, mode("rw-------"));
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    /** Deletes a tree, without following links. */
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(tree)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The same, for what only takes room. */
    static void deleteAsFarAsPossible(Path tree) {
        try {
            delete(tree);
        } catch (IOException e) {
            // the next start tries again
        }
    }
}
