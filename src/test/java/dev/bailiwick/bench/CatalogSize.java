package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.List;

/** How long it takes to describe a large schema, and to compare it with what the last run has left. */
final class CatalogSize {
    private static final String DATABASE = "bench_catalog";

    private final Testbed testbed;

    CatalogSize(Testbed testbed) {
        this.testbed = testbed;
    }

    void measure(int rounds, Report report) {
        Migrations migrations = new Migrations("bench", 1000);
        Path project = migrations.project(testbed, "catalog", "");
        testbed.empty(DATABASE);
        testbed.bailiwick(project, testbed.url(DATABASE), "migrate").run();
        testbed.require(DATABASE, migrations.standing(), migrations.whole());
        Comparison race = new Comparison(
                "drift of 1,000 tables, the whole process",
                "drift",
                "",
                List.of(new Contender(
                        "drift",
                        () -> {},
                        () -> testbed.bailiwick(project, testbed.url(DATABASE), "drift", "--exit-code")
                                .run(),
                        () -> {})));
        report.figure(race.work(), race.run(rounds).of("drift").millis(), "ms", "target: at most 2,000 ms");
    }
}
