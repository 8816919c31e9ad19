/**
 * A domain's tracking table and log: their definition, reading them, the domain's advisory lock, and the tables in
 * which other tools keep their histories.
 */
@NullMarked
package dev.bailiwick.db.history;

import org.jspecify.annotations.NullMarked;
