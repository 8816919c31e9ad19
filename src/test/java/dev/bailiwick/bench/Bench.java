package dev.bailiwick.bench;

import dev.bailiwick.server.EmbeddedServer;
import dev.bailiwick.server.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the benchmark: {@code Bench [--rounds N] [PART…]}.
 *
 * <p>Without a part all of them run.
 */
final class Bench {
    private static final Set<String> PARTS = new TreeSet<>(
            List.of("apply", "nothing", "rollback", "tenfold", "distance", "parallel", "guard", "catalog", "size"));
    private static final Path FOLDER = Path.of("target/bench");

    private final Report report = new Report();
    private final Testbed testbed;
    private final int rounds;
    private final Set<String> parts;

    private Bench(Testbed testbed, int rounds, Set<String> parts) {
        this.testbed = testbed;
        this.rounds = rounds;
        this.parts = parts;
    }

    public static void main(String[] arguments) throws IOException {
        int rounds = 5;
        Set<String> parts = new TreeSet<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--rounds")) {
                rounds = Integer.parseInt(arguments[++i]);
            } else if (PARTS.contains(arguments[i])) {
                parts.add(arguments[i]);
            } else {
                System.err.println(
                        "bench: there is no part " + arguments[i] + "; there are: " + String.join(", ", PARTS));
                System.exit(2);
            }
        }
        Path folder = Files.createDirectories(FOLDER).toAbsolutePath();
        try (Lease server = EmbeddedServer.in(folder, System.out::println).use()) {
            Testbed testbed = new Testbed(folder, server.address());
            Bench bench = new Bench(testbed, rounds, parts.isEmpty() ? PARTS : parts);
            bench.run();
        }
    }

    private void run() throws IOException {
        String machine = machine();
        System.out.println(machine);
        if (!Collections.disjoint(parts, Set.of("apply", "nothing", "rollback", "tenfold", "distance", "parallel"))) {
            applying();
        }
        if (parts.contains("guard")) {
            guard();
        }
        if (parts.contains("catalog")) {
            new CatalogSize(testbed).measure(rounds, report);
        }
        if (parts.contains("size")) {
            new Sizes(testbed, report).measure();
        }
        Files.writeString(FOLDER.resolve("bench.txt"), machine + "\n" + report.table());
        Files.writeString(FOLDER.resolve("bench.json"), report.json(machine));
        Files.writeString(FOLDER.resolve("bench.svg"), Plot.svg(report.results(), machine));
    }

    private void applying() {
        List<String> missing = Stream.of("psql", "npm", "mvn")
                .filter(program -> !Peers.has(program))
                .toList();
        if (!missing.isEmpty()) {
            System.err.println("bench: it compares with what is not on the PATH: " + String.join(", ", missing)
                    + "; the parts guard, catalog and size need none of it");
            System.exit(2);
        }
        Applying applying = new Applying(testbed);
        race("apply", applying::apply);
        race("nothing", applying::nothing);
        race("rollback", applying::rollback);
        race("tenfold", applying::tenfold);
        race("distance", applying::distance);
        race("parallel", applying::parallel);
    }

    private void race(String part, Supplier<Comparison> race) {
        if (parts.contains(part)) {
            report.add(race.get().run(rounds));
        }
    }

    private void guard() {
        Guard guard = new Guard(testbed);
        guard.begin();
        Comparison.Result few = guard.beside(300, "").run(rounds);
        Comparison.Result many = guard.beside(10_000, "").run(rounds);
        report.add(few);
        report.figure(
                "guard, each migration, beside 300 tables", Guard.milliseconds(few), "ms", "target: at most 3 ms");
        report.add(many);
        report.figure(
                "guard, each migration, beside 10,000 tables", Guard.milliseconds(many), "ms", "target: at most 25 ms");
    }

    private String machine() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        String model = !Files.exists(cpu)
                ? System.getProperty("os.arch")
                : Files.readAllLines(cpu).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*:\\s*", ""))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
        return Runtime.getRuntime().availableProcessors() + " cores of " + model + ", "
                + System.getProperty("os.name") + ", JDK " + Runtime.version().feature() + ", PostgreSQL "
                + testbed.query("postgres", "SHOW server_version") + " with fsync="
                + testbed.query("postgres", "SHOW fsync")
                + ", medians of " + rounds + " rounds";
    }
}
