/**
 * The words we use: immutable records, enums and the exception family.
 *
 * <p>Floor 0. Imports nothing of ours, no java.sql, no files, no clock. A word lands here when two rooms need it.
 */
@NullMarked
package dev.bailiwick.model;

import org.jspecify.annotations.NullMarked;
