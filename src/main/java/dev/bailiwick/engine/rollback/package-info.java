/**
 * rollback and redo: which down section runs, and the question before rows are lost.
 */
@NullMarked
package dev.bailiwick.engine.rollback;

import org.jspecify.annotations.NullMarked;
