package dev.bailiwick.bench;

import dev.bailiwick.testing.CutProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Applying many small migrations, finding that there is nothing to apply, and taking them back. */
final class Applying {
    private static final int MANY = 1000;
    private static final int FEW = 50;
    private static final int DOMAINS = 8;
    private static final Duration HOP = Duration.ofMillis(10);

    private final Testbed testbed;
    private final ReferencePrograms references;
    private final Peers peers;
    private final Migrations many = new Migrations("bench", MANY);
    private final Path project;

    Applying(Testbed testbed) {
        this.testbed = testbed;
        this.references = new ReferencePrograms(testbed);
        this.peers = new Peers(testbed);
        this.project = many.project(testbed, "apply", "");
    }

    /** A thousand files on loopback. */
    Comparison apply() {
        List<Contender> contenders = new ArrayList<>();
        references.folder(many);
        contenders.add(fresh(
                "psql, a transaction each", "bench_psql", database -> references.psqlEach(many, testbed.url(database))));
        contenders.add(fresh(
                "psql, one transaction", "bench_psql1", database -> references.psqlTogether(many, testbed.url(database))));
        contenders.add(fresh("pgjdbc, a message each", "bench_messages", database -> references.messages(many, database)));
        contenders.add(fresh("bailiwick", "bench_bailiwick", this::migrate));
        Path unguarded = many.project(testbed, "unguarded", "guard = off\n");
        contenders.add(fresh(
                "bailiwick, guard = off",
                "bench_unguarded",
                database -> testbed.bailiwick(unguarded, testbed.url(database), "migrate")));
        contenders.add(fresh("dbmate", "bench_dbmate", database -> {
            testbed.execute(database, "CREATE SCHEMA bench");
            return peers.dbmate(many, database, "migrate");
        }));
        contenders.add(fresh("flyway", "bench_flyway", database -> peers.flyway(many, database)));
        return new Comparison(
                "apply 1,000 migrations",
                "psql, a transaction each",
                "bailiwick at most 1.10 ×; dbmate at least 1.6 ×, flyway at least 2.5 × bailiwick",
                contenders);
    }

    private Command migrate(String database) {
        return testbed.bailiwick(project, testbed.url(database), "migrate");
    }

    private Contender fresh(String name, String database, Function<String, Command> command) {
        Command[] ready = new Command[1];
        return new Contender(
                name,
                () -> {
                    testbed.empty(database);
                    ready[0] = command.apply(database);
                    testbed.settle();
                },
                () -> ready[0].run(),
                () -> testbed.require(database, many.standing(), many.whole()));
    }

    /** Nothing is pending: what {@link #apply} has left. */
    Comparison nothing() {
        List<Contender> contenders = new ArrayList<>();
        String database = "bench_bailiwick";
        contenders.add(again("pgjdbc, one query", references.bare(database)));
        contenders.add(again("bailiwick migrate", migrate(database)));
        contenders.add(again("bailiwick status", testbed.bailiwick(project, testbed.url(database), "status")));
        contenders.add(again(
                "bailiwick validate --offline",
                testbed.bailiwick(project, testbed.url(database), "validate", "--offline")));
        contenders.add(again("dbmate", peers.dbmate(many, "bench_dbmate", "migrate")));
        contenders.add(again("flyway", peers.flyway(many, "bench_flyway")));
        return new Comparison("nothing to do, 1,000 applied", "pgjdbc, one query", "bailiwick at most 1.4 ×", contenders);
    }

    private static Contender again(String name, Command command) {
        return new Contender(name, () -> {}, command::run, () -> {});
    }

    /** The way back of all. */
    Comparison rollback() {
        String database = "bench_rollback";
        Contender up = fresh("bailiwick migrate", database, this::migrate);
        Contender down = new Contender(
                "bailiwick rollback --all",
                testbed::settle,
                () -> testbed.bailiwick(project, testbed.url(database), "rollback", "bench", "--all")
                        .run(),
                () -> testbed.require(database, many.standing(), Migrations.none()));
        return new Comparison("roll 1,000 migrations back", "bailiwick migrate", "at most 1.3 ×", List.of(up, down));
    }

    /** Eight domains that don't require each other. */
    Comparison parallel() {
        Path project = Path.of("");
        List<Migrations> domains = new ArrayList<>();
        for (int i = 1; i <= DOMAINS; i++) {
            Migrations one = new Migrations("bench" + i, MANY / DOMAINS);
            project = one.project(testbed, "parallel", "");
            domains.add(one);
        }
        Path eight = project;
        return new Comparison(
                "apply eight domains of 125 migrations",
                "one after the other",
                "at most 0.67 × where the machine has the cores",
                List.of(
                        domains("one after the other", eight, domains, "migrate"),
                        domains("--parallel 8", eight, domains, "migrate", "--parallel", "8")));
    }

    private Contender domains(String name, Path project, List<Migrations> domains, String... words) {
        String database = "bench_parallel";
        return new Contender(
                name,
                () -> {
                    testbed.empty(database);
                    testbed.settle();
                },
                () -> testbed.bailiwick(project, testbed.url(database), words).run(),
                () -> domains.forEach(one -> testbed.require(database, one.standing(), one.whole())));
    }

    /** Ten times as many files, all applied. */
    Comparison tenfold() {
        String database = "bench_tenfold";
        Migrations more = new Migrations("bench", 10 * MANY);
        Path large = more.project(testbed, "tenfold", "");
        testbed.empty(database);
        testbed.bailiwick(large, testbed.url(database), "migrate").run();
        testbed.require(database, more.standing(), more.whole());
        return new Comparison(
                "nothing to do, 10,000 applied",
                "bailiwick, 1,000",
                "at most 2 ×",
                List.of(
                        again("bailiwick, 1,000", migrate("bench_bailiwick")),
                        again("bailiwick, 10,000", testbed.bailiwick(large, testbed.url(database), "migrate"))));
    }

    /** Fifty files over a link with a round trip of 20 ms. */
    Comparison distance() {
        Migrations few = new Migrations("bench", FEW);
        Path small = few.project(testbed, "distance", "");
        List<Contender> contenders = new ArrayList<>();
        contenders.add(far("psql, a transaction each", few, url -> references.psqlEach(few, url)));
        contenders.add(far("bailiwick", few, url -> testbed.bailiwick(small, url, "migrate")));
        return new Comparison(
                "apply 50 migrations over a link of 20 ms",
                "psql, a transaction each",
                "bailiwick at most 12 round trips",
                contenders);
    }

    private Contender far(String name, Migrations few, Function<String, Command> command) {
        String database = "bench_far";
        return new Contender(
                name,
                () -> testbed.empty(database),
                () -> {
                    try (CutProxy proxy =
                            CutProxy.to("127.0.0.1", testbed.server().port())) {
                        proxy.delay(HOP);
                        Measurement measured = command.apply(testbed.url(database, proxy.port()))
                                .run();
                        return new Measurement(measured.millis(), measured.megabytes(), proxy.roundTrips());
                    }
                },
                () -> testbed.require(database, few.standing(), few.whole()));
    }
}
