package dev.bailiwick.cli.invocation;

import java.util.concurrent.Callable;

/** A command: what it takes, and what it does. */
public interface Subcommand extends Callable<Integer> {
    CommandSyntax syntax();
}
