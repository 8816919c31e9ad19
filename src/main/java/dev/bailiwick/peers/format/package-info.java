/**
 * The files of other tools, a class for each tool's format.
 */
@NullMarked
package dev.bailiwick.peers.format;

import org.jspecify.annotations.NullMarked;
