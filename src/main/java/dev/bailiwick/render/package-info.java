/**
 * Results → console text and JSON; strings in memory.
 *
 * <p>Floor 1. Imports model only; pure: no java.sql, no files, no network, no clock, no environment. Who calls decides
 * on colours and width, and prints. Every text ends with a line end, or is empty. Whatever comes from files or from the
 * server goes through {@link Terminal} before it reaches one.
 */
@NullMarked
package dev.bailiwick.render;

import org.jspecify.annotations.NullMarked;
