/**
 * Other migrators: what their history tables and their files mean in our words.
 *
 * <p>Floor 1; may import model and script only. Pure: rows come in as they were read, texts as they stood in files.
 */
@NullMarked
package dev.bailiwick.othertools;

import org.jspecify.annotations.NullMarked;
