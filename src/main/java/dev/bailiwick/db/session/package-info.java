/**
 * One login to PostgreSQL: its connection, SQL text as one simple-query message, COPY data, prepared queries of ours,
 * cancel requests, and how long an answer may take.
 */
@NullMarked
package dev.bailiwick.db.session;

import org.jspecify.annotations.NullMarked;
