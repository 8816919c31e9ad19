/**
 * Marker lines such as {@code -- migrate:up}, misspelled ones, git's conflict markers, and what is found wrong in a
 * file.
 */
@NullMarked
package dev.bailiwick.script.marker;

import org.jspecify.annotations.NullMarked;
