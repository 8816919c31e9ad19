/**
 * The disk: a project's folder, its domains, their migration files and manifests, and the git repository around them.
 *
 * <p>Floor 2. May import model and script. What is wrong is gathered and thrown at once: with exit code USAGE while a
 * project and its domains are found (folders, {@code domain.properties}), with REFUSED while the files of a domain are
 * read. Nothing outside the project's folder is ever read: a link that leaves it is an error, a link within it is as good
 * as what it leads to.
 */
@NullMarked
package dev.bailiwick.files;

import org.jspecify.annotations.NullMarked;
