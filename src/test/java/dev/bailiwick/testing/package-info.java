/** What integration tests need: a PostgreSQL, databases on it, a fingerprint of what they hold, and a wire to cut. */
@NullMarked
package dev.bailiwick.testing;

import org.jspecify.annotations.NullMarked;
