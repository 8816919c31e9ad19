package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.List;

/** How long it takes to describe a large schema, and to compare it with what the last run has left. */
final class CatalogSize {
    private static final String DATABASE = "bench_catalog";

    private final Ground ground;

    CatalogSize(Ground ground) {
        this.ground = ground;
    }

    void measure(int rounds, Report report) {
        Migrations migrations = new Migrations("bench", 1000);
        Path project = migrations.project(ground, "catalog", "");
        ground.empty(DATABASE);
        ground.bailiwick(project, ground.url(DATABASE), "migrate").run();
        ground.require(DATABASE, migrations.standing(), migrations.whole());
        Race race = new Race(
                "drift of 1,000 tables, the whole process",
                "drift",
                "",
                List.of(new Contender(
                        "drift",
                        () -> {},
                        () -> ground.bailiwick(project, ground.url(DATABASE), "drift", "--exit-code")
                                .run(),
                        () -> {})));
        report.figure(race.work(), race.run(rounds).of("drift").millis(), "ms", "target: at most 2,000 ms");
    }
}
