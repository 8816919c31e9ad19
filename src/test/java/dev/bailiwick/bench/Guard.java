package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the domain guard costs each migration, beside few tables and beside many. */
final class Guard {
    private static final int MIGRATIONS = 200;
    private static final String OFF = "bailiwick, guard = off";
    private static final String ON = "bailiwick, guard = on";
    private static final String DATABASE = "bench_guard";

    private final Testbed testbed;

    Guard(Testbed testbed) {
        this.testbed = testbed;
    }

    /** Before the first race; the others add to its tables. */
    void begin() {
        testbed.empty(DATABASE);
    }

    /** One race with so many tables of others, without the guard and with it. */
    Comparison beside(int tables) {
        List<Contender> contenders = new ArrayList<>();
        for (String guard : List.of("off", "on")) {
            Migrations migrations = new Migrations("bench_" + guard, MIGRATIONS);
            Path project = migrations.project(testbed, "guard-" + guard, "guard = " + guard + "\n");
            contenders.add(new Contender(
                    "bailiwick, guard = " + guard,
                    () -> ready(tables, migrations),
                    () -> testbed.bailiwick(project, testbed.url(DATABASE), "migrate", "--file-transactions")
                            .run(),
                    () -> testbed.require(DATABASE, migrations.standing(), migrations.whole())));
        }
        return new Comparison(
                "apply %d files beside %,d tables".formatted(MIGRATIONS, tables), OFF, contenders, List.of());
    }

    /** What the guard takes for each file. */
    static Figure figure(Comparison.Result result, double target) {
        double millis = (result.of(ON).millis() - result.of(OFF).millis()) / MIGRATIONS;
        return new Figure(
                result.comparison().work() + ": the guard, each file",
                millis,
                Unit.MILLISECONDS,
                Target.atMost(target),
                "");
    }

    private void ready(int tables, Migrations migrations) {
        ballast(tables);
        testbed.execute(DATABASE, "DROP SCHEMA IF EXISTS " + migrations.schema() + " CASCADE");
        testbed.execute(
                DATABASE, "VACUUM (ANALYZE) pg_class, pg_attribute, pg_depend, pg_index, pg_constraint, pg_type");
        testbed.settle();
    }

    private void ballast(int tables) {
        int there = Integer.parseInt(
                testbed.query(DATABASE, "SELECT count(*) FROM pg_tables WHERE schemaname = 'ballast'"));
        testbed.execute(DATABASE, "CREATE SCHEMA IF NOT EXISTS ballast");
        for (int from = there + 1; from <= tables; from += 1000) {
            testbed.execute(DATABASE, """
                    DO $$ BEGIN FOR i IN %d .. %d LOOP
                      EXECUTE format('CREATE TABLE ballast.b%%s (id bigint PRIMARY KEY, a text, b text, c text, d date)', i);
                    END LOOP; END $$""".formatted(from, Math.min(tables, from + 999)));
        }
    }
}
