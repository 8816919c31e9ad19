package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.List;

/** Taking all files back, each in a transaction of its own. */
final class Rollback {
    private static final String UP = "bailiwick migrate";
    private static final String DOWN = "bailiwick rollback --all";
    private static final String DATABASE = "bench_rollback";

    private final Testbed testbed;
    private final Migrations migrations;

    Rollback(Testbed testbed, int files) {
        this.testbed = testbed;
        this.migrations = new Migrations("bench", files);
    }

    Comparison compare() {
        Path project = migrations.project(testbed, "rollback", "");
        Command up = testbed.bailiwick(project, testbed.url(DATABASE), "migrate", "--file-transactions");
        Command down = testbed.bailiwick(project, testbed.url(DATABASE), "rollback", "bench", "--all");
        return new Comparison(
                "roll %,d files back".formatted(migrations.last()),
                UP,
                List.of(
                        new Contender(
                                UP,
                                () -> {
                                    testbed.empty(DATABASE);
                                    testbed.settle();
                                },
                                up::run,
                                () -> testbed.require(DATABASE, migrations.standing(), migrations.whole())),
                        new Contender(
                                DOWN,
                                testbed::settle,
                                down::run,
                                () -> testbed.require(DATABASE, migrations.standing(), Migrations.none()))),
                List.of(Goal.atMost(1.3, DOWN, UP)));
    }
}
