/**
 * Files × history → plan, up and down, and the order of the domains.
 *
 * <p>Floor 1. Imports model only; pure: no files, no database, no clock. A plan is data, and so is a refusal: it names
 * every offending file at once, each with the commands that mend it. Only a wrong request (a name that is none, a count
 * below one, requirements in a circle) is thrown.
 */
@NullMarked
package dev.bailiwick.plan;

import org.jspecify.annotations.NullMarked;
