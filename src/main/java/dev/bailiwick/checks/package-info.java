/**
 * Judgements: what lint rules and the domain guard found, whether a rehearsal was safe, how two descriptions of the catalog
 * differ.
 *
 * <p>Floor 1; may import model, script and plan. Pure: no java.sql, no files, no clock.
 */
@NullMarked
package dev.bailiwick.checks;

import org.jspecify.annotations.NullMarked;
