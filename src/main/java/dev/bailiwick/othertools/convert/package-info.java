/**
 * Turning a folder of another tool's files into migrations.
 */
@NullMarked
package dev.bailiwick.othertools.convert;

import org.jspecify.annotations.NullMarked;
