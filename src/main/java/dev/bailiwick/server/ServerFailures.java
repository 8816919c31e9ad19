package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The failures of this room, in words. */
final class ServerFailures {
    static final String OTHER_DATABASE = "or set DATABASE_URL to a PostgreSQL of your own";

    private ServerFailures() {}

    /** The embedded server can't be had. */
    static BailiwickException unreachable(String what, @Nullable Throwable cause, String... next) {
        return new BailiwickException(ExitCode.UNREACHABLE, List.of(Failure.of(what, next)), cause);
    }

    /** A file operation failed under the embedded server's folder. */
    static BailiwickException disk(BailiwickFolder folder, IOException e) {
        String what = "the embedded PostgreSQL can't work in " + folder.path() + ": " + reason(e);
        return unreachable(what, e, "look at the folder and the free space there", OTHER_DATABASE);
    }

    static BailiwickException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new BailiwickException(
                ExitCode.INTERRUPTED, Failure.of("interrupted while waiting for the embedded PostgreSQL"), e);
    }

    /** What the operating system said; the JDK's message for the commonest case is only a file name. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "permission denied: " + denied.getFile();
        }
        if (e instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (e instanceof FileSystemException fs && fs.getReason() != null) {
            return fs.getReason() + ": " + fs.getFile();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
