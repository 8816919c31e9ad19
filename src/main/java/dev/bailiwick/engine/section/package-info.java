/** Files parsed into the sections that run: data files of seeds, resuming a half-done one. */
@NullMarked
package dev.bailiwick.engine.section;

import org.jspecify.annotations.NullMarked;
