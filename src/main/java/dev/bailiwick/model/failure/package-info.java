/**
 * What went wrong, how it is said, and the exit codes.
 */
@NullMarked
package dev.bailiwick.model.failure;

import org.jspecify.annotations.NullMarked;
