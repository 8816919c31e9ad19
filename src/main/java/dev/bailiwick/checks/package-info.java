/**
 * Judgements: what the domain guard found, said as failures.
 *
 * <p>Floor 1; may import model and script. Pure: no java.sql, no files, no clock.
 */
@NullMarked
package dev.bailiwick.checks;

import org.jspecify.annotations.NullMarked;
