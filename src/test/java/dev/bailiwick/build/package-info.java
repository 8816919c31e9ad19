/**
 * What the build runs.
 */
@NullMarked
package dev.bailiwick.build;

import org.jspecify.annotations.NullMarked;
