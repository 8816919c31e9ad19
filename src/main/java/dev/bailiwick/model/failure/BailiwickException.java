package dev.bailiwick.model.failure;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ends a command: with an exit code and everything that is wrong, all of it at once. */
public final class BailiwickException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient List<Failure> failures;

    public BailiwickException(ExitCode exitCode, List<Failure> failures, @Nullable Throwable cause) {
        super(failures.stream().map(Failure::what).collect(Collectors.joining("; ")), cause);
        this.exitCode = exitCode;
        this.failures = List.copyOf(failures);
    }

    public BailiwickException(ExitCode exitCode, List<Failure> failures) {
        this(exitCode, failures, null);
    }

    public BailiwickException(ExitCode exitCode, Failure failure) {
        this(exitCode, List.of(failure), null);
    }

    public BailiwickException(ExitCode exitCode, Failure failure, Throwable cause) {
        this(exitCode, List.of(failure), cause);
    }

    /** Wrong usage or configuration, in one sentence and what to type instead. */
    public static BailiwickException usage(String what, String... next) {
        return new BailiwickException(ExitCode.USAGE, Failure.of(what, next));
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public List<Failure> failures() {
        return failures;
    }
}
