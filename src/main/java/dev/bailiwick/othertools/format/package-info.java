/**
 * The files of other tools, a class for each tool's format.
 */
@NullMarked
package dev.bailiwick.othertools.format;

import org.jspecify.annotations.NullMarked;
