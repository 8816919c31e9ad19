/**
 * seed: run the seeds of domains, and how to resume.
 */
@NullMarked
package dev.bailiwick.engine.seed;

import org.jspecify.annotations.NullMarked;
