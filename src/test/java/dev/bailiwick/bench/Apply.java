package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Applying many small files: into an empty database, and into a domain that has history. */
final class Apply {
    private static final int HISTORY = 200;
    private static final String BAILIWICK = "bailiwick";
    private static final String UNGUARDED = "bailiwick, guard = off";
    private static final String DBMATE = "dbmate";
    private static final String FLYWAY = "flyway";

    private final Testbed testbed;
    private final int files;
    private final boolean slowCommit;

    Apply(Testbed testbed, int files, boolean slowCommit) {
        this.testbed = testbed;
        this.files = files;
        this.slowCommit = slowCommit;
    }

    Comparison empty() {
        Migrations migrations = new Migrations("bench", files);
        Path guarded = migrations.project(testbed, "apply", "");
        Path unguarded = migrations.project(testbed, "apply-unguarded", "guard = off\n");
        Psql psql = new Psql(testbed, "apply", migrations);
        Peers peers = new Peers(testbed);
        testbed.empty("bench_nothing");
        testbed.empty("bench_schema");
        testbed.execute("bench_schema", "CREATE SCHEMA bench");
        Step step = new Step(migrations, "bench_nothing");
        List<Contender> contenders = new ArrayList<>();
        contenders.add(step.by(Psql.EACH, "bench_psql", psql.each(testbed.url("bench_psql"))));
        if (!slowCommit) {
            contenders.add(
                    step.by("psql, one transaction", "bench_together", psql.together(testbed.url("bench_together"))));
            contenders.add(step.by(
                    "pgjdbc, a message each",
                    "bench_messages",
                    new DriverPrograms(testbed, Jdk.running()).messages(psql.folder(), "bench_messages")));
        }
        contenders.add(step.by(BAILIWICK, "bench_bailiwick", migrate(guarded, "bench_bailiwick")));
        contenders.add(step.by(UNGUARDED, "bench_unguarded", migrate(unguarded, "bench_unguarded")));
        contenders.add(new Step(migrations, "bench_schema")
                .by(DBMATE, "bench_dbmate", peers.dbmate(migrations, "bench_dbmate")));
        contenders.add(step.by(FLYWAY, "bench_flyway", peers.flyway(migrations, "bench_flyway")));
        return new Comparison(
                "apply %,d files to an empty database%s".formatted(files, suffix()),
                Psql.EACH,
                contenders,
                List.of(
                        Goal.atMost(1, BAILIWICK, Psql.EACH),
                        Goal.faster(BAILIWICK, DBMATE),
                        Goal.atLeast(4, FLYWAY, BAILIWICK)));
    }

    Comparison upgrade() {
        Migrations before = new Migrations("bench", HISTORY);
        Migrations more = new Migrations("bench", HISTORY + 1, HISTORY + files);
        Migrations all = new Migrations("bench", HISTORY + files);
        history("bench_history", migrate(before.project(testbed, "history", ""), "bench_history"));
        history("bench_history_psql", new Psql(testbed, "history", before).each(testbed.url("bench_history_psql")));
        Path guarded = all.project(testbed, "upgrade", "");
        Path unguarded = all.project(testbed, "upgrade-unguarded", "guard = off\n");
        Command psql = new Psql(testbed, "upgrade", more).each(testbed.url("bench_psql"));
        Step ours = new Step(all, "bench_history");
        return new Comparison(
                "apply %,d files to a domain with %d applied%s".formatted(files, HISTORY, suffix()),
                Psql.EACH,
                List.of(
                        new Step(all, "bench_history_psql").by(Psql.EACH, "bench_psql", psql),
                        ours.by(BAILIWICK, "bench_bailiwick", migrate(guarded, "bench_bailiwick")),
                        ours.by(UNGUARDED, "bench_unguarded", migrate(unguarded, "bench_unguarded"))),
                List.of(Goal.atMost(1.5, BAILIWICK, Psql.EACH), Goal.atMost(1.15, BAILIWICK, UNGUARDED)));
    }

    private void history(String database, Command command) {
        testbed.empty(database);
        command.run();
    }

    private Command migrate(Path project, String database) {
        return testbed.bailiwick(project, testbed.url(database), "migrate");
    }

    private String suffix() {
        return slowCommit ? ", %d ms more a commit".formatted(SlowCommit.MILLIS) : "";
    }

    /** From a database as it was before to all that must stand. */
    private final class Step {
        private final Migrations migrations;
        private final String template;

        Step(Migrations migrations, String template) {
            this.migrations = migrations;
            this.template = template;
        }

        Contender by(String name, String database, Command command) {
            return new Contender(
                    name,
                    () -> ready(database),
                    command::run,
                    () -> testbed.require(database, migrations.standing(), migrations.whole()));
        }

        private void ready(String database) {
            testbed.copy(database, template);
            if (slowCommit) {
                new SlowCommit(testbed).in(database);
            }
            testbed.settle();
        }
    }
}
