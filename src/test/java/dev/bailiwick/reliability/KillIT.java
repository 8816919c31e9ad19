package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Pooler;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed at random moments, by kill -9, SIGTERM and SIGINT, and its sessions by the server's administrator.
 * Whenever it is: the bookkeeping is true, and the next run ends as if nothing had happened.
 *
 * <p>{@code -Dbailiwick.seed=N} repeats what a failure tells.
 */
@Timeout(3600)
class KillIT {
    private static final long SEED = Long.getLong("bailiwick.seed", 20260101);

    @TempDir
    Path folder;

    private @Nullable Pooler pooler;
    private Consumer<Cli> files = Shop::files;

    private enum Deed {
        KILL("-KILL"),
        TERM("-TERM"),
        INT("-INT"),
        TERMINATE("pg_terminate_backend"),
        CANCEL("pg_cancel_backend");

        private final String how;

        Deed(String how) {
            this.how = how;
        }

        void doTo(Process process, TestDatabase database) throws Exception {
            if (how.startsWith("-")) {
                new ProcessBuilder("kill", how, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } else {
                database.query("SELECT count(" + how + "(pid)) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'bailiwick%'");
            }
        }
    }

    @Test
    void onTheWayUp() throws Exception {
        List<Deed> deeds = List.of(Deed.KILL, Deed.KILL, Deed.TERM, Deed.INT, Deed.TERMINATE, Deed.CANCEL);
        kill(TestDatabase::empty, deeds, Proof.times(8, 420), "setup");
    }

    @Test
    void onTheWayDown() throws Exception {
        List<Deed> deeds = List.of(Deed.KILL, Deed.TERM, Deed.INT, Deed.TERMINATE);
        kill(
                () -> TestDatabase.from("whole shop", whole(Shop.files(Cli.in(folder)))),
                deeds,
                Proof.times(4, 180),
                "rollback",
                "shop",
                "--all",
                "--yes");
    }

    @Test
    void behindAPoolerThatKeepsSessions() throws Exception {
        pooler = Pooler.start(folder, "session");
        kill(TestDatabase::empty, List.of(Deed.values()), Proof.times(3, 120), "setup");
    }

    @Test
    void behindAPoolerThatSharesThem() throws Exception {
        pooler = Pooler.start(folder, "transaction");
        files = Shop::filesInTransactions;
        Cli cli = Shop.filesInTransactions(Cli.in(folder));
        kill(TestDatabase::empty, List.of(Deed.values()), Proof.times(3, 120), "setup");
        kill(
                () -> TestDatabase.from("shop in transactions", whole(cli)),
                List.of(Deed.values()),
                Proof.times(2, 60),
                "rollback",
                "shop",
                "--all",
                "--yes");
    }

    private static Consumer<TestDatabase> whole(Cli cli) {
        return database -> assertThat(cli.on(database).run("setup").exit()).isZero();
    }

    /** Where the program logs in. */
    private String url(TestDatabase database) {
        return pooler == null ? database.url() : database.urlAt(pooler.port());
    }

    @AfterEach
    void stopPooler() {
        if (pooler != null) {
            pooler.close();
        }
    }

    private interface Fresh {
        TestDatabase database();
    }

    private void kill(Fresh fresh, List<Deed> deeds, int times, String... command) throws Exception {
        files.accept(Cli.in(folder));
        String undisturbed;
        int length;
        try (TestDatabase database = fresh.database()) {
            length = undisturbed(database, command);
            undisturbed = Shop.finish(Cli.in(folder).on(url(database)), database::query);
        }
        Random random = new Random(SEED);
        int hit = 0;
        for (int i = 0; i < times || (hit == 0 && i < 10 * times); i++) {
            Deed deed = deeds.get(i % deeds.size());
            int delay = (int) ((0.15 + 0.85 * random.nextDouble()) * length);
            String where = "seed " + SEED + ", number " + i + ", " + deed + " after " + delay + " ms";
            try (TestDatabase database = fresh.database()) {
                if (one(database, deed, delay, where, command)) {
                    hit++;
                } else { // the first run, that was measured, is the slowest
                    length = length * 9 / 10;
                }
                assertThat(Shop.finish(Cli.in(folder).on(url(database)), database::query))
                        .as(where)
                        .isEqualTo(undisturbed);
            }
        }
        System.out.println(
                "killed " + times + " times on " + String.join(" ", command) + ", " + hit + " before its end");
        assertThat(hit).isPositive();
    }

    /** How many milliseconds the program takes for all of it, its start included. */
    private int undisturbed(TestDatabase database, String... command) throws Exception {
        long begin = System.nanoTime();
        Cli.Result result =
                Installed.in(folder).with("DATABASE_URL", url(database)).run(command);
        assertThat(result.exit()).as(result.err()).isZero();
        return (int) ((System.nanoTime() - begin) / 1_000_000);
    }

    /** Whether it was hit before its end. */
    private boolean one(TestDatabase database, Deed deed, int delay, String where, String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process =
                Installed.in(folder).with("DATABASE_URL", url(database)).start(out, err, Installed.words(command));
        boolean ended = process.waitFor(delay, TimeUnit.MILLISECONDS);
        if (!ended) {
            deed.doTo(process, database);
        }
        int exit = process.waitFor();
        String said = where + "\n" + Files.readString(out) + Files.readString(err);
        assertThat(exit).as(said).isNotIn(1, 2);
        if (pooler == null) {
            Shop.awaitQuiet(database::query);
        } else {
            Shop.awaitIdle(database::query);
        }
        Shop.requireTruth(database::query, Files.readString(out), said);
        return !ended && exit != 0;
    }
}
