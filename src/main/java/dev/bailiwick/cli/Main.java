package dev.bailiwick.cli;

import dev.bailiwick.cli.console.Screen;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.config.Environment;
import dev.bailiwick.db.login.DriverWarmUp;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The process: the only place that exits, and the one that hears signals. */
public final class Main {
    /** How long a cancelled run may take to roll back and report before the process ends without it. */
    private static final int FAREWELL_S = 30;

    private static final int AGAIN_MS = 500;

    /** Files are written in far less, each as a whole. */
    private static final int WRITING_MS = 1_000;

    private Main() {}

    public static void main(String[] args) {
        // Numbers in file names, and what libraries say, are the same wherever we run.
        Locale.setDefault(Locale.ROOT);
        if (BailiwickCommand.logsIn(args)) {
            DriverWarmUp.begin();
        }
        Cancellation cancellation = new Cancellation();
        CountDownLatch finished = new CountDownLatch(1);
        // SIGINT and SIGTERM start the shutdown; the JVM then exits with 130 or 143 by itself.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(args, cancellation, finished), "cancel"));
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int exit = ExitCode.BUG.number();
        try {
            exit = new Program(out, err, Environment.real(), Path.of(""), Screen.real(), cancellation).run(args);
            out.flush();
            err.flush();
            if (exit == 0 && out.checkError()) {
                err.println("error: standard output could not be written (disk full, or the reader has gone)");
                exit = ExitCode.USAGE.number();
            }
        } finally {
            finished.countDown();
        }
        System.exit(exit);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** What needs no server has nothing to wait for, but for the files that it may just be writing. */
    private static void stop(String[] args, Cancellation cancellation, CountDownLatch finished) {
        boolean reads = BailiwickCommand.onlyReads(args);
        if (!reads && !BailiwickCommand.onlyWritesFiles(args)) {
            cancel(cancellation, finished);
            return;
        }
        try {
            if (!finished.await(reads ? 0 : WRITING_MS, TimeUnit.MILLISECONDS)) {
                System.err.println("error: stopped by a signal; "
                        + (reads ? "nothing was changed" : "the same command again writes what is not there yet"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Which signal it was: the JVM has a thread that hears it, waits for us, and then exits with its number and 128. */
    private static ExitCode signal() {
        Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toSet());
        return threads.contains("SIGTERM handler")
                ? ExitCode.TERMINATED
                : threads.contains("SIGHUP handler") ? ExitCode.HUNG_UP : ExitCode.INTERRUPTED;
    }

    private static void cancel(Cancellation cancellation, CountDownLatch finished) {
        try {
            if (finished.getCount() == 0) {
                return;
            }
            cancellation.signal(signal());
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAREWELL_S);
            do {
                if (System.nanoTime() > until) {
                    System.err.println("error: the server did not answer the cancel request within " + FAREWELL_S
                            + " s; what was running may still end there. See: bailiwick status");
                    return;
                }
                // Asked again now and then: a request that comes between two statements cancels nothing.
                cancellation.request();
            } while (!finished.await(AGAIN_MS, TimeUnit.MILLISECONDS));
        } catch (SqlFailure e) {
            System.err.println("error: the cancel request did not reach the server: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
