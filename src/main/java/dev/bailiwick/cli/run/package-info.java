/**
 * Commands that run files: migrate, rollback, redo, seed, setup, reset.
 */
@NullMarked
package dev.bailiwick.cli.run;

import org.jspecify.annotations.NullMarked;
