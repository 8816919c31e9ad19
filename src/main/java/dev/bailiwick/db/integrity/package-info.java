/**
 * Proof within a transaction that tracking tables and logs hold what was to be written, and nothing else: own
 * history, other domains', deferred triggers at COMMIT.
 */
@NullMarked
package dev.bailiwick.db.integrity;

import org.jspecify.annotations.NullMarked;
