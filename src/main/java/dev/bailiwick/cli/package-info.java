/**
 * The command line: picocli commands, wiring, the only catch, the only exit.
 *
 * <p>Floor 5. May import every room.
 */
@NullMarked
package dev.bailiwick.cli;

import org.jspecify.annotations.NullMarked;
