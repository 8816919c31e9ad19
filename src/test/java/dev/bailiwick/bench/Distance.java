package dev.bailiwick.bench;

import dev.bailiwick.testing.CutProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Few files over a link with a round trip of 20 ms. */
final class Distance {
    private static final int FILES = 50;
    private static final Duration ONE_WAY = Duration.ofMillis(10);
    private static final String EMPTY = "bailiwick, empty database";
    private static final String UPGRADE = "bailiwick, domain with " + FILES + " applied";
    private static final String DATABASE = "bench_far";
    private static final String NOTHING = "bench_nothing";
    private static final String HISTORY = "bench_far_history";

    private final Testbed testbed;

    Distance(Testbed testbed) {
        this.testbed = testbed;
    }

    Comparison compare() {
        Migrations first = new Migrations("bench", FILES);
        Migrations both = new Migrations("bench", 2 * FILES);
        Path few = first.project(testbed, "distance", "");
        Path more = both.project(testbed, "distance-upgrade", "");
        testbed.empty(NOTHING);
        testbed.empty(HISTORY);
        testbed.bailiwick(few, testbed.url(HISTORY), "migrate").run();
        return new Comparison(
                "apply %d files over a link of %d ms".formatted(FILES, 2 * ONE_WAY.toMillis()),
                Psql.EACH,
                List.of(
                        far(Psql.EACH, NOTHING, first, new Psql(testbed, "distance", first)::each),
                        far(EMPTY, NOTHING, first, url -> testbed.bailiwick(few, url, "migrate")),
                        far(UPGRADE, HISTORY, both, url -> testbed.bailiwick(more, url, "migrate"))),
                List.of(Goal.roundTrips(8, EMPTY)));
    }

    private Contender far(String name, String template, Migrations all, Function<String, Command> command) {
        return new Contender(
                name,
                () -> testbed.copy(DATABASE, template),
                () -> {
                    try (CutProxy proxy =
                            CutProxy.to("127.0.0.1", testbed.server().port())) {
                        proxy.delay(ONE_WAY);
                        Measurement measured = command.apply(testbed.url(DATABASE, proxy.port()))
                                .run();
                        return new Measurement(measured.millis(), measured.megabytes(), proxy.roundTrips());
                    }
                },
                () -> testbed.require(DATABASE, all.standing(), all.whole()));
    }
}
