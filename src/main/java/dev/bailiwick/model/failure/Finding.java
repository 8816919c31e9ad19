package dev.bailiwick.model.failure;

import dev.bailiwick.model.script.Place;

/**
 * Something wrong in a file, found without running it.
 *
 * @param where the point that a caret marks
 * @param what one sentence, without a full stop
 * @param mend what to write or type instead, one sentence without a full stop
 */
public record Finding(Place where, String what, String mend) {}
