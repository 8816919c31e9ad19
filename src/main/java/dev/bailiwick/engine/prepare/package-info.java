/**
 * What every use case begins with: the project and its database session, files parsed into sections, the schema made,
 * waiting for another runner, resuming, who hears what happens.
 */
@NullMarked
package dev.bailiwick.engine.prepare;

import org.jspecify.annotations.NullMarked;
