/**
 * What {@code make bench} measures: Bailiwick against the floor that PostgreSQL itself sets, and against its peers, in the
 * same run on the same machine. It is no test, and not part of them.
 */
@NullMarked
package dev.bailiwick.bench;

import org.jspecify.annotations.NullMarked;
