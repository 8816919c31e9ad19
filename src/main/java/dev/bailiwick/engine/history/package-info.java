/**
 * Histories judged before anything is planned from them: lost or emptied tracking tables, gaps of the log, half-done
 * files, foreign keys on the history.
 */
@NullMarked
package dev.bailiwick.engine.history;

import org.jspecify.annotations.NullMarked;
