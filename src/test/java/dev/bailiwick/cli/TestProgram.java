package dev.bailiwick.cli;

import dev.bailiwick.cli.console.Screen;
import dev.bailiwick.config.Docker;
import dev.bailiwick.config.Environment;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.testing.Cli;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Calls the program in this process, on a pipe. */
public final class TestProgram {
    /** When every test of new files happens. */
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);

    private TestProgram() {}

    /** What a call came to, without the first line on standard error, where that names the database. */
    public static Cli.Result run(Path folder, Map<String, String> variables, String... arguments) {
        Cli.Result result = whole(folder, variables, arguments);
        return new Cli.Result(
                result.exit(),
                result.out(),
                result.err().replaceFirst("\\Adatabase (\\S+ on \\S+ \\(.*\\)|of the embedded .*)\n", ""));
    }

    /** The same, with that line. */
    public static Cli.Result whole(Path folder, Map<String, String> variables, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = run(folder, variables, out, err, arguments);
        return new Cli.Result(exit, text(out, folder), text(err, folder));
    }

    /** The same, with both streams as they are printed; returns the exit code. */
    static int run(
            Path folder, Map<String, String> variables, OutputStream out, OutputStream err, String... arguments) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putIfAbsent("HOSTNAME", "testhost");
        Docker none = (words, more) -> new Docker.Answer(127, "", "docker: not found");
        Environment surroundings = new Environment(
                environment, "tester", folder.resolve(".pgpass"), folder.resolve(".pg_service.conf"), none, NOON);
        return new Program(print(out), print(err), surroundings, folder, Screen.pipe(), new Cancellation())
                .run(arguments);
    }

    /** What was printed, as it would be with the folder as the working directory. */
    private static String text(ByteArrayOutputStream bytes, Path folder) {
        return bytes.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }

    private static PrintStream print(OutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
