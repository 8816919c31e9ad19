/**
 * Commands about the database (connection, db, wait), and how every command comes to its session.
 */
@NullMarked
package dev.bailiwick.cli.database;

import org.jspecify.annotations.NullMarked;
