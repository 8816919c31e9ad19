/**
 * Statements and sections: where a statement ends, what it means for the transaction, what is refused.
 */
@NullMarked
package dev.bailiwick.script.split;

import org.jspecify.annotations.NullMarked;
