/**
 * Looking and comparing: status, validate, verify, lint, seal, drift, wait. Changes nothing in a database.
 */
@NullMarked
package dev.bailiwick.engine.check;

import org.jspecify.annotations.NullMarked;
