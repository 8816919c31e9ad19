/**
 * The seeds of a domain and the data files that they load.
 */
@NullMarked
package dev.bailiwick.files.seed;

import org.jspecify.annotations.NullMarked;
