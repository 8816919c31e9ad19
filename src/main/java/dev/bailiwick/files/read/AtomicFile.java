package dev.bailiwick.files.read;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Puts a file in its place: all of it or nothing of it is there, whenever somebody looks. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Where nothing is yet, and never over another file.
     *
     * @throws FileAlreadyExistsException where there is a file of this name
     */
    public static void write(Path target, String text) throws IOException {
        place(target, text, AtomicFile::give);
    }

    /** In the place of an older one, if there is one. */
    public static void replace(Path target, String text) throws IOException {
        place(target, text, (fresh, old) -> Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE));
    }

    /** How a file that is whole gets its name. */
    private interface Placing {
        void place(Path fresh, Path target) throws IOException;
    }

    private static void place(Path target, String text, Placing placing) throws IOException {
        Path fresh = target.resolveSibling(".new-" + ProcessHandle.current().pid());
        try {
            Files.writeString(fresh, text);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            placing.place(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A second name is given only where nothing has it (link(2)); a disk without links is asked first. */
    private static void give(Path fresh, Path target) throws IOException {
        try {
            Files.createLink(target, fresh);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(fresh, target);
        }
    }
}
