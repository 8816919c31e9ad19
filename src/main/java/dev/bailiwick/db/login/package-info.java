/**
 * Logging in: the driver's properties and sockets, what a refused login means, whether a pooler such as pgbouncer
 * stands between, empty databases on a scratch server.
 */
@NullMarked
package dev.bailiwick.db.login;

import org.jspecify.annotations.NullMarked;
