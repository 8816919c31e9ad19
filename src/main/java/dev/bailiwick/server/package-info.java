/**
 * A PostgreSQL for somebody who has none: unpacked, initialised, started and stopped in {@code <project>/.bailiwick/}.
 *
 * <p>Floor 2. Imports model only; speaks to PostgreSQL's programs, not to the server (no JDBC). Several processes at once
 * may use one folder: {@link dev.bailiwick.server.BailiwickFolder} holds the two locks that keep them in order. Nothing here is
 * loaded while an external database is used.
 *
 * <p>The folder holds {@code data/} (the cluster), {@code postgres-<version>-<platform>/} (the programs), {@code
 * postgres.log}, {@code password}, {@code server.properties} (what a later start must know), {@code change.lock} and
 * {@code users.lock}.
 */
@NullMarked
package dev.bailiwick.server;

import org.jspecify.annotations.NullMarked;
