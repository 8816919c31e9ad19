package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.server.Address;
import dev.bailiwick.server.EmbeddedServer;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server fails: it crashes and comes back, its disk is full, it takes no more logins, it becomes read-only. */
@Timeout(1800)
class ServerFaultsIT {
    private static final long SEED = Long.getLong("bailiwick.seed", 20260102);

    @RegisterExtension
    final TestDatabase db = TestDatabase.perTest();

    /** The programs of the test's own servers are unpacked once. */
    @TempDir
    static Path home;

    @TempDir
    Path folder;

    /** A server of the test's own, on a disk that is synchronised as users' are. */
    private record Own(Address address) implements Shop.Database {
        String url(String database) {
            return "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":"
                    + address.port() + "/" + database;
        }

        @Override
        public String query(String sql) {
            return query("crash", sql);
        }

        String query(String database, String sql) {
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + database
                                    + "?preferQueryMode=simple&ApplicationName=test",
                            address.user(),
                            address.password());
                    Statement statement = connection.createStatement()) {
                boolean rows = statement.execute(sql);
                try (ResultSet row = statement.getResultSet()) {
                    return rows && row.next() ? String.join("|", columns(row)) : "";
                }
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        private static String[] columns(ResultSet row) throws SQLException {
            String[] columns = new String[row.getMetaData().getColumnCount()];
            for (int i = 0; i < columns.length; i++) {
                String value = row.getString(i + 1);
                columns[i] = value == null ? "" : value;
            }
            return columns;
        }
    }

    /** {@code pg_ctl stop -m immediate} is a crash: what was not committed is gone, what was committed is there. */
    @Test
    void aCrashLosesNothingThatWasSaidToBeApplied() throws Exception {
        Path project = Files.createDirectories(home.resolve("server"));
        EmbeddedServer server = EmbeddedServer.in(project, line -> {});
        try {
            Own own = new Own(server.start());
            Cli cli = Shop.files(Cli.in(Files.createDirectories(folder.resolve("shop"))))
                    .on(own.url("crash"));
            fresh(own);
            assertThat(cli.run("migrate").exit()).isZero();
            String undisturbed = Shop.picture(own);
            Random random = new Random(SEED);
            int times = Proof.times(3, 60);
            for (int i = 0; i < times; i++) {
                fresh(own);
                int delay = 10 + random.nextInt(350);
                String where = "seed " + SEED + ", crash " + i + " after " + delay + " ms";
                Cli.Result result = crashed(project, delay, where, cli, "setup");
                own = new Own(server.start());
                Shop.awaitQuiet(own);
                Shop.requireTruth(own, result.out(), where + "\n" + result.out() + result.err());
                cli.on(own.url("crash"));
                Cli.Result again = cli.run("migrate");
                assertThat(again.exit()).as(where + "\n" + again.err()).isZero();
                assertThat(Shop.picture(own)).as(where).isEqualTo(undisturbed);
            }
            System.out.println("crashed " + times + " times");
        } finally {
            server.stop();
        }
    }

