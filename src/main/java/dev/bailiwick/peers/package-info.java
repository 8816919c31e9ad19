/**
 * Other tools: the shapes of their histories and of their files.
 *
 * <p>Floor 1; may import model and script. Pure: no java.sql, no files, no network, no clock.
 */
@NullMarked
package dev.bailiwick.peers;

import org.jspecify.annotations.NullMarked;
