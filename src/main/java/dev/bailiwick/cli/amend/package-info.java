/**
 * Commands that correct or take over a history: mark, repair, baseline, adopt.
 */
@NullMarked
package dev.bailiwick.cli.amend;

import org.jspecify.annotations.NullMarked;
