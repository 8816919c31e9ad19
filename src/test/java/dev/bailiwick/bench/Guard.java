package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the domain guard costs each migration, beside few tables and beside many. */
final class Guard {
    private static final int MIGRATIONS = 200;
    private static final String DATABASE = "bench_guard";

    private final Ground ground;

    Guard(Ground ground) {
        this.ground = ground;
    }

    /** Before the first race; the others add to its tables. */
    void begin() {
        ground.empty(DATABASE);
    }

    /** One race with so many tables of others, without the guard and with it. */
    Race beside(int tables, String target) {
        List<Contender> contenders = new ArrayList<>();
        for (String guard : List.of("off", "on")) {
            Migrations migrations = new Migrations("bench_" + guard, MIGRATIONS);
            Path project = migrations.project(ground, "guard-" + guard, "guard=" + guard + "\n");
            contenders.add(new Contender(
                    "guard=" + guard,
                    () -> ready(tables, migrations),
                    () -> ground.bailiwick(project, ground.url(DATABASE), "migrate")
                            .run(),
                    () -> ground.require(DATABASE, migrations.standing(), migrations.whole())));
        }
        return new Race(MIGRATIONS + " migrations beside " + tables + " tables", "guard=off", target, contenders);
    }

    /** Milliseconds of each migration that the guard takes. */
    static double milliseconds(Race.Result result) {
        return (result.of("guard=on").millis() - result.of("guard=off").millis()) / MIGRATIONS;
    }

    private void ready(int tables, Migrations migrations) {
        ballast(tables);
        ground.execute(DATABASE, "DROP SCHEMA IF EXISTS " + migrations.schema() + " CASCADE");
        ground.execute(
                DATABASE, "VACUUM (ANALYZE) pg_class, pg_attribute, pg_depend, pg_index, pg_constraint, pg_type");
        ground.settle();
    }

    private void ballast(int tables) {
        int there =
                Integer.parseInt(ground.query(DATABASE, "SELECT count(*) FROM pg_tables WHERE schemaname = 'ballast'"));
        ground.execute(DATABASE, "CREATE SCHEMA IF NOT EXISTS ballast");
        for (int from = there + 1; from <= tables; from += 1000) {
            ground.execute(DATABASE, """
                    DO $$ BEGIN FOR i IN %d .. %d LOOP
                      EXECUTE format('CREATE TABLE ballast.b%%s (id bigint PRIMARY KEY, a text, b text, c text, d date)', i);
                    END LOOP; END $$""".formatted(from, Math.min(tables, from + 999)));
        }
    }
}
