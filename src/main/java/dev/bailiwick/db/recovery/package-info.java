/**
 * What an interrupted section with transaction:false has left: INVALID indexes, statements whose end nobody saw,
 * settings of the lost session; the session that keeps the domain's lock.
 */
@NullMarked
package dev.bailiwick.db.recovery;

import org.jspecify.annotations.NullMarked;
