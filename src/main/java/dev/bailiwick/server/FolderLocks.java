package dev.bailiwick.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The order among all who use one folder, in this process and in others.
 *
 * <p>Two lock files. {@code change.lock} is held by whoever starts or stops the server, or decides that there is no need.
 * {@code users.lock} is held, shared, by every process that uses the server: who can get it exclusively is alone. It is
 * entered, left and tried only by the holder of the other. Both locks vanish with their process, however it ends.
 *
 * <p>A process has at most one channel open on each, because closing any channel on a file gives up all the locks that the
 * process has on it (fcntl(2)): hence one object per folder.
 */
final class FolderLocks {
    private static final Map<Path, FolderLocks> KNOWN = new ConcurrentHashMap<>();
    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final Duration SLOW = Duration.ofMillis(700);

    private final Path folder;
    private final ReentrantLock here = new ReentrantLock();
    private int usersHere;
    private @Nullable FileChannel users;

    private FolderLocks(Path folder) {
        this.folder = folder;
    }

    static FolderLocks of(BailiwickFolder folder) {
        return KNOWN.computeIfAbsent(folder.path(), FolderLocks::new);
    }

    /** Waits until nobody else starts or stops the server. */
    Turn take(Consumer<String> progress) throws IOException {
        Turn turn = take(FOREVER, progress);
        if (turn == null) {
            throw new IOException("the lock " + folder.resolve("change.lock") + " is never free");
        }
        return turn;
    }

    /** The same, within a time; null when it is over. */
    @Nullable
    Turn take(Duration within, Consumer<String> progress) throws IOException {
        long begin = System.nanoTime();
        Turn turn = null;
        try {
            if (!here.tryLock(within.toMillis(), TimeUnit.MILLISECONDS)) {
                return null;
            }
            try {
                turn = take(begin, within, progress);
                return turn;
            } finally {
                if (turn == null) {
                    here.unlock();
                }
            }
        } catch (InterruptedException e) {
            throw ServerFailures.interrupted(e);
        }
    }

    private @Nullable Turn take(long begin, Duration within, Consumer<String> progress)
            throws IOException, InterruptedException {
        FileChannel file = open("change.lock");
        boolean taken = false;
        boolean reported = false;
        try {
            while (file.tryLock() == null) {
                Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                if (waited.compareTo(within) > 0) {
                    return null;
                }
                if (!reported && waited.compareTo(SLOW) > 0) {
                    reported = true;
                    progress.accept("waiting for another process that starts or stops PostgreSQL in " + folder + " …");
                }
                Thread.sleep(10);
            }
            taken = true;
            return new Turn(file);
        } finally {
            if (!taken) {
                file.close();
            }
        }
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(
                folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The right to start and stop the server, until it is closed. */
    final class Turn implements AutoCloseable {
        private final FileChannel file;

        private Turn(FileChannel file) {
            this.file = file;
        }

        /** From now on we are a user. */
        void enter() throws IOException {
            if (usersHere == 0) {
                FileChannel opened = open("users.lock");
                opened.lock(0, Long.MAX_VALUE, true);
                users = opened;
            }
            usersHere++;
        }

        /** We are no user any more. */
        void leave() throws IOException {
            usersHere--;
            if (usersHere == 0 && users != null) {
                users.close();
                users = null;
            }
        }

        /** Whether nobody, here or elsewhere, uses the server. */
        boolean unused() throws IOException {
            if (usersHere > 0) {
                return false;
            }
            try (FileChannel trial = open("users.lock")) {
                return trial.tryLock() != null;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                file.close();
            } finally {
                here.unlock();
            }
        }
    }
}
