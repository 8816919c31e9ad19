/**
 * A domain's checksums.md5: what is sealed.
 */
@NullMarked
package dev.bailiwick.files.manifest;

import org.jspecify.annotations.NullMarked;
