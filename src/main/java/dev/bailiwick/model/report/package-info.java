/**
 * What commands report.
 */
@NullMarked
package dev.bailiwick.model.report;

import org.jspecify.annotations.NullMarked;
