/**
 * setup and reset: whole domains made ready or anew; single files up and down for proofs.
 */
@NullMarked
package dev.bailiwick.engine.setup;

import org.jspecify.annotations.NullMarked;
