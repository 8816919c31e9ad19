package dev.bailiwick.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Eight domains that don't require each other, one after the other and side by side. */
final class Domains {
    private static final int DOMAINS = 8;
    private static final String SERIAL = "bailiwick, one after the other";
    private static final String PARALLEL = "bailiwick --parallel " + DOMAINS;
    private static final String DATABASE = "bench_parallel";

    private final Testbed testbed;
    private final List<Migrations> domains;

    Domains(Testbed testbed, int files) {
        this.testbed = testbed;
        this.domains = IntStream.rangeClosed(1, DOMAINS)
                .mapToObj(i -> new Migrations("bench" + i, files / DOMAINS))
                .toList();
    }

    Comparison compare() {
        Path project = testbed.folder("parallel");
        domains.forEach(one -> one.project(testbed, "parallel", ""));
        return new Comparison(
                "apply %d domains of %d files".formatted(DOMAINS, domains.get(0).last()),
                SERIAL,
                List.of(
                        contender(SERIAL, project, "migrate"),
                        contender(PARALLEL, project, "migrate", "--parallel", Integer.toString(DOMAINS))),
                // Where the machine has the cores.
                List.of(Goal.atMost(0.67, PARALLEL, SERIAL)));
    }

    private Contender contender(String name, Path project, String... words) {
        return new Contender(
                name,
                () -> {
                    testbed.empty(DATABASE);
                    testbed.settle();
                },
                testbed.bailiwick(project, testbed.url(DATABASE), words)::run,
                () -> domains.forEach(one -> testbed.require(DATABASE, one.standing(), one.whole())));
    }
}
