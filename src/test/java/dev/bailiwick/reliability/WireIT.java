package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.Proof;
import dev.bailiwick.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wire is cut, or silent for a while, at any message of a run that sets up two domains with a seed.
 *
 * <p>{@code -Dbailiwick.seed=N} repeats what a failure tells.
 */
@Timeout(3600)
class WireIT {
    private static final long SEED = Long.getLong("bailiwick.seed", 20260103);

    @TempDir
    Path folder;

    private enum Deed {
        CUT_BEFORE,
        CUT_WITHIN,
        CUT_AFTER;

        CutProxy.Trap at(CutProxy.Point point) {
            return switch (this) {
                case CUT_BEFORE -> point.cutBefore();
                case CUT_WITHIN -> point.cutWithin();
                case CUT_AFTER -> point.cutAfter();
            };
        }
    }

    private record Undisturbed(List<CutProxy.Message> messages, String picture) {}

    private Undisturbed undisturbed(String... command) {
        Shop.files(Cli.in(folder));
        try (TestDatabase database = TestDatabase.empty();
                CutProxy proxy = CutProxy.to(database.host(), database.port())) {
            assertThat(Cli.in(folder)
                            .on(database.urlAt(proxy.port()))
                            .run(command)
                            .exit())
                    .isZero();
            return new Undisturbed(proxy.messages(), Shop.finish(Cli.in(folder).on(database), database::query));
        }
    }

    /** A few of them, by chance; all of them in the long form. */
    private static List<CutProxy.Message> some(List<CutProxy.Message> messages, int few) {
        if (Proof.isLong()) {
            return messages;
        }
        Random random = new Random(SEED);
        return IntStream.range(0, few)
                .mapToObj(i -> messages.get(random.nextInt(messages.size())))
                .toList();
    }

    @Test
    void itIsCut() throws Exception {
        Undisturbed undisturbed = undisturbed("setup");
        Random random = new Random(SEED);
        List<CutProxy.Message> messages = some(undisturbed.messages(), 10);
        int sprung = 0;
        for (CutProxy.Message message : messages) {
            Deed deed = Deed.values()[random.nextInt(3)];
            try (TestDatabase database = TestDatabase.empty();
                    CutProxy proxy = CutProxy.to(database.host(), database.port())) {
                CutProxy.Trap trap = deed.at(proxy.at(message.from(), message.number()));
                Cli.Result result =
                        Cli.in(folder).on(database.urlAt(proxy.port())).run("setup");
                String where = "seed " + SEED + ", " + deed + " " + message + "\n" + result.out() + result.err();
                assertThat(result.exit()).as(where).isNotIn(1, 2, 3);
                Shop.awaitQuiet(database::query);
                Shop.requireTruth(database::query, result.out(), where);
                assertThat(Shop.finish(Cli.in(folder).on(database), database::query))
                        .as(where)
                        .isEqualTo(undisturbed.picture());
                sprung += trap.sprung() ? 1 : 0;
            }
        }
        System.out.println("cut " + messages.size() + " times on setup, " + sprung + " before its end");
        assertThat(sprung).isGreaterThan(messages.size() / 2);
    }

    /** Meanwhile another runner comes; then everything that was under way arrives. */
    @Test
    void itIsSilentForAWhile() throws Exception {
        Undisturbed undisturbed = undisturbed("migrate");
        Predicate<CutProxy.Message> changes =
                m -> m.from() == CutProxy.Side.CLIENT ? "QSdc".indexOf(m.type()) >= 0 : "CZG".indexOf(m.type()) >= 0;
        List<CutProxy.Message> messages =
                some(undisturbed.messages().stream().filter(changes).toList(), 5);
        for (CutProxy.Message message : messages) {
            try (TestDatabase database = TestDatabase.empty();
                    CutProxy proxy = CutProxy.to(database.host(), database.port())) {
                CutProxy.Trap trap = proxy.at(message.from(), message.number()).hold();
                CompletableFuture<Cli.Result> silent = CompletableFuture.supplyAsync(
                        () -> Cli.in(folder).on(database.urlAt(proxy.port())).run("migrate"));
                String where = "seed " + SEED + ", silent at " + message;
                assertThat(trap.await(Duration.ofSeconds(30))).as(where).isTrue();
                CompletableFuture<Cli.Result> other = CompletableFuture.supplyAsync(
                        () -> Cli.in(folder).on(database).run("migrate"));
                Thread.sleep(Proof.times(700, 2000));
                trap.release();
                Cli.Result first = silent.get(60, TimeUnit.SECONDS);
                Cli.Result second = other.get(60, TimeUnit.SECONDS);
                where += "\n" + first.out() + first.err() + "\nthe other: " + second.out() + second.err();
                assertThat(List.of(first.exit(), second.exit())).as(where).allMatch(exit -> exit == 0 || exit >= 3);
                assertThat(List.of(first.exit(), second.exit())).as(where).contains(0);
                Shop.awaitQuiet(database::query);
                Shop.requireTruth(database::query, first.out() + second.out(), where);
                assertThat(Shop.finish(Cli.in(folder).on(database), database::query))
                        .as(where)
                        .isEqualTo(undisturbed.picture());
            }
        }
        System.out.println("silent " + messages.size() + " times on migrate");
    }
}
