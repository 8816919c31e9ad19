package dev.bailiwick.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Puts a text where nothing is: all of it or nothing of it, and never over another file. */
final class FreshFile {
    private FreshFile() {}

    /** @throws FileAlreadyExistsException where there is a file of this name */
    static void write(Path target, String text) throws IOException {
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            give(fresh, target);
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
