package dev.bailiwick.cli;

import java.util.concurrent.Callable;

/** A command: what it takes, and what it does. */
interface Subcommand extends Callable<Integer> {
    Syntax syntax();
}
