/**
 * Running a section with transaction:false, statement by statement, such as CREATE INDEX CONCURRENTLY.
 */
@NullMarked
package dev.bailiwick.db.outside;

import org.jspecify.annotations.NullMarked;
