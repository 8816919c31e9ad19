/**
 * How other tools name and number their files, and the line that says where a file of ours came from.
 */
@NullMarked
package dev.bailiwick.othertools.name;

import org.jspecify.annotations.NullMarked;
