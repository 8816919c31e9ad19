package dev.bailiwick.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What was measured, and on what: the head of every report. */
record Conditions(String build, String machine) {
    static Conditions of(Testbed testbed, int rounds, int files) throws IOException {
        return new Conditions(
                "Bailiwick at commit %s; PostgreSQL %s, fsync %s; JDK %s; %,d files; %s"
                        .formatted(
                                commit(),
                                testbed.query("postgres", "SHOW server_version"),
                                testbed.query("postgres", "SHOW fsync"),
                                Jdk.running().version(),
                                files,
                                rounds == 1 ? "1 round" : "medians of " + rounds + " rounds"),
                "%d cores of %s, %s"
                        .formatted(Runtime.getRuntime().availableProcessors(), cpu(), System.getProperty("os.name")));
    }

    List<String> lines() {
        return List.of(build, machine);
    }

    /** With {@code -dirty} where the tree has changes. */
    private static String commit() throws IOException {
        if (!Files.exists(Path.of(".git")) || !Peers.has("git")) {
            return "unknown";
        }
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String cpu() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        String architecture = System.getProperty("os.arch");
        return !Files.exists(cpu)
                ? architecture
                : Files.readAllLines(cpu).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*:\\s*", ""))
                        .findFirst()
                        .orElse(architecture);
    }
}
