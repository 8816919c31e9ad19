/**
 * What the catalog holds and how it changed; locks and violations.
 */
@NullMarked
package dev.bailiwick.model.catalog;

import org.jspecify.annotations.NullMarked;
