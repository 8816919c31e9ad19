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

    private final Ground ground;
    private final Floors floors;
    private final Peers peers;
    private final Migrations many = new Migrations("bench", MANY);
    private final Path project;

    Applying(Ground ground) {
        this.ground = ground;
        this.floors = new Floors(ground);
        this.peers = new Peers(ground);
        this.project = many.project(ground, "apply", "");
    }

    /** A thousand files on loopback. */
    Race apply() {
        List<Contender> contenders = new ArrayList<>();
        floors.folder(many);
        contenders.add(fresh(
                "psql, a transaction each", "bench_psql", database -> floors.psqlEach(many, ground.url(database))));
        contenders.add(fresh(
                "psql, one transaction", "bench_psql1", database -> floors.psqlTogether(many, ground.url(database))));
        contenders.add(fresh("pgjdbc, a message each", "bench_messages", database -> floors.messages(many, database)));
        contenders.add(fresh("bailiwick", "bench_bailiwick", this::migrate));
        Path unguarded = many.project(ground, "unguarded", "guard = off\n");
        contenders.add(fresh(
                "bailiwick, guard = off",
                "bench_unguarded",
                database -> ground.bailiwick(unguarded, ground.url(database), "migrate")));
        contenders.add(fresh("dbmate", "bench_dbmate", database -> {
            ground.execute(database, "CREATE SCHEMA bench");
            return peers.dbmate(many, database, "migrate");
        }));
        contenders.add(fresh("flyway", "bench_flyway", database -> peers.flyway(many, database)));
        return new Race(
                "apply 1,000 migrations",
                "psql, a transaction each",
                "bailiwick at most 1.10 ×; dbmate at least 1.6 ×, flyway at least 2.5 × bailiwick",
                contenders);
    }

    private Command migrate(String database) {
        return ground.bailiwick(project, ground.url(database), "migrate");
    }

    private Contender fresh(String name, String database, Function<String, Command> command) {
        Command[] ready = new Command[1];
        return new Contender(
                name,
                () -> {
                    ground.empty(database);
                    ready[0] = command.apply(database);
                    ground.settle();
                },
                () -> ready[0].run(),
                () -> ground.require(database, many.standing(), many.whole()));
    }

    /** Nothing is pending: what {@link #apply} has left. */
    Race nothing() {
        List<Contender> contenders = new ArrayList<>();
        String database = "bench_bailiwick";
        contenders.add(again("pgjdbc, one query", floors.bare(database)));
        contenders.add(again("bailiwick migrate", migrate(database)));
        contenders.add(again("bailiwick status", ground.bailiwick(project, ground.url(database), "status")));
        contenders.add(again(
                "bailiwick validate --offline",
                ground.bailiwick(project, ground.url(database), "validate", "--offline")));
        contenders.add(again("bailiwick help", ground.bailiwick(project, ground.url(database), "help")));
        contenders.add(again("bailiwick version", ground.bailiwick(project, ground.url(database), "version")));
        contenders.add(again("dbmate", peers.dbmate(many, "bench_dbmate", "migrate")));
        contenders.add(again("flyway", peers.flyway(many, "bench_flyway")));
        return new Race(
                "nothing to do, 1,000 applied",
                "pgjdbc, one query",
                "bailiwick at most 1.5 × and 60 MB; status, validate at most 1.8 ×; help, version at most 0.8 ×",
                contenders);
    }

    private static Contender again(String name, Command command) {
        return new Contender(name, () -> {}, command::run, () -> {});
    }

    /** The way back of all. */
    Race rollback() {
        String database = "bench_rollback";
        Contender up = fresh("bailiwick migrate", database, this::migrate);
        Contender down = new Contender(
                "bailiwick rollback --all",
                ground::settle,
                () -> ground.bailiwick(project, ground.url(database), "rollback", "bench", "--all")
                        .run(),
                () -> ground.require(database, many.standing(), Migrations.none()));
        return new Race("roll 1,000 migrations back", "bailiwick migrate", "at most 1.3 ×", List.of(up, down));
    }

    /** Eight domains that don't require each other. */
    Race parallel() {
        Path project = Path.of("");
        List<Migrations> domains = new ArrayList<>();
        for (int i = 1; i <= DOMAINS; i++) {
            Migrations one = new Migrations("bench" + i, MANY / DOMAINS);
            project = one.project(ground, "parallel", "");
            domains.add(one);
        }
        Path eight = project;
        return new Race(
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
                    ground.empty(database);
                    ground.settle();
                },
                () -> ground.bailiwick(project, ground.url(database), words).run(),
                () -> domains.forEach(one -> ground.require(database, one.standing(), one.whole())));
    }

    /** Ten times as many files, all applied. */
    Race tenfold() {
        String database = "bench_tenfold";
        Migrations more = new Migrations("bench", 10 * MANY);
        Path large = more.project(ground, "tenfold", "");
        ground.empty(database);
        ground.bailiwick(large, ground.url(database), "migrate").run();
        ground.require(database, more.standing(), more.whole());
        return new Race(
                "nothing to do, 10,000 applied",
                "bailiwick, 1,000",
                "at most 2 ×",
                List.of(
                        again("bailiwick, 1,000", migrate("bench_bailiwick")),
                        again("bailiwick, 10,000", ground.bailiwick(large, ground.url(database), "migrate"))));
    }

    /** Fifty files over a link with a round trip of 20 ms. */
    Race distance() {
        Migrations few = new Migrations("bench", FEW);
        Path small = few.project(ground, "distance", "");
        List<Contender> contenders = new ArrayList<>();
        contenders.add(far("psql, a transaction each", few, url -> floors.psqlEach(few, url)));
        contenders.add(far("bailiwick", few, url -> ground.bailiwick(small, url, "migrate")));
        return new Race(
                "apply 50 migrations over a link of 20 ms",
                "psql, a transaction each",
                "bailiwick at most 12 round trips",
                contenders);
    }

    private Contender far(String name, Migrations few, Function<String, Command> command) {
        String database = "bench_far";
        return new Contender(
                name,
                () -> ground.empty(database),
                () -> {
                    try (CutProxy proxy =
                            CutProxy.to("127.0.0.1", ground.server().port())) {
                        proxy.delay(HOP);
                        Measured measured = command.apply(ground.url(database, proxy.port()))
                                .run();
                        return new Measured(measured.millis(), measured.megabytes(), proxy.roundTrips());
                    }
                },
                () -> ground.require(database, few.standing(), few.whole()));
    }
}
