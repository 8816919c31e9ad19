/**
 * Reading a project's folder: content, encoding, checksums, names, and files written in one piece.
 */
@NullMarked
package dev.bailiwick.files.read;

import org.jspecify.annotations.NullMarked;
