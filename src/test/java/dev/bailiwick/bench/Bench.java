package dev.bailiwick.bench;

import dev.bailiwick.bench.Arguments.Part;
import dev.bailiwick.server.EmbeddedServer;
import dev.bailiwick.server.ServerUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Runs the benchmark: {@code Bench [--rounds N] [--files N] [PART…]}. */
final class Bench {
    private static final Path FOLDER = Path.of("target/bench");
    private static final List<Integer> JDKS = List.of(17, 25, Jdk.running().feature());

    private final Testbed testbed;
    private final Arguments arguments;
    private final Report report;

    private Bench(Testbed testbed, Arguments arguments) throws IOException {
        this.testbed = testbed;
        this.arguments = arguments;
        this.report = new Report(Conditions.of(testbed, arguments.rounds(), arguments.files()));
    }

    public static void main(String[] words) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Arguments arguments = arguments(words);
        Path folder = Files.createDirectories(FOLDER).toAbsolutePath();
        try (ServerUse server = EmbeddedServer.in(folder, System.out::println).use()) {
            new Bench(new Testbed(folder, server.address()), arguments).run();
        }
    }

    private static Arguments arguments(String... words) {
        try {
            Arguments arguments = Arguments.of(words);
            List<String> missing = missing(arguments.parts());
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException("it compares with what is not on the PATH: "
                        + String.join(", ", missing) + "; the parts guard, catalog and size need none of it");
            }
            return arguments;
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            throw e;
        }
    }

    private static List<String> missing(Set<Part> parts) {
        boolean alone = Set.of(Part.GUARD, Part.CATALOG, Part.SIZE).containsAll(parts);
        return alone
                ? List.of()
                : Stream.of("psql", "npm", "mvn")
                        .filter(program -> !Peers.has(program))
                        .toList();
    }

    /** What was measured before a failure is written down, too. */
    private void run() throws IOException {
        try {
            for (Part part : Part.values()) {
                if (arguments.parts().contains(part)) {
                    run(part);
                }
            }
            report.conclude();
        } finally {
            Files.writeString(FOLDER.resolve("bench.txt"), report.table());
            Files.writeString(FOLDER.resolve("bench.json"), report.json());
            Files.writeString(FOLDER.resolve("bench.svg"), report.svg());
        }
    }

    private void run(Part part) {
        int files = arguments.files();
        switch (part) {
            case APPLY -> compare(new Apply(testbed, files, false).empty());
            case UPGRADE -> compare(new Apply(testbed, files, false).upgrade());
            case SLOW_COMMIT -> slowCommit();
            case SHARED -> compare(new SharedTransaction(testbed, files).compare());
            case NOTHING -> nothing();
            case ROLLBACK -> compare(new Rollback(testbed, files).compare());
            case TENFOLD -> compare(new Start(testbed, files).tenfold());
            case DISTANCE -> compare(new Distance(testbed).compare());
            case PARALLEL -> compare(new Domains(testbed, files).compare());
            case GUARD -> guard();
            case CATALOG -> new CatalogSize(testbed).measure(arguments.rounds(), report);
            case SIZE -> new Sizes(testbed, report).measure();
        }
    }

    private Comparison.Result compare(Comparison comparison) {
        Comparison.Result result = comparison.run(arguments.rounds());
        report.add(result);
        return result;
    }

    private void slowCommit() {
        report.note("commits slowed by commit_delay");
        new SlowCommit(testbed).prove(report);
        Apply apply = new Apply(testbed, arguments.files(), true);
        compare(apply.empty());
        compare(apply.upgrade());
    }

    private void nothing() {
        Start start = new Start(testbed, arguments.files());
        boolean peers = true;
        for (int feature : new TreeSet<>(JDKS)) {
            Optional<Jdk> jdk = Jdk.of(feature);
            if (jdk.isPresent()) {
                compare(start.nothing(jdk.get(), peers));
                peers = false;
            } else {
                report.note("nothing to do on JDK " + feature + ": not measured, none is installed");
            }
        }
    }

    private void guard() {
        Guard guard = new Guard(testbed);
        guard.begin();
        report.add(Guard.figure(compare(guard.beside(300)), 3));
        report.add(Guard.figure(compare(guard.beside(10_000)), 25));
    }
}
