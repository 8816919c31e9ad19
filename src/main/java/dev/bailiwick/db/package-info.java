/**
 * PostgreSQL: sessions, the tracking table and its log, the lock of a domain, running sections.
 *
 * <p>Floor 2. May import model only. JDBI and pgjdbc stay in here. The SQL of a migration never passes through JDBI or
 * a PreparedStatement: {@link dev.bailiwick.db.session.SimpleQueryChannel} sends it byte for byte.
 */
@NullMarked
package dev.bailiwick.db;

import org.jspecify.annotations.NullMarked;
