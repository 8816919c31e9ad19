package dev.bailiwick.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The installed program as a process of its own, in an environment that holds what it is given and nothing else.
 *
 * @param folder the working directory
 * @param environment all of it
 */
record Installed(Path folder, Map<String, String> environment) {
    /** What every login has. */
    private static final List<String> USUAL = List.of("PATH", "JAVA_HOME");

    Installed {
        environment = Map.copyOf(environment);
    }

    static Installed in(Path folder) {
        Map<String, String> usual = new TreeMap<>();
        for (String name : USUAL) {
            if (System.getenv(name) != null) {
                usual.put(name, System.getenv(name));
            }
        }
        usual.put("LC_ALL", "C.UTF-8");
        usual.put("HOME", folder.toString());
        return new Installed(folder, usual);
    }

    /** With another variable; an empty value takes it away. */
    Installed with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        if (value.isEmpty()) {
            more.remove(variable);
        }
        return new Installed(folder, more);
    }

    static Path home() {
        Path home = Path.of(System.getProperty("bailiwick.dist", "target/bailiwick"))
                .toAbsolutePath();
        assumeTrue(Files.isExecutable(home.resolve("bin/bailiwick")), "the distribution is not built");
        return home;
    }

    /** Starts it; what it says goes into the two files. */
    Process start(Path out, Path err, List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    static List<String> words(String... arguments) {
        List<String> words =
                new ArrayList<>(List.of(home().resolve("bin/bailiwick").toString()));
        words.addAll(List.of(arguments));
        return words;
    }

    Cli.Result run(String... arguments) throws IOException, InterruptedException {
        return run(words(arguments));
    }

    /** Runs any command in this environment. */
    Cli.Result run(List<String> words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("bailiwick", ".out");
        Path err = Files.createTempFile("bailiwick", ".err");
        try {
            int exit = start(out, err, words).waitFor();
            String home = home().resolve("bin/bailiwick").toString();
            return new Cli.Result(
                    exit,
                    Files.readString(out, UTF_8).replace(home, "bailiwick"),
                    Files.readString(err, UTF_8).replace(home, "bailiwick"));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
