/**
 * One call of bailiwick: the options that all commands take, progress, questions, and the report at the end.
 */
@NullMarked
package dev.bailiwick.cli.invocation;

import org.jspecify.annotations.NullMarked;
