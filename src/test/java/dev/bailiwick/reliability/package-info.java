/** What holds when names, texts, surroundings or people are not as kind as they could be. */
@NullMarked
package dev.bailiwick.reliability;

import org.jspecify.annotations.NullMarked;
