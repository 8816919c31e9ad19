/**
 * The project as a whole: its domains, their properties, and what is remembered of the databases it was used with.
 */
@NullMarked
package dev.bailiwick.files.project;

import org.jspecify.annotations.NullMarked;
