package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.List;

/** How long it takes to describe a large schema, and to compare it with what the last run has left. */
final class CatalogSize {
    private static final String DRIFT = "bailiwick drift";
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
        Comparison comparison = new Comparison(
                "drift of 1,000 tables, the whole process",
                DRIFT,
                List.of(Contender.repeated(
                        DRIFT, testbed.bailiwick(project, testbed.url(DATABASE), "drift", "--exit-code"))),
                List.of());
        report.add(new Figure(
                comparison.work(),
                comparison.run(rounds).of(DRIFT).millis(),
                Unit.MILLISECONDS,
                Target.atMost(2000),
                ""));
    }
}
