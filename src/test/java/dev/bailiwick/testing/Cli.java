package dev.bailiwick.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.cli.TestProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bailiwick in this process: a project folder, an environment, and what a call printed.
 *
 * <p>Nothing of the real environment is seen. {@link #folder()} starts empty; {@link #file} writes into it.
 */
public final class Cli {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable String url;

    private Cli(Path folder) {
        this.folder = folder;
    }

    /** A project in a folder that a test owns, such as a {@code @TempDir}. */
    public static Cli in(Path folder) {
        return new Cli(folder);
    }

    /** From now on every call gets {@code DATABASE_URL} of this database. */
    public Cli on(TestDatabase database) {
        return on(database.url());
    }

    /** From now on every call gets this {@code DATABASE_URL}. */
    public Cli on(String databaseUrl) {
        url = databaseUrl;
        return this;
    }

    /** From now on every call sees this variable. */
    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Path folder() {
        return folder;
    }

    /** Writes a file below the folder, folders on the way included. */
    public Cli file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file below the folder, byte by byte. */
    public Cli file(String path, byte[] content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a migration {@code sql/<domain>/<name>} with an up and a down section. */
    public Cli migration(String domain, String name, String up, String down) {
        return file("sql/" + domain + "/" + name, "-- migrate:up\n" + up + "\n\n-- migrate:down\n" + down + "\n");
    }

    /** Calls {@code bailiwick} with these arguments. */
    public Result run(String... arguments) {
        Map<String, String> variables = new HashMap<>(environment);
        if (url != null) {
            variables.put("DATABASE_URL", url);
        }
        return TestProgram.run(folder, variables, arguments);
    }

    /** The same, which is to end with this exit code; what it printed is shown where it doesn't. */
    public Result ends(int exit, String... arguments) {
        Result result = run(arguments);
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
        return result;
    }

    /** A call that ends well. */
    public Result succeeds(String... arguments) {
        return ends(0, arguments);
    }

    /** A call that is refused. */
    public Result refused(String... arguments) {
        return ends(3, arguments);
    }

    /**
     * What a call came to.
     *
     * @param exit the exit code
     * @param out standard output
     * @param err standard error
     */
    public record Result(int exit, String out, String err) {

        /** Both streams, error lines marked, with times that differ from run to run made the same. */
        public String transcript() {
            List<String> lines = new ArrayList<>();
            out.lines().forEach(lines::add);
            err.lines().map(line -> line.isEmpty() ? "!" : "! " + line).forEach(lines::add);
            if (exit != 0) {
                lines.add("[exit " + exit + "]");
            }
            return scrubbed(String.join("\n", lines));
        }

        /** Standard error in one line, for finding words in it wherever a screen breaks its lines. */
        public String said() {
            return err.replaceAll("\\s+", " ");
        }

        private static String scrubbed(String text) {
            return text.replaceAll("\\b\\d+(\\.\\d+)? (ms|s|min \\d+ s)\\b", "0 ms")
                    .replaceAll(
                            "\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}(:\\d{2})?)?",
                            "<time>");
        }
    }
}
