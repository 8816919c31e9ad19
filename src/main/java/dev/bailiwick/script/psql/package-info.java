/**
 * psql's backslash commands; {@code \copy} is the one that runs.
 */
@NullMarked
package dev.bailiwick.script.psql;

import org.jspecify.annotations.NullMarked;
