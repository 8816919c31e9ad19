/**
 * Text to {@link dev.bailiwick.model.script.Migration}: scanner, markers, splitter, source spans.
 *
 * <p>Floor 1; may import the model only. Pure: no java.sql, no files, no network, no clock. A text goes through
 * {@link dev.bailiwick.script.scan.Scanner} (tokens, PostgreSQL's lexical rules), {@link dev.bailiwick.script.split.Splitter}
 * (statements and marker lines) and {@link dev.bailiwick.script.split.MigrationParser} (sections). PostgreSQL parses the rest.
 */
@NullMarked
package dev.bailiwick.script;

import org.jspecify.annotations.NullMarked;
