/**
 * What a way down would take away: tables with rows, values of columns, rows that refer to the history, objects of
 * other schemas that depend on it.
 */
@NullMarked
package dev.bailiwick.db.loss;

import org.jspecify.annotations.NullMarked;
