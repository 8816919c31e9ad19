/**
 * Files, sections and statements, and places in their text.
 */
@NullMarked
package dev.bailiwick.model.script;

import org.jspecify.annotations.NullMarked;
