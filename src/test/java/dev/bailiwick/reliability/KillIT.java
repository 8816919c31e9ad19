package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
                () -> TestDatabase.from("whole shop", database -> assertThat(Shop.files(Cli.in(folder))
                                .on(database)
                                .run("setup")
                                .exit())
                        .isZero()),
                deeds,
                Proof.times(4, 180),
                "rollback",
                "shop",
                "--all");
    }

    private interface Fresh {
        TestDatabase database();
    }

    private void kill(Fresh fresh, List<Deed> deeds, int times, String... command) throws Exception {
        Shop.files(Cli.in(folder));
        String undisturbed;
        int length;
        try (TestDatabase database = fresh.database()) {
            length = undisturbed(database, command);
            undisturbed = finish(database);
        }
        Random random = new Random(SEED);
        int hit = 0;
        for (int i = 0; i < times; i++) {
            Deed deed = deeds.get(i % deeds.size());
            int delay = (int) ((0.15 + 0.85 * random.nextDouble()) * length);
            String where = "seed " + SEED + ", number " + i + ", " + deed + " after " + delay + " ms";
            try (TestDatabase database = fresh.database()) {
                hit += one(database, deed, delay, where, command) ? 1 : 0;
                assertThat(finish(database)).as(where).isEqualTo(undisturbed);
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
                Installed.in(folder).with("DATABASE_URL", database.url()).run(command);
        assertThat(result.exit()).as(result.err()).isZero();
        return (int) ((System.nanoTime() - begin) / 1_000_000);
    }

    /** Whether it was hit before its end. */
    private boolean one(TestDatabase database, Deed deed, int delay, String where, String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process =
                Installed.in(folder).with("DATABASE_URL", database.url()).start(out, err, Installed.words(command));
        boolean ended = process.waitFor(delay, TimeUnit.MILLISECONDS);
        if (!ended) {
            deed.doTo(process, database);
        }
        int exit = process.waitFor();
        String said = where + "\n" + Files.readString(out) + Files.readString(err);
        assertThat(exit).as(said).isNotIn(1, 2);
        Shop.awaitQuiet(database::query);
        Shop.requireTruth(database::query, Files.readString(out), said);
        return !ended && exit != 0;
    }

    /** Runs until all is done, as a person would; the answer is what is there then. */
    private String finish(TestDatabase database) {
        Cli cli = Cli.in(folder).on(database);
        List<String> said = new ArrayList<>();
        if (!database.query("SELECT to_regclass('shop.schema_migrations')").isEmpty()
                && !database.query("SELECT count(*) FROM shop.schema_migrations WHERE error_message LIKE 'rollback%'")
                        .equals("0")) {
            Cli.Result result = cli.run("rollback", "shop", "--steps", "1");
            said.add(result.out() + result.err());
        }
        for (int i = 0; i < 3; i++) {
            Cli.Result result = cli.run("migrate");
            said.add(result.out() + result.err());
            if (result.exit() == 0) {
                return Shop.picture(database::query);
            }
        }
        throw new AssertionError("it does not end:\n" + String.join("\n", said));
    }
}
