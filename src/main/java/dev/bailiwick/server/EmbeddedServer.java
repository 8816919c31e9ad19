package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL in a project's folder, for somebody who has no other.
 *
 * <p>Any number of threads and processes may use it at once. A process that is killed leaves the server running; the next
 * user adopts it, and stops it at its own end. A process that ends in an orderly way, also by Ctrl-C, gives its leases
 * back.
 */
public final class EmbeddedServer {
    private static final Duration STOPPING = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PATIENCE_FOR_OTHERS = Duration.ofSeconds(20);
    private static final Set<EmbeddedServer> IN_USE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedServer::leaveAll, "embedded-server-end"));
    }

    private final Path project;
    private final Consumer<String> progress;
    private int leases;

    private EmbeddedServer(Path project, Consumer<String> progress) {
        this.project = project;
        this.progress = progress;
    }

    /**
     * The server of a project. Nothing happens on the disk yet.
     *
     * @param progress hears a line before something that takes more than a moment
     */
    public static EmbeddedServer in(Path project, Consumer<String> progress) {
        return new EmbeddedServer(project, progress);
    }

    /** Starts the server unless it runs, and keeps it running until the lease is closed. */
    public ServerUse use() {
        BailiwickFolder folder = BailiwickFolder.in(project);
        IN_USE.add(this);
        try (FolderLocks.Turn turn = FolderLocks.of(folder).take(progress)) {
            turn.enter();
            boolean leased = false;
            try {
                Address address = address(folder, running(folder, StartedBy.USE));
                leases++;
                leased = true;
                return new ServerUse(address, this::leave);
            } finally {
                if (!leased) {
                    turn.leave();
                }
            }
        } catch (IOException e) {
            throw ServerFailures.disk(folder, e);
        }
    }

    /** Starts the server unless it runs; in either case it now runs until {@link #stop()}. */
    @SuppressWarnings("try") // the turn is only held
    public Address start() {
        BailiwickFolder folder = BailiwickFolder.in(project);
        try (FolderLocks.Turn turn = FolderLocks.of(folder).take(progress)) {
            Postmaster server = running(folder, StartedBy.COMMAND);
            ClusterProperties memory = ClusterProperties.read(folder.memory());
            memory.at(server.port(), StartedBy.COMMAND).write(folder.memory());
            return address(folder, server);
        } catch (IOException e) {
            throw ServerFailures.disk(folder, e);
        }
    }

    /** Stops the server, however it was started. While others use it, it goes on for them, and the last one stops it. */
    public StopResult stop() {
        if (!Files.exists(project.resolve(BailiwickFolder.NAME))) {
            return StopResult.WAS_NOT_RUNNING;
        }
        BailiwickFolder folder = BailiwickFolder.in(project);
        try (FolderLocks.Turn turn = FolderLocks.of(folder).take(progress)) {
            Optional<Postmaster> server = Postmaster.of(folder.data());
            if (server.isEmpty()) {
                return StopResult.WAS_NOT_RUNNING;
            }
            ClusterProperties memory = ClusterProperties.read(folder.memory());
            memory.at(memory.port(), StartedBy.USE).write(folder.memory());
            return stopIfUnused(folder, turn, false) ? StopResult.NOW : StopResult.BY_THE_LAST_USER;
        } catch (IOException e) {
            throw ServerFailures.disk(folder, e);
        }
    }

    /** How things stand, without waiting for anybody and without making anything. */
    public ServerStatus status() {
        Path home = project.resolve(BailiwickFolder.NAME);
        Path data = home.resolve("data");
        Path log = home.resolve("postgres.log");
        if (!Files.exists(home)) {
            return new ServerStatus(PostgresPrograms.version(), data, false, 0, log, null);
        }
        BailiwickFolder folder = BailiwickFolder.in(project);
        try {
            return new ServerStatus(
                    PostgresPrograms.version(),
                    folder.data(),
                    Files.isDirectory(folder.data()),
                    size(folder.data()),
                    folder.log(),
                    runningNow(folder));
        } catch (IOException e) {
            throw ServerFailures.disk(folder, e);
        }
    }

    private static ServerStatus.@Nullable Running runningNow(BailiwickFolder folder) throws IOException {
        Optional<Postmaster> server = Postmaster.of(folder.data());
        return server.isEmpty()
                ? null
                : new ServerStatus.Running(
                        server.get().pid(),
                        server.get().port(),
                        ClusterProperties.read(folder.memory()).startedBy());
    }

    private Postmaster running(BailiwickFolder folder, StartedBy by) throws IOException {
        Cluster cluster = new Cluster(folder, progress);
        Optional<Postmaster> server = cluster.running();
        if (server.isPresent()) {
            return server.get();
        }
        PostgresPrograms.ensure(folder, progress);
        cluster.ensure();
        return cluster.start(by);
    }

    private static Address address(BailiwickFolder folder, Postmaster server) throws IOException {
        String password = Files.readString(folder.password()).strip();
        return new Address(Cluster.HOST, server.port(), Cluster.USER, password, Cluster.DATABASE);
    }

    private boolean stopIfUnused(BailiwickFolder folder, FolderLocks.Turn turn, boolean patiently) throws IOException {
        if (!turn.unused()) {
            return false;
        }
        PostgresPrograms.ensure(folder, progress);
        Cluster cluster = new Cluster(folder, progress);
        boolean stopped = patiently && cluster.stop("smart", PATIENCE);
        if (!stopped && !cluster.stop("fast", STOPPING)) {
            throw cluster.failed("doesn't stop", "");
        }
        return true;
    }

    private void leave() {
        BailiwickFolder folder = BailiwickFolder.in(project);
        try (FolderLocks.Turn turn = FolderLocks.of(folder).take(progress)) {
            if (leases > 0) {
                leases--;
                leave(folder, turn, false);
            }
        } catch (IOException e) {
            throw ServerFailures.disk(folder, e);
        }
    }

    private void leave(BailiwickFolder folder, FolderLocks.Turn turn, boolean patiently) throws IOException {
        turn.leave();
        if (Postmaster.of(folder.data()).isPresent()
                && ClusterProperties.read(folder.memory()).startedBy() == StartedBy.USE) {
            stopIfUnused(folder, turn, patiently);
        }
        if (leases == 0) {
            IN_USE.remove(this); // not before the server has stopped: the end of the process waits for those in use
        }
    }

    /** At the end of the process, which other threads may not have noticed yet: sessions get a moment to end. */
    private static void leaveAll() {
        for (EmbeddedServer server : IN_USE) {
            try {
                BailiwickFolder folder = BailiwickFolder.in(server.project);
                FolderLocks.Turn turn = FolderLocks.of(folder).take(PATIENCE_FOR_OTHERS, line -> {});
                if (turn != null) {
                    try (turn) {
                        while (server.leases > 0) {
                            server.leases--;
                            server.leave(folder, turn, true);
                        }
                    }
                }
            } catch (IOException | BailiwickException e) {
                // nobody is left to tell: the next user adopts the server
            }
        }
    }

    private static long size(Path tree) throws IOException {
        long[] bytes = {0};
        if (Files.isDirectory(tree)) {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // a running server removes files
                }
            });
        }
        return bytes[0];
    }
}
