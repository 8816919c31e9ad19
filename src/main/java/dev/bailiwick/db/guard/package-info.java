/**
 * The SQL of the domain guard: what a transaction has changed beyond its domain.
 */
@NullMarked
package dev.bailiwick.db.guard;

import org.jspecify.annotations.NullMarked;
