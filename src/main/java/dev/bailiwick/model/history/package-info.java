/**
 * What is applied: rows of tracking tables, the state of files, other tools' histories.
 */
@NullMarked
package dev.bailiwick.model.history;

import org.jspecify.annotations.NullMarked;
