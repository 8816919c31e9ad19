/**
 * Domains and their settings, and where the database is.
 */
@NullMarked
package dev.bailiwick.model.domain;

import org.jspecify.annotations.NullMarked;
