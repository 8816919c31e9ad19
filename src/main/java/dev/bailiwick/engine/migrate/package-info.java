/**
 * migrate: plan what is pending and apply it; and its rehearsal, which is rolled back.
 */
@NullMarked
package dev.bailiwick.engine.migrate;

import org.jspecify.annotations.NullMarked;
