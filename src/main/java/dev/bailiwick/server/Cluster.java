package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The cluster in a folder: made, started, stopped with PostgreSQL's own programs.
 *
 * <p>To be used by one at a time: see {@link FolderLocks}. The programs are given paths relative to the folder, because pg_ctl
 * puts them into a shell command.
 */
final class Cluster {
    static final String USER = "bailiwick";
    static final String DATABASE = "bailiwick";
    static final String HOST = "127.0.0.1";

    /** A new cluster takes about 40 MB and its first write-ahead log 16 MB more. */
    private static final long ROOM_NEEDED = 80L << 20;

    private static final long LOG_LIMIT = 4L << 20;
    private static final String MAKING = "making-";
    private static final int TAIL = 10;
    private static final int ATTEMPTS = 8;
    private static final Duration CRASH_RECOVERY = Duration.ofMinutes(10);

    private final BailiwickFolder folder;
    private final Consumer<String> progress;

    Cluster(BailiwickFolder folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** The running server, waited for where it is still recovering from a crash, or on its way out. */
    Optional<Postmaster> running() throws IOException {
        long end = System.nanoTime() + CRASH_RECOVERY.toNanos();
        Optional<Postmaster> found = Postmaster.of(folder.data());
        while (found.isPresent() && !found.get().ready()) {
            if (System.nanoTime() > end) {
                throw failed(
                        "is " + found.get().state() + " for more than ten minutes",
                        ExternalProgram.tail(logFrom(0), TAIL));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw ServerFailures.interrupted(e);
            }
            found = Postmaster.of(folder.data());
        }
        return found;
    }

    /** Makes the cluster where there is none. A half-made one is never taken for whole: it gets its name at the end. */
    void ensure() throws IOException {
        if (Files.isDirectory(folder.data())) {
            checkMadeForUs();
            return;
        }
        folder.requireRoom(ROOM_NEEDED);
        OsAccount account = OsAccount.choose(folder, program("postgres"));
        progress.accept("making a PostgreSQL database in " + folder.data() + " …");
        // a name of its own: the initdb of a killed process may still be writing into its folder
        Path making = Files.createTempDirectory(folder.path(), MAKING);
        account.own(making);
        try {
            String password = password();
            initialise(account, making, password);
            BailiwickFolder.replace(folder.password(), password + "\n");
            new ClusterProperties(account, PostgresPrograms.platform(), firstPort(), StartedBy.USE)
                    .write(folder.memory());
            Files.move(making.resolve("data"), folder.data(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            BailiwickFolder.deleteAsFarAsPossible(making);
        }
    }

    /** A password that nobody guesses. */
    static String password() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void initialise(OsAccount account, Path making, String password) throws IOException {
        String data = making.getFileName() + "/data";
        Path passwordFile = making.resolve("password");
        BailiwickFolder.replace(passwordFile, password + "\n");
        account.own(passwordFile);
        List<String> initdb = new ArrayList<>(List.of(program("initdb").toString(), "-D", data, "-U", USER));
        initdb.addAll(List.of("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        initdb.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + making.getFileName() + "/password"));
        for (String setting : List.of(
                "listen_addresses=" + HOST,
                "unix_socket_directories=",
                "shared_buffers=32MB",
                "max_wal_size=256MB",
                "cluster_name=bailiwick")) {
            initdb.addAll(List.of("-c", setting));
        }
        check("can't be made", account.run(folder, initdb));
        // there is no psql, and nobody listens yet
        check(
                "can't be made",
                account.run(
                        folder,
                        "CREATE DATABASE " + DATABASE + "\n",
                        List.of(
                                program("postgres").toString(),
                                "--single",
                                "-c",
                                "exit_on_error=true",
                                "-D",
                                data,
                                "postgres")));
    }

    private void checkMadeForUs() throws IOException {
        Path made = folder.data().resolve("PG_VERSION");
        String major = Files.readString(made).strip();
        if (!major.equals(PostgresPrograms.majorVersion())) {
            throw unusable("was made by PostgreSQL " + major + "; this is PostgreSQL " + PostgresPrograms.version());
        }
        ClusterProperties memory = ClusterProperties.read(folder.memory());
        if (!memory.platform().equals(PostgresPrograms.platform())) {
            throw unusable("was made on another kind of machine (" + memory.platform() + ")");
        }
    }

    private BailiwickException unusable(String why) {
        return BailiwickException.usage(
                "the database in " + folder.data() + " " + why,
                "if you can do without its data, begin anew: " + folder.removal(),
                ServerFailures.OTHER_DATABASE);
    }

    /** Starts the server, on the port it had the last time if that is free. */
    Postmaster start(StartedBy by) throws IOException {
        ClusterProperties memory = ClusterProperties.read(folder.memory());
        memory.account().require(folder, program("postgres"));
        rotateLog(memory.account());
        removeHalfMade();
        int port = memory.port();
        String said = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            port = Ports.freeFrom(port);
            memory.at(port, by).write(folder.memory());
            Postmaster.removeStale(folder.data());
            long before = Files.size(folder.log());
            ExternalProgram run = memory.account()
                    .run(
                            folder,
                            List.of(
                                    program("pg_ctl").toString(),
                                    "start",
                                    "-w",
                                    "-t",
                                    Long.toString(CRASH_RECOVERY.toSeconds()),
                                    "-D",
                                    "data",
                                    "-l",
                                    "postgres.log",
                                    "-p",
                                    program("postgres", Path.of("")).toString(),
                                    "-o",
                                    "-p " + port));
            Optional<Postmaster> started = running();
            if (started.isPresent()) {
                return started.get(); // by us, or by the pg_ctl of a process that was killed a moment ago
            }
            said = logFrom(before);
            if (said.contains("could not bind")) {
                port++;
            } else if (said.contains("shared memory block")) {
                pause(); // backends of a killed server are still going down
            } else {
                said = said.isBlank() ? run.output() : said;
                break;
            }
        }
        throw failed("doesn't start", ExternalProgram.tail(said, TAIL));
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw ServerFailures.interrupted(e);
        }
    }

    /**
     * Stops the server.
     *
     * @param mode as pg_ctl has it: fast throws the sessions out, smart waits for their end
     */
    boolean stop(String mode, Duration within) throws IOException {
        ClusterProperties memory = ClusterProperties.read(folder.memory());
        ExternalProgram run = memory.account()
                .run(
                        folder,
                        List.of(
                                program("pg_ctl").toString(),
                                "stop",
                                "-w",
                                "-t",
                                Long.toString(within.toSeconds()),
                                "-m",
                                mode,
                                "-D",
                                "data"));
        return run.succeeded() || Postmaster.of(folder.data()).isEmpty();
    }

    BailiwickException failed(String what, String tail) {
        return ServerFailures.unreachable(
                "the embedded PostgreSQL in " + folder.path() + " " + what + tail,
                null,
                "read the whole log: " + folder.log(),
                ServerFailures.OTHER_DATABASE);
    }

    private void check(String what, ExternalProgram run) {
        if (!run.succeeded()) {
            throw failed(what, run.tail(TAIL));
        }
    }

    private Path program(String name) {
        return program(name, folder.path());
    }

    private static Path program(String name, Path base) {
        return base.resolve(PostgresPrograms.bin()).resolve(name);
    }

    /** Different projects should get different ports, below the range that outgoing connections take theirs from. */
    private int firstPort() {
        return 20_000 + Math.floorMod(folder.path().hashCode(), 10_000);
    }

    private void rotateLog(OsAccount account) throws IOException {
        if (Files.exists(folder.log()) && Files.size(folder.log()) > LOG_LIMIT) {
            Path old = folder.log().resolveSibling("postgres.log.1");
            Files.move(folder.log(), old, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(folder.log())) {
            Files.createFile(folder.log());
            account.own(folder.log());
        }
    }

    private void removeHalfMade() throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            files.filter(f -> f.getFileName().toString().startsWith(MAKING))
                    .forEach(BailiwickFolder::deleteAsFarAsPossible);
        }
    }

    private String logFrom(long position) throws IOException {
        if (!Files.exists(folder.log())) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(folder.log().toFile(), "r")) {
            long from = Math.max(position, file.length() - 8192);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
