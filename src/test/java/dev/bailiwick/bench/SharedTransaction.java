package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * All files in one transaction, there and back. The reference is psql doing the same, and then the start of a Java program: the
 * bare driver's, which does not grow when ours does.
 */
final class SharedTransaction {
    private static final String REFERENCE = "psql, one transaction, and pgjdbc's start";
    private static final String MIGRATE = "bailiwick migrate";
    private static final String UNGUARDED = "bailiwick migrate, guard = off";
    private static final String ROLLBACK = "bailiwick rollback --all";

    private final Testbed testbed;
    private final Migrations migrations;

    SharedTransaction(Testbed testbed, int files) {
        this.testbed = testbed;
        this.migrations = new Migrations("bench", files);
    }

    Comparison compare() {
        Path guarded = migrations.project(testbed, "shared", "");
        Path unguarded = migrations.project(testbed, "shared-unguarded", "guard = off\n");
        Psql psql = new Psql(testbed, "shared", migrations);
        String there = testbed.url("bench_psql");
        Command start = new DriverPrograms(testbed, Jdk.running()).oneQuery(DriverPrograms.DATABASE);
        return new Comparison(
                "%,d files in one transaction".formatted(migrations.last()),
                REFERENCE,
                List.of(
                        up(REFERENCE, "bench_psql", psql.together(there), start),
                        down("psql, back in one transaction", "bench_psql", psql.back(there)),
                        up(MIGRATE, "bench_bailiwick", migrate(guarded, "bench_bailiwick")),
                        down(
                                ROLLBACK,
                                "bench_bailiwick",
                                bailiwick(guarded, "bench_bailiwick", "rollback", "bench", "--all")),
                        up(UNGUARDED, "bench_unguarded", migrate(unguarded, "bench_unguarded"))),
                List.of(Goal.atMost(1.1, MIGRATE, REFERENCE), Goal.atMost(1.3, ROLLBACK, REFERENCE)));
    }

    private Command migrate(Path project, String database) {
        return bailiwick(project, database, "migrate");
    }

    private Command bailiwick(Path project, String database, String... words) {
        return testbed.bailiwick(
                project,
                testbed.url(database),
                Stream.concat(Stream.of(words), Stream.of("--one-transaction")).toArray(String[]::new));
    }

    /** One command, or several one behind the other. */
    private Contender up(String name, String database, Command... commands) {
        return new Contender(
                name,
                () -> {
                    testbed.empty(database);
                    testbed.settle();
                },
                () -> List.of(commands).stream()
                        .map(Command::run)
                        .reduce(Measurement::and)
                        .orElseThrow(),
                () -> testbed.require(database, migrations.standing(), migrations.whole()));
    }

    /** Of what the contender before it has left. */
    private Contender down(String name, String database, Command command) {
        return new Contender(
                name,
                testbed::settle,
                command::run,
                () -> testbed.require(database, migrations.standing(), Migrations.none()));
    }
}
