/**
 * mark, repair and baseline: correcting the history without running files.
 */
@NullMarked
package dev.bailiwick.engine.amend;

import org.jspecify.annotations.NullMarked;
