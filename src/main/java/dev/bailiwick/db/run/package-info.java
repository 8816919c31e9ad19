/**
 * Running a section in a transaction: building its message, sending it, reading the answers, recording it; watching
 * locks meanwhile; rehearsals that are rolled back.
 */
@NullMarked
package dev.bailiwick.db.run;

import org.jspecify.annotations.NullMarked;
