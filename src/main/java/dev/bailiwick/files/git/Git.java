package dev.bailiwick.files.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.files.read.ProjectFolder;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The {@code git} command found on the PATH, asked in a folder as a process of its own; it only ever reads.
 *
 * @param command name or path of the program
 * @param folder where it works
 */
record Git(String command, Path folder) {
    /** A hook's idea of where the repository is does not hold in another folder; git finds it anew. */
    private static final List<String> OF_A_HOOK = List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");

    private static final Map<String, String> SETTINGS =
            Map.of("LC_ALL", "C", "LANGUAGE", "C", "GIT_TERMINAL_PROMPT", "0", "GIT_OPTIONAL_LOCKS", "0");

    /**
     * What it said.
     *
     * @param exit its exit code
     * @param output what was made of its standard output
     * @param errors its standard error
     */
    record Answer<T>(int exit, T output, String errors) {
        boolean well() {
            return exit == 0;
        }
    }

    /** Makes something of standard output as it comes; all of it has to be read. */
    interface Reader<T> {
        T read(InputStream output) throws IOException;
    }

    /** One question whose answer is a text. */
    Answer<String> ask(String... words) {
        return ask("", output -> new String(output.readAllBytes(), UTF_8), words);
    }

    /**
     * One question.
     *
     * @throws BailiwickException (usage) where there is no git
     */
    <T> Answer<T> ask(String input, Reader<T> reader, String... words) {
        List<String> line = new ArrayList<>(List.of(command, "-C", folder.toString()));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        OF_A_HOOK.forEach(builder.environment()::remove);
        builder.environment().putAll(SETTINGS);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "this needs the git command, and there is none on the PATH", "apt-get install git");
        }
        try {
            CompletableFuture<String> errors = reading(process.getErrorStream());
            CompletableFuture<Void> written = writing(process.getOutputStream(), input);
            T output;
            try (InputStream stream = process.getInputStream()) {
                output = reader.read(stream);
            }
            written.join();
            return new Answer<>(process.waitFor(), output, errors.join());
        } catch (IOException e) {
            throw BailiwickException.usage(
                    "what git says can't be read: " + ProjectFolder.reason(e), ShellCommand.of("git", "fsck"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BailiwickException.usage("interrupted while waiting for git");
        } finally {
            process.destroy();
        }
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Git::beside);
    }

    /** Beside the reading, as either pipe may be full. */
    private static CompletableFuture<Void> writing(OutputStream stream, String input) {
        return CompletableFuture.runAsync(
                () -> {
                    try (stream) {
                        stream.write(input.getBytes(UTF_8));
                    } catch (IOException e) {
                        // A broken pipe: git has ended, and its exit code and its errors say why.
                        return;
                    }
                },
                Git::beside);
    }

    /** A thread of its own: the common pool may be busy with others who wait, and has one thread on a small machine. */
    private static void beside(Runnable work) {
        Thread thread = new Thread(work, "git");
        thread.setDaemon(true);
        thread.start();
    }
}
