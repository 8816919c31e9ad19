/**
 * Commands that look: status, validate, verify, drift, lint, rehearse, prove.
 */
@NullMarked
package dev.bailiwick.cli.check;

import org.jspecify.annotations.NullMarked;
