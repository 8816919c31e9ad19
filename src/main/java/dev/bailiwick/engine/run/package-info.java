/**
 * Sending sections one after the other: lock retry, shared transactions, a lost connection, and the words for what
 * failed.
 */
@NullMarked
package dev.bailiwick.engine.run;

import org.jspecify.annotations.NullMarked;
