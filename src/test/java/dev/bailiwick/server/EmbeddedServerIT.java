package dev.bailiwick.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedServerIT {
    /** Made once, with everything in its path that may be there. */
    @TempDir
    static Path folder;

    private static Path project = Path.of("");
    private static final List<String> COLD = new ArrayList<>();

    private final List<Process> children = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final EmbeddedServer server = EmbeddedServer.in(project, progress::add);

    @BeforeAll
    static void coldStart() throws IOException {
        project = Files.createDirectory(folder.resolve("Prüf 'ling' & (1)"));
        EmbeddedServer.in(project, COLD::add).use().close();
    }

    @AfterEach
    void nobodyIsLeft() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
        server.stop();
        assertThat(server.status().running()).isNull();
    }

    @AfterAll
    static void stop() {
        EmbeddedServer.in(project, line -> {}).stop();
    }

    private static Path home() {
        return project.resolve(".bailiwick");
    }

    private long pid() {
        return Objects.requireNonNull(server.status().running()).pid();
    }

    /** Another project whose programs are unpacked already: hard links, because unpacking takes seconds. */
    private static Path unpackedProject(String name) throws IOException {
        Path other = Files.createDirectory(folder.resolve(name));
        BailiwickFolder.in(other);
        Path from = home().toRealPath();
        try (Stream<Path> files = Files.list(from)) {
            Path programs = files.filter(f -> f.getFileName().toString().startsWith("postgres-1"))
                    .findFirst()
                    .orElseThrow();
            try (Stream<Path> tree = Files.walk(programs)) {
                for (Path file : tree.toList()) {
                    Path copy = other.resolve(".bailiwick").resolve(from.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectory(copy);
                    } else {
                        Files.createLink(copy, file);
                    }
                }
            }
        }
        return other;
    }

    private Process child(Path ofProject, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                ofProject.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        children.add(process);
        return process;
    }

    private static String line(Process child, String beginning) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            all.append(line).append('\n');
        }
        throw new AssertionError("no line begins with " + beginning + ":\n" + all);
    }

    private static String ask(Address address, String sql) throws Exception {
        try (Connection connection = Child.connect(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static BailiwickException failure(Runnable run) {
        try {
            run.run();
        } catch (BailiwickException e) {
            return e;
        }
        throw new AssertionError("nothing failed");
    }

    // ---- one process

    @Test
    void isARealPostgresWithSaneSettings() throws Exception {
        try (ServerUse lease = server.use()) {
            Address address = lease.address();
            assertThat(ask(address, "SHOW server_version")).isEqualTo(PostgresPrograms.version());
            assertThat(ask(address, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(address, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(address, "SHOW unix_socket_directories")).isEmpty();
            assertThat(ask(
                            address,
                            "SELECT current_user || ' ' || rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("bailiwick true");
            assertThat(ask(
                            address,
                            "SELECT datname || ' ' || pg_encoding_to_char(encoding) || ' ' || datlocprovider::text || ' '"
                                    + " || datlocale FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("bailiwick UTF8 b C.UTF-8");
            assertThatThrownBy(() -> Child.connect(
                            new Address(address.host(), address.port(), address.user(), "wrong", address.database())))
                    .hasMessageContaining("password");
            assertThat(address.toString()).doesNotContain(address.password());
        }
        assertThat(progress).isEmpty();
        assertThat(COLD).hasSize(2);
    }

    @Test
    void aThrowAwayServerIsGoneWithItsProcess() throws Exception {
        Process child = child(project, "scratch");
        int port = Integer.parseInt(line(child, "postgresql://").replaceFirst(".*@127\\.0\\.0\\.1:(\\d+)/.*", "$1"));
        assertThat(scratchFiles()).isNotEmpty();

        child.destroyForcibly().waitFor();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end && (listening(port) || !scratchFiles().isEmpty())) {
            Thread.sleep(50);
        }
        assertThat(listening(port)).isFalse();
        assertThat(scratchFiles()).isEmpty();
    }

    @Test
    void aThrowAwayServerIsAServerOfItsOwn() throws Exception {
        try (ScratchServer scratch =
                ScratchServer.start(project, ScratchServer.ownMajorVersion(), null, progress::add)) {
            assertThat(ask(scratch.address(), "SHOW fsync")).isEqualTo("off");
            assertThat(ask(scratch.address(), "SHOW server_version")).isEqualTo(PostgresPrograms.version());
            assertThat(scratch.majorVersion()).isEqualTo(18);
            assertThat(server.status().running()).isNull();
        }
        assertThat(scratchFiles()).isEmpty();
    }

    private static List<Path> scratchFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(home())) {
            for (Path scratch : files.filter(f -> f.getFileName().toString().startsWith("scratch-"))
                    .toList()) {
                try (Stream<Path> inside = Files.list(scratch)) {
                    inside.forEach(found::add);
                } catch (java.nio.file.NoSuchFileException e) {
                    // just removed
                }
            }
        }
        return found;
    }

    private static boolean listening(int port) {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void keepsItsFilesForItselfAndOutOfGit() throws Exception {
        assertThat(home().resolve(".gitignore")).hasContent("*");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve("password"))))
                .isEqualTo("rw-------");
        assertThat(home()).isDirectoryNotContaining("glob:**/{making,unpacking}*");
    }

    @Test
    void stopsAfterTheLastLease() throws Exception {
        ServerUse first = server.use();
        ServerUse second = EmbeddedServer.in(project.resolve("."), line -> {}).use();
        assertThat(second.address()).isEqualTo(first.address());

        first.close();
        first.close();
        assertThat(ask(second.address(), "SELECT 1")).isEqualTo("1");
        second.close();
        assertThat(server.status().running()).isNull();
    }

    @Test
    void startedByCommandItRunsUntilItIsStopped() throws Exception {
        Address address = server.start();
        server.use().close();

        ServerStatus.Running running = Objects.requireNonNull(server.status().running());
        assertThat(running.startedBy()).isEqualTo(StartedBy.COMMAND);
        assertThat(running.port()).isEqualTo(address.port());
        assertThat(server.status().bytes()).isGreaterThan(10_000_000);
        assertThat(server.start()).isEqualTo(address);
        assertThat(server.stop()).isEqualTo(StopResult.NOW);
        assertThat(server.stop()).isEqualTo(StopResult.WAS_NOT_RUNNING);
        try (ServerUse lease = server.use()) {
            assertThat(lease.address()).isEqualTo(address);
        }
    }

    @Test
    void aServerInUseIsStoppedByItsLastUser() throws Exception {
        try (ServerUse lease = server.use()) {
            server.start();
            assertThat(server.stop()).isEqualTo(StopResult.BY_THE_LAST_USER);
            assertThat(ask(lease.address(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(server.status().running()).isNull();
    }

    @Test
    void statusOfNothingMakesNothing() throws Exception {
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        ServerStatus status = EmbeddedServer.in(nothing, line -> {}).status();

        assertThat(status.exists()).isFalse();
        assertThat(status.running()).isNull();
        assertThat(EmbeddedServer.in(nothing, line -> {}).stop()).isEqualTo(StopResult.WAS_NOT_RUNNING);
        assertThat(nothing).isEmptyDirectory();
    }

    @Test
    void threadsTakeTurns() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            runs.add(threads.submit(() -> {
                Child.cycle(EmbeddedServer.in(project, line -> {}));
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> run : runs) {
            run.get();
        }
        assertThat(server.status().running()).isNull();
    }

    // ---- several processes

    @Test
    void processesTakeTurns() throws Exception {
        List<Process> racers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            racers.add(child(project, "cycle", "6"));
        }
        for (Process racer : racers) {
            line(racer, "done");
            assertThat(racer.waitFor()).isZero();
        }
        assertThat(server.status().running()).isNull();
    }

    @Test
    void anotherProcessKeepsTheServerAlive() throws Exception {
        Process other = child(project, "hold");
        line(other, "postgresql://");
        long before = pid();
        server.use().close();
        assertThat(pid()).isEqualTo(before);
        assertThat(server.stop()).isEqualTo(StopResult.BY_THE_LAST_USER);

        other.getOutputStream().close();
        line(other, "left");
        assertThat(server.status().running()).isNull();
    }

    @Test
    void whatAKilledProcessLeavesIsAdopted() throws Exception {
        Process other = child(project, "hold");
        line(other, "postgresql://");
        other.destroyForcibly().waitFor();
        long left = pid();

        try (ServerUse lease = server.use()) {
            assertThat(pid()).isEqualTo(left);
            assertThat(ask(lease.address(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(server.status().running()).isNull();
    }

    @Test
    void terminatedOrForgetfulProcessesGiveTheirLeaseBack() throws Exception {
        Process terminated = child(project, "hold");
        line(terminated, "postgresql://");
        terminated.destroy();
        assertThat(terminated.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.status().running()).isNull();

        Process forgetful = child(project, "forget");
        assertThat(forgetful.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.status().running()).isNull();
    }

    @Test
    void aKillWhileTheClusterIsMadeLeavesNoHalfOne() throws Exception {
        Path other = unpackedProject("killed");
        for (int i = 0; i < 3; i++) {
            Process making = child(other, "hold");
            line(making, "... making");
            Thread.sleep(200L * i);
            making.destroyForcibly().waitFor();
        }
        EmbeddedServer next = EmbeddedServer.in(other, line -> {});
        try (ServerUse lease = next.use()) {
            assertThat(ask(lease.address(), "SELECT current_database()")).isEqualTo("bailiwick");
        }
        assertThat(next.status().running()).isNull();
        next.use().close();
        assertThat(other.resolve(".bailiwick")).isDirectoryNotContaining("glob:**/making*");
    }

    @Test
    void twoProcessesMakeOneCluster() throws Exception {
        Path other = unpackedProject("two");
        Process a = child(other, "hold");
        Process b = child(other, "hold");
        String url = line(a, "postgresql://").replaceFirst(" .*", "");
        assertThat(line(b, "postgresql://").replaceFirst(" .*", "")).isEqualTo(url);
        a.getOutputStream().close();
        b.getOutputStream().close();
        assertThat(a.waitFor()).isZero();
        assertThat(b.waitFor()).isZero();
        assertThat(EmbeddedServer.in(other, line -> {}).status().running()).isNull();
    }

    // ---- what may lie in the way

    @Test
    void anOldPidFileIsNoObstacle() throws Exception {
        Path file = home().resolve("data/postmaster.pid");
        Process stranger = new ProcessBuilder("sleep", "60").start();
        children.add(stranger);
        String others = stranger.pid() + "\n/x\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n";
        for (String old : List.of("", "99999999\n", "garbage\n", others)) {
            Files.writeString(file, old);
            assertThat(server.status().running()).isNull();
            server.use().close();
        }
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void aKilledServerIsStartedAgain() throws Exception {
        try (ServerUse lease = server.use()) {
            ask(lease.address(), "SELECT 1");
            ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().get();
            try (ServerUse again = server.use()) {
                assertThat(ask(again.address(), "SELECT 1")).isEqualTo("1");
            }
        }
        assertThat(server.status().running()).isNull();
    }

    @Test
    void aTakenPortMeansTheNextOne() throws Exception {
        int usual = ClusterProperties.read(home().resolve("server.properties")).port();
        try (ServerSocket taken = new ServerSocket(usual, 1, InetAddress.getLoopbackAddress());
                ServerUse lease = server.use()) {
            assertThat(lease.address().port()).isNotEqualTo(taken.getLocalPort());
            assertThat(ask(lease.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aServerThatDoesNotStartSaysWhatItsLogSays() throws Exception {
        Path settings = home().resolve("data/postgresql.auto.conf");
        String before = Files.readString(settings);
        Files.writeString(settings, before + "shared_buffers = 'nonsense'\n");
        try {
            BailiwickException e = failure(server::use);

            assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(e.getMessage())
                    .contains("doesn't start")
                    .contains("invalid value for parameter \"shared_buffers\"");
        } finally {
            Files.writeString(settings, before);
        }
        server.use().close();
    }

    @Test
    void dataOfAnotherMajorVersionOrMachineAreRefused() throws Exception {
        Path other = unpackedProject("foreign");
        EmbeddedServer foreign = EmbeddedServer.in(other, line -> {});
        Path data = Files.createDirectories(other.resolve(".bailiwick/data"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        assertThat(failure(foreign::use).getMessage()).contains("was made by PostgreSQL 17");

        Files.writeString(data.resolve("PG_VERSION"), PostgresPrograms.majorVersion() + "\n");
        new ClusterProperties(OsAccount.SELF, "plan9-mips", 20000, StartedBy.USE)
                .write(other.resolve(".bailiwick/server.properties"));
        BailiwickException e = failure(foreign::use);
        assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(e.getMessage()).contains("plan9-mips");
    }

    @Test
    void foldersThatCannotServeAreRefused() throws Exception {
        Path dollar = Files.createDirectory(folder.resolve("a$b"));
        assertThat(failure(() -> EmbeddedServer.in(dollar, line -> {}).use()).getMessage())
                .contains("$");

        Path occupied = Files.createDirectory(folder.resolve("occupied"));
        Files.writeString(occupied.resolve(".bailiwick"), "");
        assertThat(failure(() -> EmbeddedServer.in(occupied, line -> {}).use()).getMessage())
                .contains("not a folder");

        BailiwickException missing = failure(
                () -> EmbeddedServer.in(folder.resolve("missing"), line -> {}).use());
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws Exception {
        assumeTrue(OsAccount.uid() == 0, "only root can give files away");
        Path other = Files.createDirectories(folder.resolve("other/.bailiwick"));
        Files.setAttribute(other, "unix:uid", 12345);

        BailiwickException e = failure(
                () -> EmbeddedServer.in(folder.resolve("other"), line -> {}).use());
        assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(e.getMessage()).contains("belongs to the user 12345");
    }

    @Test
    void aReadOnlyProjectIsRefused() throws Exception {
        assumeTrue(OsAccount.uid() != 0, "root may write everywhere");
        Path other = Files.createDirectory(folder.resolve("read-only"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r-xr-xr-x"));

        assertThat(failure(() -> EmbeddedServer.in(other, line -> {}).use()).getMessage())
                .contains("permission denied");
    }
}
