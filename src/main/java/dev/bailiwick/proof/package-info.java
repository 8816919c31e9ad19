/**
 * Proofs on a throw-away server: that ways down lead back, judged by the catalog.
 *
 * <p>Floor 4; may import model, checks, db and engine. Prints nothing.
 */
@NullMarked
package dev.bailiwick.proof;

import org.jspecify.annotations.NullMarked;
