/**
 * What every command begins with: the project and its database session, the schema made, write access, waiting for another
 * runner, who hears what happens.
 */
@NullMarked
package dev.bailiwick.engine.session;

import org.jspecify.annotations.NullMarked;
