/**
 * New domains, migrations and seeds: their names, versions and templates.
 */
@NullMarked
package dev.bailiwick.files.scaffold;

import org.jspecify.annotations.NullMarked;
