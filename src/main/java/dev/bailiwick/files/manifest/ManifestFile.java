package dev.bailiwick.files.manifest;

import dev.bailiwick.files.read.AtomicFile;
import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.files.read.SideFile;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of one domain on the disk. Two who change it at the same time, in one process or in two, do so one after
 * the other: a lock file stands beside it for as long as it is being changed, and loses its force with its process.
 */
public final class ManifestFile {
    /** The lock of a file is a process's: closing any channel on it gives it up for all threads (fcntl(2)). */
    private static final ReentrantLock HERE = new ReentrantLock();

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LOCK = ".checksums.lock";

    private final ProjectFolder root;
    private final String shown;
    private final Path file;

    public ManifestFile(ProjectFolder root, Domain domain) {
        this.root = root;
        this.shown = domain.folder() + "/" + Manifest.FILE;
        this.file = root.sql().resolve(domain.name()).resolve(Manifest.FILE);
    }

    /**
     * As it is now.
     *
     * @throws BailiwickException (refused) with everything that is wrong in it
     */
    public Manifest read() {
        List<Failure> problems = new ArrayList<>();
        Manifest manifest = new SideFile(root, shown, file, problems)
                .read()
                .map(text -> Manifest.parse(shown, text, problems))
                .orElse(Manifest.NONE);
        if (!problems.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, problems);
        }
        return manifest;
    }

    /** Reads it, lets it be changed, and writes what came of that, with nobody between. */
    public Manifest amend(UnaryOperator<Manifest> change) {
        HERE.lock();
        try {
            return amendAlone(change);
        } finally {
            HERE.unlock();
        }
    }

    private Manifest amendAlone(UnaryOperator<Manifest> change) {
        try {
            FileChannel lock = lock();
            try {
                Manifest after = change.apply(read());
                if (!after.tidy()) {
                    write(after);
                }
                return after;
            } finally {
                Files.deleteIfExists(lockFile());
                lock.close();
            }
        } catch (IOException e) {
            throw unwritten(
                    "cannot write " + shown + ": " + ProjectFolder.reason(e),
                    ShellCommand.of("ls", "-ld", shown.substring(0, shown.lastIndexOf('/'))));
        }
    }

    private void write(Manifest manifest) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        if (manifest.isEmpty()) {
            Files.deleteIfExists(target);
            return;
        }
        AtomicFile.replace(target, manifest.text());
    }

    private FileChannel lock() throws IOException {
        long begin = System.nanoTime();
        while (true) {
            FileChannel channel = tryLock();
            if (channel != null) {
                return channel;
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                String lock = shown.replace(Manifest.FILE, LOCK);
                throw unwritten(
                        shown + " has been in somebody else's hands for " + PATIENCE.toSeconds() + " seconds",
                        "look who it is: " + ShellCommand.of("fuser", "-v", lock),
                        "where it is nobody: " + ShellCommand.of("rm", lock));
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + shown, e);
            }
        }
    }

    /** The lock; null where somebody has it. Whoever had it takes its file away, and then it is another file's lock. */
    private @Nullable FileChannel tryLock() throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            if (Files.exists(lockFile())) {
                return null;
            }
            throw e;
        }
        boolean ours = false;
        try {
            Object opened = key();
            FileLock lock = channel.tryLock();
            ours = lock != null && opened != null && Objects.equals(opened, key());
        } finally {
            if (!ours) {
                channel.close();
            }
        }
        return ours ? channel : null;
    }

    /** Which file has the lock file's name; null where there is none. */
    private @Nullable Object key() throws IOException {
        try {
            Object key =
                    Files.readAttributes(lockFile(), BasicFileAttributes.class).fileKey();
            return key == null ? lockFile() : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Path lockFile() {
        return file.resolveSibling(LOCK);
    }

    private BailiwickException unwritten(String what, String... next) {
        return new BailiwickException(ExitCode.REFUSED, Failure.of(what, next).withState(shown + " is as it was"));
    }
}