    /** Many share a message, and only its last commit waits for the disk: what a crash takes is the end, and all of it. */
    @Test
    void aCrashAmongManyTakesTheLastOfThemAndNothingThatWasSaidToBeApplied() throws Exception {
        Path project = Files.createDirectories(home.resolve("server"));
        EmbeddedServer server = EmbeddedServer.in(project, line -> {});
        int files = 400;
        try {
            Own own = new Own(server.start());
            Cli cli = Cli.in(Files.createDirectories(folder.resolve("many")));
            for (int i = 1; i <= files; i++) {
                String name = "%03d".formatted(i);
                cli.migration(
                        "shop", name + "_t.sql", "CREATE TABLE t" + name + " (id int);", "DROP TABLE t" + name + ";");
            }
            Random random = new Random(SEED);
            int times = Proof.times(3, 40);
            int within = 0;
            for (int i = 0; i < times; i++) {
                fresh(own);
                cli.on(own.url("crash"));
                int delay = 250 + random.nextInt(1500);
                String where = "seed " + SEED + ", crash " + i + " after " + delay + " ms";
                boolean down = i % 4 == 3;
                if (down) {
                    assertThat(cli.run("migrate").exit()).isZero();
                }
                String[] command = down ? new String[] {"rollback", "shop", "--all"} : new String[] {"migrate"};
                Cli.Result result = crashed(project, delay, where, cli, command);
                own = new Own(server.start());
                Shop.awaitQuiet(own);
                if (own.query("SELECT to_regclass('shop.schema_migrations')").isEmpty()) {
                    continue;
                }
                int rows = Integer.parseInt(own.query("SELECT count(*) FROM shop.schema_migrations WHERE success"));
                within += rows > 0 && rows < files ? 1 : 0;
                String first = "(SELECT array_agg('t' || to_char(n, 'FM000') ORDER BY n) FROM generate_series(1, "
                        + rows + ") AS n)";
                assertThat(own.query("SELECT (SELECT array_agg('t' || left(filename, 3) ORDER BY filename)"
                                + " FROM shop.schema_migrations WHERE success) IS NOT DISTINCT FROM " + first
                                + ", (SELECT array_agg(relname::text ORDER BY relname) FROM pg_class"
                                + " WHERE relnamespace = 'shop'::regnamespace AND relname ~ '^t\\d+$') IS NOT DISTINCT FROM "
                                + first))
                        .as(where + ": the first ones, their rows and their tables")
                        .isEqualTo("t|t");
                long said = result.out()
                        .lines()
                        .filter(line -> line.startsWith(down ? "  ↩ " : "  ✓ "))
                        .count();
                assertThat(down ? files - rows : (long) rows)
                        .as(where + "\n" + result.err())
                        .isGreaterThanOrEqualTo(said);
                assertThat(cli.on(own.url("crash")).run("migrate").exit())
                        .as(where)
                        .isZero();
            }
            System.out.println("crashed " + times + " times among " + files + ", " + within + " within them");
        } finally {
            server.stop();
        }
    }

