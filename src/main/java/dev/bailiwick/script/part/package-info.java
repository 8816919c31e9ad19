/**
 * What goes to the server in one go, and what a statement makes, leaves in its session, or can be recovered from.
 */
@NullMarked
package dev.bailiwick.script.part;

import org.jspecify.annotations.NullMarked;
