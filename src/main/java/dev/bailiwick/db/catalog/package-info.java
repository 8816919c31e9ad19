/**
 * What the catalog says: tables, schemas and their descriptions (drift), objects by name, what a login may do.
 */
@NullMarked
package dev.bailiwick.db.catalog;

import org.jspecify.annotations.NullMarked;
