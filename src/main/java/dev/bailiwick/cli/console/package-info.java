/**
 * The terminal and this machine: the two streams with passwords masked, the screen, the version.
 */
@NullMarked
package dev.bailiwick.cli.console;

import org.jspecify.annotations.NullMarked;
