package dev.bailiwick.cli.invocation;

/** A command whose JSON is that of a run, with steps, also when it fails: it runs files, or changes their histories. */
public interface RunCommand {

    /** Whether it was asked to show only what it would do. */
    boolean dryRun();
}
