/**
 * SQL text to tokens, by the lexical rules of PostgreSQL.
 */
@NullMarked
package dev.bailiwick.script.scan;

import org.jspecify.annotations.NullMarked;