    /** A run whose server crashes under it; it says that it is done, or that the connection was lost. */
    private static Cli.Result crashed(Path project, int delay, String where, Cli cli, String... command)
            throws Exception {
        CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run(command));
        Thread.sleep(delay);
        crash(project);
        Cli.Result result = run.get(60, TimeUnit.SECONDS);
        assertThat(result.exit()).as(where + "\n" + result.err()).isIn(0, 6);
        return result;
    }

    /** Also where the database is configured not to wait for the disk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "migrate",
                "migrate --one-transaction",
                "rollback lab --steps 1 --yes",
                "seed lab",
                "mark lab 002_x.sql --applied"
            })
    void whatIsSaidToBeDoneIsOnTheDisk(String line) throws Exception {
        Path project = Files.createDirectories(home.resolve("lazy"));
        EmbeddedServer server = EmbeddedServer.in(project, text -> {});
        try {
            Own own = new Own(server.start());
            fresh(own);
            Cli cli = Cli.in(Files.createDirectories(folder.resolve("lab")))
                    .on(own.url("crash"))
                    .migration("lab", "001_l.sql", "CREATE TABLE l (id int);", "DROP TABLE l;");
            assertThat(cli.run("migrate").exit()).isZero();
            own.query("postgres", "ALTER DATABASE crash SET synchronous_commit = off");
            own.query("ALTER SYSTEM SET wal_writer_delay = '10s'");
            own.query("SELECT pg_reload_conf()");
            cli.migration("lab", "002_x.sql", "CREATE TABLE x (id int);", "")
                    .file("sql/lab/seeds/x.sql", "SELECT 1;\n");

            assertThat(cli.run(line.split(" ")).exit()).isZero();
            String last = "SELECT max(id) FROM lab.schema_migrations_log";
            String before = own.query(last);
            crash(project);
            own = new Own(server.start());

            assertThat(own.query(last)).isEqualTo(before);
        } finally {
            server.stop();
        }
    }

    private static void fresh(Own own) {
        own.query("postgres", "DROP DATABASE IF EXISTS crash WITH (FORCE)");
        own.query("postgres", "CREATE DATABASE crash");
    }

    private static void crash(Path project) throws Exception {
        String pid = Files.readAllLines(project.resolve(".bailiwick/data/postmaster.pid"))
                .get(0);
        new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
        while (ProcessHandle.of(Long.parseLong(pid)).isPresent()) {
            Thread.sleep(10);
        }
    }

    /** The primary dies; its standby, which has confirmed every commit, takes over, and the URL names both. */
    @Test
    void aFailoverLosesNothingThatWasSaidToBeApplied() throws Exception {
        Path project = Files.createDirectories(home.resolve("server"));
        Cli cli = Shop.files(Cli.in(Files.createDirectories(folder.resolve("shop"))));
        Random random = new Random(SEED);
        int times = Proof.times(1, 20);
        int hit = 0;
        for (int i = 0; i < times; i++) {
            Path copy = Files.createDirectories(home.resolve("standby" + i));
            EmbeddedServer primary = EmbeddedServer.in(project, line -> {});
            EmbeddedServer standby = EmbeddedServer.in(copy, line -> {});
            try {
                Own own = new Own(primary.start());
                fresh(own);
                primary.stop();
                copyOf(project, copy, own.address());
                own = new Own(primary.start());
                Own other = new Own(standby.start());
                assertThat(other.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
                own.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
                own.query("SELECT pg_reload_conf()");
                await(own, "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'");

                int delay = 50 + random.nextInt(600);
                String where = "seed " + SEED + ", failover " + i + " after " + delay + " ms";
                cli.on(both(own, other));
                CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> cli.run("setup"));
                Thread.sleep(delay);
                crash(project);
                other.query("SELECT pg_promote()");
                Cli.Result result = run.get(60, TimeUnit.SECONDS);
                where += "\n" + result.out() + result.err();
                hit += result.exit() == 0 ? 0 : 1;
                assertThat(result.exit()).as(where).isIn(0, 5, 6);
                Shop.awaitQuiet(other);
                Shop.requireTruth(other, result.out(), where);
                assertThat(Shop.finish(cli, other)).as(where).contains("depot.f", "005_e.sql");
            } finally {
                standby.stop();
                primary.stop();
                Path setting = project.resolve(".bailiwick/data/postgresql.auto.conf");
                Files.writeString(setting, "");
            }
        }
        System.out.println("failed over " + times + " times, " + hit + " before the end");
    }

    /** Both servers, as libpq writes them; a standby takes logins, but it isn't what is asked for. */
    private static String both(Own own, Own other) {
        Address address = own.address();
        return "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":" + address.port()
                + "," + other.address().host() + ":" + other.address().port()
                + "/crash?target_session_attrs=read-write";
    }

    private static void await(Own own, String condition) throws InterruptedException {
        for (int i = 0; i < 500 && !own.query(condition).equals("t"); i++) {
            Thread.sleep(20);
        }
        assertThat(own.query(condition)).as(condition).isEqualTo("t");
    }

    /** The cluster of a stopped server once more, as a standby of it. */
    private static void copyOf(Path project, Path copy, Address primary) throws Exception {
        assertThat(new ProcessBuilder("cp", "-a", project.resolve(".bailiwick").toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        Path data = copy.resolve(".bailiwick/data");
        UserPrincipal owner = Files.getOwner(data);
        Path settings = data.resolve("postgresql.auto.conf");
        Files.writeString(
                settings,
                "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
                        .formatted(primary.host(), primary.port(), primary.user(), primary.password()),
                StandardOpenOption.APPEND);
        Path signal = Files.createFile(data.resolve("standby.signal"));
        Files.setOwner(signal, owner);
    }

    /** A runner that waits for a domain hears that the server has gone. */
    @Test
    void aRunnerThatWaitsWhileTheServerRestartsSaysSoAndCanBeRunAgain() throws Exception {
        Path project = Files.createDirectories(home.resolve("server"));
        EmbeddedServer server = EmbeddedServer.in(project, line -> {});
        try {
            Own own = new Own(server.start());
            fresh(own);
            Cli cli = Shop.files(Cli.in(Files.createDirectories(folder.resolve("shop"))))
                    .on(own.url("crash"));
            String key = "('x' || left(md5('bailiwick domain shop'), 16))::bit(64)::bigint";
            CompletableFuture<Cli.Result> waits =
                    CompletableFuture.failedFuture(new IllegalStateException("not begun"));
            try (Connection holder = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + own.address().port() + "/crash",
                            own.address().user(),
                            own.address().password());
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("SELECT pg_advisory_xact_lock(" + key + ")");
                waits = CompletableFuture.supplyAsync(() -> cli.run("migrate"));
                Thread.sleep(1500);
                assertThat(waits).isNotDone();
                crash(project);
            } catch (SQLException e) {
                // the holder's session is gone as well
            }
            Cli.Result result = waits.get(60, TimeUnit.SECONDS);
            assertThat(result.exit()).isEqualTo(6);
            assertThat(result.said()).contains("bailiwick");
            Own back = new Own(server.start());
            assertThat(cli.on(back.url("crash")).run("migrate").exit()).isZero();
        } finally {
            server.stop();
        }
    }

    @Test
    void aFullDiskRollsBackAndSaysSo() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString())
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0,
                "no small file system can be mounted here");
        try {
            Path project = Files.createDirectories(home.resolve("server"));
            EmbeddedServer server = EmbeddedServer.in(project, line -> {});
            try {
                Own own = new Own(server.start());
                Path data = Files.createDirectories(disk.resolve("data"));
                Object owner = Files.getAttribute(project.resolve(".bailiwick/data"), "unix:owner");
                Files.setOwner(data, (UserPrincipal) owner);
                new ProcessBuilder("chmod", "-R", "a+rx", folder.toString(), disk.toString())
                        .start()
                        .waitFor();
                fresh(own);
                own.query("postgres", "DROP TABLESPACE IF EXISTS small");
                own.query("postgres", "CREATE TABLESPACE small LOCATION '" + data + "'");
                Cli cli = Cli.in(Files.createDirectories(folder.resolve("shop")))
                        .on(own.url("crash"))
                        .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "DROP TABLE a;")
                        .migration(
                                "shop",
                                "002_b.sql",
                                "CREATE TABLE b TABLESPACE small AS SELECT repeat('x', 500) FROM generate_series(1, 100000);",
                                "DROP TABLE b;");

                Cli.Result full = cli.run("migrate");

                assertThat(full.exit()).isEqualTo(4);
                assertThat(full.said())
                        .contains("53100", "rolled back: nothing of it stands", "make room on the server's disk");
                assertThat(own.query("SELECT count(*) FILTER (WHERE success), count(*), to_regclass('shop.b') FROM"
                                + " shop.schema_migrations"))
                        .isEqualTo("1|2|");
            } finally {
                server.stop();
            }
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    @Test
    void whereNoMoreLoginsAreTakenNothingIsChanged() {
        String role = db.createRole("busy");
        db.execute("ALTER ROLE " + role + " CONNECTION LIMIT 0; GRANT CREATE ON DATABASE " + db.name() + " TO " + role);
        Cli cli = Cli.in(folder).on(db.url(role)).migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "");

        Cli.Result refused = cli.run("migrate");

        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.said()).contains("too many connections");
        assertThat(db.query("SELECT to_regnamespace('shop')")).isEmpty();
        db.execute("ALTER ROLE " + role + " CONNECTION LIMIT -1");
        assertThat(cli.run("migrate").exit()).isZero();
    }

    @Test
    void aDatabaseThatBecomesReadOnlyUnderWayStopsTheRunThere() {
        Cli cli = Cli.in(folder)
                .on(db)
                .migration("shop", "001_a.sql", "CREATE TABLE a (id int);", "")
                .migration(
                        "shop",
                        "002_b.sql",
                        "DO $$ BEGIN EXECUTE 'SET transaction_read_only = on'; END $$; CREATE TABLE b ();",
                        "");

        Cli.Result stopped = cli.run("migrate");

        assertThat(stopped.exit()).isEqualTo(4);
        assertThat(stopped.said()).contains("25006").contains("1 file before it in this run is applied");
        assertThat(db.query("SELECT string_agg(filename, ' ' ORDER BY id) FROM shop.schema_migrations WHERE success"))
                .isEqualTo("001_a.sql");
    }
}
