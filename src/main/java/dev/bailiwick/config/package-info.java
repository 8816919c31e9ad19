/**
 * Flags, environment, {@code .env} and defaults become settings; passwords are masked.
 *
 * <p>Floor 2. May import model only; no JDBC classes. Nothing here prints: warnings are handed on as data. Environment,
 * home folder and the docker client come in as {@link dev.bailiwick.config.Environment}.
 */
@NullMarked
package dev.bailiwick.config;

import org.jspecify.annotations.NullMarked;
