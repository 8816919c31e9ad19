/**
 * Commands that write files: domain, new, seal.
 */
@NullMarked
package dev.bailiwick.cli.files;

import org.jspecify.annotations.NullMarked;
