package dev.bailiwick.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running server, as its postmaster.pid describes it (line 1 the process, 4 the port, 8 the state: miscadmin.h,
 * LOCK_FILE_LINE_…).
 */
record Postmaster(long pid, int port, String state) {

    boolean ready() {
        return state.equals("ready");
    }

    boolean stopping() {
        return state.equals("stopping");
    }

    /** The server of a data folder; empty when none runs, whatever an old postmaster.pid may say. */
    static Optional<Postmaster> of(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(data));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        long pid = lines.isEmpty() ? 0 : number(lines.get(0));
        if (pid <= 0 || !runsIn(pid, data)) {
            return Optional.empty();
        }
        return Optional.of(new Postmaster(
                pid,
                lines.size() < 4 ? 0 : (int) number(lines.get(3)),
                lines.size() < 8 ? "starting" : lines.get(7).strip()));
    }

    /**
     * Removes a postmaster.pid that PostgreSQL itself would stumble over after a power cut: an empty one, and one whose
     * number some other process has got since. All others stay, because PostgreSQL finds in them the shared memory of
     * backends that may have survived their postmaster.
     */
    static void removeStale(Path data) throws IOException {
        if (of(data).isPresent() || !Files.exists(file(data))) {
            return;
        }
        long pid = Files.readAllLines(file(data)).stream()
                .findFirst()
                .map(Postmaster::number)
                .orElse(0L);
        if (pid <= 0 || ProcessHandle.of(pid).isPresent()) {
            Files.deleteIfExists(file(data));
        }
    }

    private static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    private static long number(String line) {
        try {
            return Long.parseLong(line.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether a process is alive, and is the server of this folder: a postmaster's working folder is its data. */
    private static boolean runsIn(long pid, Path data) throws IOException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        Path working = Path.of("/proc", Long.toString(pid), "cwd");
        if (Files.isDirectory(Path.of("/proc/self"))) {
            try {
                return Files.isSameFile(working, data);
            } catch (NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                // somebody else's process, or a hardened kernel: its name must do
            }
        }
        return process.get().info().command().map(c -> c.endsWith("postgres")).orElse(false);
    }
}
