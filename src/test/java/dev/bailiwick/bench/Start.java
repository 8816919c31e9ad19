package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands that find nothing to do: what remains is the start, and reading files and history. */
final class Start {
    private static final String MIGRATE = "bailiwick migrate";
    private static final String STATUS = "bailiwick status";
    private static final String VALIDATE = "bailiwick validate --offline";
    private static final String HELP = "bailiwick help";
    private static final String VERSION = "bailiwick version";
    private static final String ONE = "bench_start";
    private static final String TEN = "bench_tenfold";

    private final Testbed testbed;
    private final Migrations migrations;
    private final Path project;

    Start(Testbed testbed, int files) {
        this.testbed = testbed;
        this.migrations = new Migrations("bench", files);
        this.project = migrations.project(testbed, "start", "");
        applied(ONE, migrations, migrate(project, ONE));
    }

    /** The peers, too, where asked: they start the same on each JDK, or have none. */
    Comparison nothing(Jdk jdk, boolean peers) {
        if (!jdk.equals(Jdk.running())) {
            // For the JDK that builds it the build makes the archive.
            testbed.bailiwick(project, Map.of("BAILIWICK_JAVA", jdk.program("java"), "BAILIWICK_ARCHIVE", "make"))
                    .run();
        }
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.repeated(DriverPrograms.ONE_QUERY, new DriverPrograms(testbed, jdk).oneQuery(ONE)));
        contenders.add(Contender.repeated(MIGRATE, on(jdk, "migrate")));
        contenders.add(Contender.repeated(STATUS, on(jdk, "status")));
        contenders.add(Contender.repeated(VALIDATE, on(jdk, "validate", "--offline")));
        contenders.add(Contender.repeated(HELP, on(jdk, "help")));
        contenders.add(Contender.repeated(VERSION, on(jdk, "version")));
        if (peers) {
            contenders.addAll(peers());
        }
        return new Comparison(
                "nothing to do, %,d applied, JDK %s".formatted(migrations.last(), jdk.version()),
                DriverPrograms.ONE_QUERY,
                contenders,
                List.of(
                        Goal.atMost(1.5, MIGRATE, DriverPrograms.ONE_QUERY),
                        Goal.atMost(1.8, STATUS, DriverPrograms.ONE_QUERY),
                        Goal.atMost(1.8, VALIDATE, DriverPrograms.ONE_QUERY),
                        Goal.atMost(0.8, HELP, DriverPrograms.ONE_QUERY),
                        Goal.atMost(0.8, VERSION, DriverPrograms.ONE_QUERY),
                        Goal.megabytes(60, MIGRATE)));
    }

    /** Ten times as many files. */
    Comparison tenfold() {
        Migrations more = new Migrations("bench", 10 * migrations.last());
        Path large = more.project(testbed, "tenfold", "");
        applied(TEN, more, migrate(large, TEN));
        String few = "bailiwick, %,d".formatted(migrations.last());
        String many = "bailiwick, %,d".formatted(more.last());
        return new Comparison(
                "nothing to do, %,d applied".formatted(more.last()),
                few,
                List.of(Contender.repeated(few, migrate(project, ONE)), Contender.repeated(many, migrate(large, TEN))),
                List.of(Goal.atMost(2, many, few)));
    }

    private List<Contender> peers() {
        Peers peers = new Peers(testbed);
        Command dbmate = peers.dbmate(migrations, "bench_dbmate");
        Command flyway = peers.flyway(migrations, "bench_flyway");
        testbed.empty("bench_dbmate");
        testbed.execute("bench_dbmate", "CREATE SCHEMA bench");
        check("bench_dbmate", migrations, dbmate);
        applied("bench_flyway", migrations, flyway);
        return List.of(Contender.repeated("dbmate", dbmate), Contender.repeated("flyway", flyway));
    }

    private void applied(String database, Migrations all, Command command) {
        testbed.empty(database);
        check(database, all, command);
    }

    private void check(String database, Migrations all, Command command) {
        command.run();
        testbed.require(database, all.standing(), all.whole());
    }

    private Command migrate(Path project, String database) {
        return testbed.bailiwick(project, testbed.url(database), "migrate");
    }

    private Command on(Jdk jdk, String... words) {
        return testbed.bailiwick(
                project, Map.of("DATABASE_URL", testbed.url(ONE), "BAILIWICK_JAVA", jdk.program("java")), words);
    }
}
