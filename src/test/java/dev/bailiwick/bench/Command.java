package dev.bailiwick.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that is run as a whole process, from its start to its end.
 *
 * @param folder where it runs
 * @param environment all that it finds there, besides PATH, HOME and JAVA_HOME
 * @param words the program and its arguments
 */
record Command(Path folder, Map<String, String> environment, List<String> words) {
    Command {
        environment = Map.copyOf(environment);
        words = List.copyOf(words);
    }

    /** What running it once took. Whoever fails ends the benchmark. */
    Measurement run() {
        try {
            Path output = Files.createTempFile("bench-", ".out");
            ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
            Map<String, String> kept = new HashMap<>(builder.environment());
            kept.keySet().retainAll(List.of("PATH", "HOME", "JAVA_HOME"));
            builder.environment().clear();
            builder.environment().putAll(kept);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            long start = System.nanoTime();
            Process process = builder.start();
            Peak peak = new Peak(process.pid());
            int exit = process.waitFor();
            long nanos = System.nanoTime() - start;
            String said = Files.readString(output);
            Files.delete(output);
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", words) + " ended with " + exit + ":\n" + said);
            }
            return new Measurement(nanos / 1e6, peak.megabytes(), -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Looks every few milliseconds how much memory a process has had at most. */
    private static final class Peak {
        private final Thread watcher;
        private volatile double megabytes = -1;

        Peak(long pid) {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            watcher = new Thread(() -> watch(status), "peak memory");
            watcher.setDaemon(true);
            watcher.start();
        }

        private void watch(Path status) {
            try {
                while (true) {
                    for (String line : Files.readAllLines(status)) {
                        if (line.startsWith("VmHWM:")) {
                            megabytes = Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
                        }
                    }
                    Thread.sleep(4);
                }
            } catch (IOException e) {
                // The process is gone, or this is no Linux: then it is not known.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        double megabytes() throws InterruptedException {
            watcher.join();
            return megabytes;
        }
    }
}
