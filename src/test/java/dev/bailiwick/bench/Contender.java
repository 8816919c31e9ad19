package dev.bailiwick.bench;

import java.util.function.Supplier;

/**
 * One of those that are compared.
 *
 * @param name for people
 * @param before what is got ready, outside the clock
 * @param run what is measured
 * @param after what must be true now, or the benchmark ends; also outside the clock
 */
record Contender(String name, Runnable before, Supplier<Measurement> run, Runnable after) {
    /** A command that changes nothing. */
    static Contender repeated(String name, Command command) {
        return new Contender(name, () -> {}, command::run, () -> {});
    }
}
