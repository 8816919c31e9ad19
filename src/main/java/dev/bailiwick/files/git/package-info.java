/**
 * The git repository around a project: what the domains hold at a revision.
 */
@NullMarked
package dev.bailiwick.files.git;

import org.jspecify.annotations.NullMarked;
