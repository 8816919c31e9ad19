package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that is thrown away: made empty, without care for power cuts, and gone with everything in it when it is
 * closed or when this process ends, however it ends.
 */
public final class ScratchServer implements AutoCloseable {
    private static final String PREFIX = "scratch-";
    private static final Duration STARTING = Duration.ofMinutes(1);
    private static final int STOPPING_S = 20;
    private static final int TAIL = 10;

    /**
     * Stops the server and removes its folder when its own standard input ends: that is when whoever holds the other end
     * closes it or dies. Ctrl-C, which reaches all processes of a terminal, is left to that one.
     */
    private static final String WATCH = """
            trap '' INT TERM HUP
            home=$1; shift
            exec 3<&0
            "$@" </dev/null >"$home/log" 2>&1 3<&- &
            server=$!
            (cat <&3 >/dev/null; kill -QUIT $server 2>/dev/null) &
            wait $server
            exec 3<&-
            rm -rf "$home"
            """;

    private final PostgresRelease release;
    private final Path home;
    private final Process watcher;
    private final Address address;

    private ScratchServer(PostgresRelease release, Path home, Process watcher, Address address) {
        this.release = release;
        this.home = home;
        this.watcher = watcher;
        this.address = address;
    }

    /** The major version that comes with Bailiwick. */
    public static int ownMajorVersion() {
        return Integer.parseInt(PostgresPrograms.majorVersion());
    }

    /**
     * Makes and starts one.
     *
     * @param project its {@code .bailiwick} folder holds the programs, and the data as long as they are there
     * @param major the version
     * @param archives a folder with archives of other versions than Bailiwick's own; null where there is none
     * @param progress hears a line before something that takes more than a moment
     * @throws BailiwickException exit 2 where this machine has no such version, exit 6 where it doesn't start
     */
    @SuppressWarnings("try") // the turn is only held
    public static ScratchServer start(Path project, int major, @Nullable Path archives, Consumer<String> progress) {
        BailiwickFolder folder = BailiwickFolder.in(project);
        try {
            PostgresRelease release;
            try (FolderLocks.Turn turn = FolderLocks.of(folder).take(progress)) {
                removeLeftOver(folder);
                release = PostgresRelease.of(major, folder, archives, progress);
            }
            return start(folder, release);
        } catch (IOException e) {
            throw ServerFailures.disk(folder, e);
        }
    }

    private static ScratchServer start(BailiwickFolder folder, PostgresRelease release) throws IOException {
        OsAccount account = OsAccount.choose(folder, release.bin().resolve("postgres"));
        Path home = Files.createTempDirectory(
                folder.path(), PREFIX + ProcessHandle.current().pid() + "-");
        boolean started = false;
        try {
            account.own(home);
            String password = Cluster.password();
            initialise(folder, release, account, home, password);
            int port = Ports.freeFrom(ThreadLocalRandom.current().nextInt(20_000, 32_000));
            Process watcher = account.start(folder, command(release, home, port));
            Address address = new Address(Cluster.HOST, port, Cluster.USER, password, "postgres");
            ScratchServer server = new ScratchServer(release, home, watcher, address);
            server.awaitReady();
            started = true;
            return server;
        } finally {
            if (!started) {
                BailiwickFolder.deleteAsFarAsPossible(home);
            }
        }
    }

    private static void initialise(
            BailiwickFolder folder, PostgresRelease release, OsAccount account, Path home, String password)
            throws IOException {
        Path passwordFile = home.resolve("password");
        BailiwickFolder.replace(passwordFile, password + "\n");
        account.own(passwordFile);
        List<String> initdb = new ArrayList<>(
                List.of(release.bin().resolve("initdb").toString(), "-D", home.getFileName() + "/data", "--no-sync"));
        initdb.addAll(List.of("-U", Cluster.USER, "-E", "UTF8", "--auth=scram-sha-256"));
        initdb.add("--pwfile=" + home.getFileName() + "/password");
        initdb.addAll(
                release.major() >= 17
                        ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                        : List.of("--locale=C", "--lc-ctype=C.UTF-8"));
        ExternalProgram made = account.run(folder, initdb);
        if (!made.succeeded()) {
            throw failed(release, "can't be made", made.tail(TAIL));
        }
    }

    private static List<String> command(PostgresRelease release, Path home, int port) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WATCH, "sh", home.toString()));
        command.addAll(List.of(
                release.bin().resolve("postgres").toString(),
                "-D",
                home.resolve("data").toString()));
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=" + Cluster.HOST,
                "unix_socket_directories=",
                "fsync=off",
                "full_page_writes=off",
                "synchronous_commit=off",
                "autovacuum=off",
                "wal_level=logical",
                "shared_buffers=64MB",
                "cluster_name=bailiwick-scratch")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + STARTING.toNanos();
        while (System.nanoTime() < end && watcher.isAlive()) {
            Optional<Postmaster> running = Postmaster.of(home.resolve("data"));
            if (running.isPresent() && running.get().ready()) {
                return;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                close();
                throw ServerFailures.interrupted(e);
            }
        }
        String log = log();
        close();
        throw failed(release, "doesn't start", ExternalProgram.tail(log, TAIL));
    }

    private String log() throws IOException {
        Path log = home.resolve("log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    private static BailiwickException failed(PostgresRelease release, String what, String tail) {
        return ServerFailures.unreachable(
                "the throw-away PostgreSQL " + release.major() + " " + what + tail,
                null,
                "look at the free space and the rights in the project's .bailiwick folder");
    }

    /** Where it listens; its database is {@code postgres}. */
    public Address address() {
        return address;
    }

    public int majorVersion() {
        return release.major();
    }

    /** Stops the server and removes everything of it. */
    @Override
    public void close() {
        try {
            watcher.getOutputStream().close();
            if (!watcher.waitFor(STOPPING_S, TimeUnit.SECONDS)) {
                watcher.destroyForcibly();
            }
        } catch (IOException e) {
            watcher.destroyForcibly(); // its end of the pipe closes with it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the watcher has heard it, and goes on alone
        }
        BailiwickFolder.deleteAsFarAsPossible(home);
    }

    /** Folders of processes that were killed: their watchers have emptied them. */
    private static void removeLeftOver(BailiwickFolder folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .filter(ScratchServer::leftOver)
                    .forEach(BailiwickFolder::deleteAsFarAsPossible);
        }
    }

    private static boolean leftOver(Path home) {
        String[] words = home.getFileName().toString().split("-");
        try {
            return ProcessHandle.of(Long.parseLong(words[1])).isEmpty()
                    && Postmaster.of(home.resolve("data")).isEmpty();
        } catch (NumberFormatException | IOException e) {
            return false;
        }
    }
}
