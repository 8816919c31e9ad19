/**
 * adopt: taking over the history or the files of another tool.
 */
@NullMarked
package dev.bailiwick.engine.adopt;

import org.jspecify.annotations.NullMarked;
