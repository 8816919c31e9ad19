package dev.bailiwick.server;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of an external program, to its end. */
record ExternalProgram(int code, String output) {

    /** Exit code of a program that could not be started at all, as shells have it. */
    static final int NOT_FOUND = 127;

    boolean succeeded() {
        return code == 0;
    }

    /** The last lines of what it said, indented, for a failure's text. */
    String tail(int lines) {
        return tail(output, lines);
    }

    static String tail(String text, int lines) {
        List<String> all = text.strip().lines().toList();
        return all.stream()
                .skip(Math.max(0, all.size() - lines))
                .map(l -> "\n  " + l)
                .collect(Collectors.joining());
    }

    /** A program in English, without any PG… variable of ours, its two streams as one. */
    static ProcessBuilder builder(Path directory, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        return builder;
    }

    /**
     * Runs a program in English, without standard input (or with the given one) and without any PG… variable of ours.
     *
     * @param input null for none
     */
    static ExternalProgram run(Path directory, @Nullable String input, List<String> command) {
        ProcessBuilder builder = builder(directory, command);
        if (input == null) {
            builder.redirectInput(new File("/dev/null"));
        }
        try {
            Process process = builder.start();
            if (input != null) {
                try (OutputStream out = process.getOutputStream()) {
                    out.write(input.getBytes(StandardCharsets.UTF_8));
                }
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ExternalProgram(process.waitFor(), output);
        } catch (IOException e) {
            return new ExternalProgram(NOT_FOUND, ServerFailures.reason(e));
        } catch (InterruptedException e) {
            throw ServerFailures.interrupted(e);
        }
    }
}
