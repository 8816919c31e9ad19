/**
 * One section of one file as it is given to the server: its text, settings and data files, and what came of it.
 */
@NullMarked
package dev.bailiwick.db.section;

import org.jspecify.annotations.NullMarked;
