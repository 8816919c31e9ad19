/**
 * The use cases: migrate, rollback, redo, status, validate, mark, repair. Each is a class with one {@code run}.
 *
 * <p>Floor 3. May import model, plan, script, othertools, checks, files and db. Prints nothing: what happens goes to {@link
 * dev.bailiwick.engine.session.RunEvents}, what came of it is returned, what went wrong is a BailiwickException.
 */
@NullMarked
package dev.bailiwick.engine;

import org.jspecify.annotations.NullMarked;
